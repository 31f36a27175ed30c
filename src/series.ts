// Joins what works on many disputes at once: series, their pages and the jobs that do to each member what was ordered.

import { type Actor } from './domain/permission.ts';
import {
  type DisputeRecord,
  type DisputeService,
  type IntakeService,
  type Panel,
  type UnitNames,
} from './features/disputes/index.ts';
import {
  PaperBatchRepository,
  paperRoutes,
  seriesJobs,
  SeriesPaperService,
  seriesRoutes,
  SeriesService,
} from './features/series/index.ts';
import { type Papers } from './papers.ts';
import { type Names } from './features/units/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { type JobDefinition } from './platform/jobs.ts';
import { type Stores } from './stores.ts';

export interface SeriesWork {
  readonly series: SeriesService;
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
  /** The way from a member to its series. */
  panel(dispute: DisputeRecord, actor: Actor): Promise<readonly Panel[]>;
}

export function createSeries({
  foundation,
  stores,
  disputes,
  intake,
  unitNames,
  places,
  papers,
}: {
  readonly papers: Pick<Papers, 'dossiers' | 'printer' | 'bindSheets' | 'files'>;
  readonly foundation: Foundation;
  readonly stores: Pick<Stores, 'series'>;
  readonly disputes: DisputeService;
  readonly intake: IntakeService;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  readonly places: (actor: Actor) => Promise<readonly { readonly code: string; readonly name: Names }[]>;
}): SeriesWork {
  const { transactions, jobs, clock, personalData, contents, database } = foundation;
  const series = new SeriesService({
    repository: stores.series,
    disputes,
    intake,
    transactions,
    jobs,
    clock,
    personalData,
  });
  const { dossiers, printer, bindSheets, files } = papers;
  const batches = new SeriesPaperService({
    repository: new PaperBatchRepository(database.connection),
    series,
    printer,
    dossiers,
    files,
    bind: bindSheets,
    contents,
    transactions,
    jobs,
    clock,
  });
  return {
    series,
    // The pages of papers stand before those of what is done to many, which take any word.
    rows: [...paperRoutes({ series, batches }), ...seriesRoutes({ series, disputes, clock, unitNames, places })],
    jobs: [...seriesJobs(series), ...batches.jobs()],
    panel: async (dispute, actor) => {
      const record = await series.ofDispute(dispute.id);
      return record?.unitPath.includes(actor.unit.code)
        ? [{ template: 'series/_panel.njk', model: { href: `/series/${record.id}`, title: record.title } }]
        : [];
    },
  };
}
