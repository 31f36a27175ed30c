// The composition root: every feature is built here once, on the same foundation.

import { type Config } from '../config/index.ts';
import { auditJobs, auditRoutes, type AuditService, createAudit } from './features/audit/index.ts';
import { type Casework, createCasework } from './casework.ts';
import { IN_HAND } from './features/absences/index.ts';
import { withStandIns } from './staffing.ts';
import { storesOn } from './stores.ts';
import { type Application } from './app.ts';
import {
  accountApi,
  accountRoutes,
  createAccountsService,
  createAuthenticator,
  type AccountsService,
} from './features/accounts/index.ts';
import { HolidayRepository, holidayRoutes, HolidayService } from './features/holidays/index.ts';
import {
  type AssessmentService,
  createAssessmentService,
  createInputService,
  createRegisterService,
  createSnapshotService,
  createStatisticsService,
  type InputService,
  type RegisterService,
  type SnapshotService,
  StatisticStore,
  statisticsRoutes,
  type StatisticsService,
} from './features/statistics/index.ts';
import { CauseRepository, causeRoutes, CauseService } from './features/causes/index.ts';
import { PolicyRepository, policyRoutes, PolicyService } from './features/policies/index.ts';
import { lawRoutes } from './features/law/index.ts';
import {
  createUnitsService,
  jurisdictionRoutes,
  readDistrict,
  unitApi,
  unitRoutes,
  type UnitsService,
} from './features/units/index.ts';
import {
  createImportService,
  importApi,
  importJobs,
  importRoutes,
  type ImportService,
} from './features/imports/index.ts';
import { IntegrityRepository } from './features/proofs/index.ts';
import { SimulationRepository, simulationRoutes, SimulationService } from './features/what-if/index.ts';
import { foldStatistics, freezeMonths } from './projections/statistics.ts';
import { openFoundation, type Foundation, type FoundationOverrides } from './foundation.ts';
import { openSessions } from './http/open-sessions.ts';
import { type RouteRow } from './http/routes.ts';
import { navigation } from './navigation.ts';
import { ensureIndexes } from './platform/database.ts';
import { type JobDefinition } from './platform/jobs.ts';

export interface Services {
  readonly units: UnitsService;
  readonly accounts: AccountsService;
  readonly holidays: HolidayService;
  readonly policies: PolicyService;
  readonly causes: CauseService;
  readonly casework: Casework;
  readonly imports: ImportService;
  readonly statistics: StatisticsService;
  readonly statisticInputs: InputService;
  readonly snapshots: SnapshotService;
  readonly assessment: AssessmentService;
  readonly statisticStore: StatisticStore;
  readonly audit: AuditService;
  readonly simulations: SimulationService;
  readonly registers: RegisterService;
}

export interface Composition extends Application {
  readonly services: Services;
  readonly jobDefinitions: readonly JobDefinition[];
  readonly close: () => Promise<void>;
}

