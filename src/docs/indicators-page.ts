import { CARD_IDS, followsBasis, indicatorOf, inputsOf } from '../domain/indicator.ts';
import { page, table } from './markdown.ts';
import { type Words } from './words.ts';

/** The formula card of every indicator, and what the court enters for them. */
export function indicatorsPage({ t, list }: Words): string {
  const head = (...keys: string[]): readonly string[] => keys.map((key) => t(`statistics:card.${key}`));
  return page(t('statistics:card.title'), t('law:docs.generated'), t('statistics:card.about'), [
    [
      t('statistics:card.cards'),
      table(
        head('id', 'name', 'formula', 'kind', 'basis', 'inputs', 'since', 'breaks', 'source'),
        CARD_IDS.map((id) => {
          const { kind, from, breaks = [], source, caveat } = indicatorOf(id);
          return [
            id,
            t(`statistics:figure.${id}.name`),
            [t(`statistics:figure.${id}.formula`), ...(caveat ? [t(`statistics:caveat.${id}`)] : [])].join(' '),
            t(`statistics:kind.${kind}`),
            t(followsBasis(id) ? 'statistics:card.bothBases' : 'statistics:card.ownBasis'),
            list(inputsOf(id).map((key) => t(`statistics:input.key.${key}`))),
            from ?? '',
            list(breaks),
            source === 'D' ? t('statistics:card.ours') : source,
          ];
        }),
      ),
    ],
  ]);
}
