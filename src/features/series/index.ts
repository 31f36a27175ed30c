import { type JobDefinition } from '../../platform/jobs.ts';
import { ORDER_JOB, REGISTER_JOB, type SeriesService } from './series.service.ts';

export { PaperBatchRepository } from './paper.repository.ts';
export { paperRoutes } from './paper.routes.ts';
export { SeriesPaperService } from './paper.service.ts';
export { SeriesRepository } from './series.repository.ts';
export { seriesRoutes } from './series.routes.ts';
export { type SeriesDeps, SeriesService } from './series.service.ts';

/** What the worker does for series: registers confirmed lists, and does to each member what was ordered. */
export const seriesJobs = (series: SeriesService): readonly JobDefinition[] => [
  { name: REGISTER_JOB, perform: async (payload) => series.run((payload as { readonly seriesId: string }).seriesId) },
  { name: ORDER_JOB, perform: async (payload) => series.carryOut((payload as { readonly orderId: string }).orderId) },
];
