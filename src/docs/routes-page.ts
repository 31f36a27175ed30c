import { page, table } from './markdown.ts';
import { type Words } from './words.ts';

/** What the document says of one address. */
export interface RouteLine {
  readonly method: string;
  readonly path: string;
  readonly right: string;
}

/** Every address of the pages and the API with the right it asks for. */
export function routesPage({ t }: Words, routes: readonly RouteLine[]): string {
  return page(t('law:docs.routesTitle'), t('law:docs.generated'), '', [
    [
      t('law:docs.routesTitle'),
      table(
        ['method', 'path', 'right'].map((key) => t(`law:docs.${key}`)),
        routes.map(({ method, path, right }) => [method.toUpperCase(), `\`${path}\``, `\`${right}\``]),
      ),
    ],
  ]);
}