async function createServices(foundation: Foundation, audit: AuditService): Promise<Services> {
  const on = { ...foundation, connection: foundation.database.connection };
  const units = createUnitsService(on);
  const stores = storesOn(on.connection);
  const accounts = createAccountsService({
    ...on,
    units,
    secondFactorRequired: foundation.config.requireSecondFactor && !foundation.config.demo,
    casesInHand: (accountId) => stores.disputes.count({ mediatorIds: [accountId], states: IN_HAND }),
  });
  const district = await readDistrict(foundation.config.district);
  const holidays = new HolidayService({
    ...on,
    repository: new HolidayRepository(on.connection),
    countDueFrom: (from) => stores.disputes.countDueFrom(from),
  });
  const policies = new PolicyService({
    ...on,
    repository: new PolicyRepository(on.connection),
    courtCode: district.court.code,
  });
  const casework = createCasework(foundation, { accounts, units, district, holidays, policies, audit }, stores);
  const causes = new CauseService({ ...on, repository: new CauseRepository(on.connection) });
  casework.intake.chooseCause = (typed) => causes.choose(typed);
  const statisticStore = new StatisticStore(on);
  const statistics = createStatisticsService({
    ...on,
    units,
    disputes: casework.disputes,
    store: statisticStore,
    mediatorNames: async (ids) => {
      const known = await accounts.names(ids);
      return new Map([...(await stores.work.namesOf(ids.filter((id) => !known.has(id)))), ...known]);
    },
  });
  const statisticInputs = createInputService({ ...on, units });
  const snapshots = createSnapshotService({ ...on, units, statistics, courtCode: district.court.code });
  const integrity = new IntegrityRepository(on.connection);
  const assessment = createAssessmentService({ ...on, statistics, flagged: (unit) => integrity.flagged(unit) });
  const simulations = new SimulationService({
    ...on,
    repository: new SimulationRepository(on.connection),
    units,
    holidays: holidays.table,
    villageMatters: async () => (await casework.suitability()).villageMatters,
  });
  const imports = createImportService({ ...on, units, disputes: casework.repository, intake: casework.intake });
  return {
    units,
    accounts,
    holidays,
    policies,
    causes,
    casework,
    imports,
    statistics,
    statisticInputs,
    snapshots,
    assessment,
    statisticStore,
    audit,
    simulations,
    registers: createRegisterService(on.connection, statistics),
  };
}

/** Every page and API address. */
const rowsOf = (
  {
    accounts,
    units,
    holidays,
    policies,
    causes,
    casework,
    imports,
    statistics,
    statisticInputs,
    snapshots,
    assessment,
    audit,
    simulations,
    registers,
  }: Services,
  { i18n, clock, threads, database }: Foundation,
): readonly RouteRow[] => {
  const rows: readonly RouteRow[] = [
    ...accountRoutes(accounts, units, () => holidays.reach(), openSessions(database.connection)),
    ...unitRoutes(units),
    ...jurisdictionRoutes({ units, suggest: casework.suggestAt }),
    ...holidayRoutes({ holidays, clock }),
    ...policyRoutes({ policies, clock }),
    ...accountApi(accounts),
    ...unitApi(units),
    ...causeRoutes({ causes, disputes: casework.disputes, intake: casework.intake }),
    ...casework.rows,
    ...auditRoutes({ audit, disputes: casework.disputes, unitNames: casework.unitNames }),
    ...importRoutes({ imports, units, places: casework.places }),
    ...importApi(imports),
    ...statisticsRoutes({
      statistics,
      inputs: statisticInputs,
      snapshots,
      assessment,
      registers,
      threads,
      i18n,
      printForm: casework.papers.printForm,
    }),
    ...simulationRoutes({ simulations, unitNames: casework.unitNames, i18n }),
    ...lawRoutes({ clock, suitability: casework.suitability, rows: () => rows }),
  ];
  return rows;
};

/** Everything the worker does without being asked. */
const jobsOf = ({
  casework,
  imports,
  statisticStore,
  snapshots,
  audit,
  simulations,
}: Services): readonly JobDefinition[] => [
  ...casework.jobs,
  ...importJobs(imports),
  foldStatistics(statisticStore),
  freezeMonths(snapshots),
  ...auditJobs(audit),
  simulations.job(),
];

/** Opens the database and builds the product on it, ready to serve or to work. */
export async function compose(config: Config, overrides: FoundationOverrides = {}): Promise<Composition> {
  const foundation = await openFoundation(config, overrides);
  const { connection } = foundation.database;
  const { trail, audit } = createAudit({ ...foundation, connection, indexKey: config.indexKey });
  const services = await createServices(foundation, audit);
  await ensureIndexes(connection);
  return {
    ...foundation,
    services,
    authenticator: withStandIns(createAuthenticator(services.accounts), services.casework.absences),
    rows: rowsOf(services, foundation),
    navigation,
    jobDefinitions: jobsOf(services),
    lifecycle: { stopping: false },
    trail,
    trackWords: () => services.policies.wordsOn(),
    close: async () => {
      await foundation.threads.close();
      await foundation.database.close();
    },
  };
}
