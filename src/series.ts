// Joins what works on many disputes at once: series, their pages and the jobs that do to each member what was ordered.

import { type Actor } from './domain/permission.ts';
import { type DisputeService, type IntakeService, type UnitNames } from './features/disputes/index.ts';
import { seriesJobs, seriesRoutes, SeriesService } from './features/series/index.ts';
import { type Names } from './features/units/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { type JobDefinition } from './platform/jobs.ts';
import { type Stores } from './stores.ts';

export interface SeriesWork {
  readonly series: SeriesService;
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
}

export function createSeries({
  foundation,
  stores,
  disputes,
  intake,
  unitNames,
  places,
}: {
  readonly foundation: Foundation;
  readonly stores: Pick<Stores, 'series'>;
  readonly disputes: DisputeService;
  readonly intake: IntakeService;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  readonly places: (actor: Actor) => Promise<readonly { readonly code: string; readonly name: Names }[]>;
}): SeriesWork {
  const { transactions, jobs, clock, personalData } = foundation;
  const series = new SeriesService({
    repository: stores.series,
    disputes,
    intake,
    transactions,
    jobs,
    clock,
    personalData,
  });
  return {
    series,
    rows: seriesRoutes({ series, disputes, clock, unitNames, places }),
    jobs: seriesJobs(series),
  };
}
