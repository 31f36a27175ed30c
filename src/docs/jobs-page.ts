import { JOBS } from '../jobs/job-catalogue.ts';
import { page, table } from './markdown.ts';
import { type Words } from './words.ts';

/** What the worker does by itself: how often, and why doing it twice harms nothing. */
export function jobsPage({ t, quantity }: Words): string {
  return page(t('law:docs.jobsTitle'), t('law:docs.generated'), t('law:docs.jobsAbout'), [
    [
      t('law:docs.jobsTitle'),
      table(
        ['code', 'name', 'rhythm', 'twice'].map((key) => t(`law:docs.${key}`)),
        Object.entries(JOBS).map(([name, { everySeconds }]) => [
          `\`${name}\``,
          t(`law:job.${name}.does`),
          everySeconds === null
            ? t('law:docs.enqueued')
            : t('law:docs.every', { time: quantity(everySeconds, t('law:docs.seconds')) }),
          t(`law:job.${name}.twice`),
        ]),
      ),
    ],
  ]);
}
