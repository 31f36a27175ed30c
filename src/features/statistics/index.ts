import { type Connection } from 'mongoose';
import { type RouteRow } from '../../http/routes.ts';
import { statisticsApi } from './statistic.api.ts';
import { statisticsPages, type StatisticsPagesDeps } from './statistic.pages.ts';
import { StatisticRepository } from './statistic.repository.ts';
import { type StatisticsDeps, StatisticsService } from './statistic.service.ts';

export { FIGURE_IDS, type FigureId } from './statistic.figure.ts';
export { type StatisticsService } from './statistic.service.ts';
export { StatisticStore } from './statistic.store.ts';

/** Builds the statistics on a database. */
export const createStatisticsService = ({
  connection,
  ...deps
}: Omit<StatisticsDeps, 'repository'> & { readonly connection: Connection }): StatisticsService =>
  new StatisticsService({ ...deps, repository: new StatisticRepository(connection) });

export const statisticsRoutes = (deps: StatisticsPagesDeps): readonly RouteRow[] => [
  ...statisticsPages(deps),
  ...statisticsApi(deps),
];
