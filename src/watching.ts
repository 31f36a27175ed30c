// Joins what watches over many disputes at once to casework: supervision of delays, and early warnings.

import { type Actor } from './domain/permission.ts';
import { type DisputeRecord, type DisputeService, type Panel, type UnitNames } from './features/disputes/index.ts';
import {
  earlyWarningApi,
  earlyWarningPages,
  earlyWarningPile,
  EarlyWarningRepository,
  EarlyWarningSearch,
  EarlyWarningService,
  searchEarlyWarnings,
} from './features/early-warnings/index.ts';
import { type HolidayService } from './features/holidays/index.ts';
import {
  supervisionApi,
  supervisionPages,
  supervisionPanels,
  SupervisionService,
} from './features/supervision/index.ts';
import { type UnitsService } from './features/units/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { areasOf } from './network.ts';
import { type JobDefinition } from './platform/jobs.ts';
import { type Stores } from './stores.ts';

export interface Watching {
  readonly ofDispute: (actor: Actor, dispute: DisputeRecord, names: UnitNames) => Promise<readonly Panel[]>;
  readonly ofDesk: ReturnType<typeof supervisionPanels>['ofDesk'];
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
}

export interface WatchingDeps {
  readonly foundation: Foundation;
  readonly stores: Pick<Stores, 'warnings' | 'urgings'>;
  readonly disputes: DisputeService;
  readonly units: UnitsService;
  readonly calendar: HolidayService;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  readonly courtCode: string;
}

export function createWatching(deps: WatchingDeps): Watching {
  const { foundation, stores, disputes, units, calendar, unitNames, courtCode } = deps;
  const { clock, transactions, database } = foundation;
  const areas = (actor: Actor) => areasOf(units, actor);
  const supervision = new SupervisionService({ ...stores, disputes, transactions, clock });
  const supervised = { supervision, clock, unitNames, areas, calendar: () => calendar.reach() };
  const delays = supervisionPanels(supervised);
  const repository = new EarlyWarningRepository(database.connection);
  const warnings = new EarlyWarningService({ repository, disputes, transactions, clock });
  const holidays = async () => (await calendar.calendar()).holidays;
  const search = new EarlyWarningSearch({ repository, units, holidays, clock, courtCode });
  const warned = { warnings, clock, unitNames, areas };
  return {
    ofDispute: delays.ofDispute,
    ofDesk: async (actor, names) => {
      const [late, early] = await Promise.all([delays.ofDesk(actor, names), earlyWarningPile(warnings, actor, names)]);
      return [...late, ...early];
    },
    rows: [
      ...supervisionPages(supervised),
      ...supervisionApi(supervised),
      ...earlyWarningPages(warned),
      ...earlyWarningApi(warned),
    ],
    jobs: [searchEarlyWarnings(search)],
  };
}
