import { type Connection } from 'mongoose';
import { type RouteRow } from '../../http/routes.ts';
import { type Threads } from '../../platform/threads.ts';
import { assessmentRoutes } from './assessment.routes.ts';
import { type AssessmentDeps, AssessmentService } from './assessment.service.ts';
import { dictionaryRoutes } from './dictionary.routes.ts';
import { exportRoutes } from './export.routes.ts';
import { InputRepository } from './input.repository.ts';
import { inputRoutes } from './input.routes.ts';
import { InputService, type InputServiceDeps } from './input.service.ts';
import { RegisterRepository } from './register.repository.ts';
import { registerRoutes, type RegisterRoutesDeps } from './register.routes.ts';
import { RegisterService } from './register.service.ts';
import { ScoreCardRepository } from './scorecard.repository.ts';
import { SnapshotRepository } from './snapshot.repository.ts';
import { snapshotRoutes } from './snapshot.routes.ts';
import { type SnapshotDeps, SnapshotService } from './snapshot.service.ts';
import { analysisPages } from './statistic.analysis.pages.ts';
import { statisticsApi } from './statistic.api.ts';
import { statisticsPages, type StatisticsPagesDeps } from './statistic.pages.ts';
import { StatisticRepository } from './statistic.repository.ts';
import { type StatisticsDeps, StatisticsService } from './statistic.service.ts';

export { type AssessmentService } from './assessment.service.ts';
export { type SnapshotService } from './snapshot.service.ts';
export { type RegisterService } from './register.service.ts';
export { type InputService } from './input.service.ts';
export { type StatisticsService } from './statistic.service.ts';
export { StatisticStore } from './statistic.store.ts';
export { factModel } from './statistic.model.ts';
export { townshipOf } from './statistic.cell.ts';
export { bar, drawing, INK, line, MUTED, TONES, write } from './statistic.drawing.ts';

/** Builds the statistics on a database. */
export const createStatisticsService = ({
  connection,
  ...deps
}: Omit<StatisticsDeps, 'repository' | 'inputs'> & { readonly connection: Connection }): StatisticsService =>
  new StatisticsService({
    ...deps,
    repository: new StatisticRepository(connection),
    inputs: new InputRepository(connection),
  });

/** Takes the numbers the record of disputes does not hold. */
export const createInputService = ({
  connection,
  ...deps
}: Omit<InputServiceDeps, 'repository'> & { readonly connection: Connection }): InputService =>
  new InputService({ ...deps, repository: new InputRepository(connection) });

/** Scores townships by the court's card. */
export const createAssessmentService = ({
  connection,
  ...deps
}: Omit<AssessmentDeps, 'repository'> & { readonly connection: Connection }): AssessmentService =>
  new AssessmentService({ ...deps, repository: new ScoreCardRepository(connection) });

/** Writes the prescribed table. */
export const createRegisterService = (connection: Connection, statistics: StatisticsService): RegisterService =>
  new RegisterService({ repository: new RegisterRepository(connection), statistics });

/** Freezes the months that are over. */
export const createSnapshotService = ({
  connection,
  ...deps
}: Omit<SnapshotDeps, 'repository'> & { readonly connection: Connection }): SnapshotService =>
  new SnapshotService({ ...deps, repository: new SnapshotRepository(connection) });

export const statisticsRoutes = (
  deps: StatisticsPagesDeps & {
    readonly snapshots: SnapshotService;
    readonly assessment: AssessmentService;
    readonly threads: Threads;
  } & Pick<RegisterRoutesDeps, 'registers' | 'printForm'>,
): readonly RouteRow[] => [
  ...statisticsPages(deps),
  ...analysisPages(deps),
  ...exportRoutes(deps),
  ...assessmentRoutes(deps.assessment),
  ...registerRoutes(deps),
  ...dictionaryRoutes(deps),
  ...inputRoutes(deps),
  ...snapshotRoutes(deps, deps.snapshots),
  ...statisticsApi(deps),
];
