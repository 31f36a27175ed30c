// Joins sessions planned and sessions recorded in the field with the disputes they belong to: acts, calendars, drafts,
// the recorder, and what other pages show of them.

import { type Act } from './domain/lifecycle.ts';
import { type Actor } from './domain/permission.ts';
import { type AccountsService } from './features/accounts/index.ts';
import {
  type ActContext,
  type DeskPanel,
  type DisputeRecord,
  type DisputeService,
  type Panel,
  type UnitNames,
} from './features/disputes/index.ts';
import { createDraftService, draftRoutes } from './features/drafts/index.ts';
import { RecorderService, recorderRoutes } from './features/recorder/index.ts';
import { scheduleApi, scheduleRoutes, ScheduleService, SessionNotices } from './features/schedule/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { type Stores } from './stores.ts';

export interface SchedulingDeps {
  readonly foundation: Foundation;
  readonly stores: Pick<Stores, 'schedule' | 'messages'>;
  readonly disputes: DisputeService;
  readonly accounts: Pick<AccountsService, 'isActive'>;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
}

type DeskPanels = (actor: Actor, names: UnitNames) => Promise<readonly DeskPanel[]>;

export interface Scheduling {
  /** The sessions of a dispute still to come, and those whose record is missing. */
  readonly panel: (dispute: DisputeRecord) => Promise<readonly Panel[]>;
  /** Today's sessions of the person, above what else presses. */
  readonly deskWith: (others: DeskPanels) => DeskPanels;
  /** Forgets what was kept of a form that has been sent. */
  readonly taken: (actor: Actor, disputeId: string, act: Act) => Promise<void>;
  /** How the record of a session begins that was planned for this day. */
  readonly beginnings: (context: ActContext) => Promise<object>;
  readonly rows: readonly RouteRow[];
}

/** Defines the acts of planning on the disputes and builds the calendars. */
export function createScheduling({ foundation, stores, disputes, accounts, unitNames }: SchedulingDeps): Scheduling {
  const { clock, transactions, i18n, config, personalData, database } = foundation;
  const drafts = createDraftService({ connection: database.connection, personalData, clock });
  const schedule = new ScheduleService({
    repository: stores.schedule,
    // Messages go out in Chinese.
    notices: new SessionNotices({ messages: stores.messages, personalData, unitNames: () => unitNames('zh-CN') }),
    disputes,
    transactions,
    clock,
    isActive: accounts.isActive,
  });
  const recorder = new RecorderService({ disputes, drafts, schedule });
  disputes.define(schedule.acts(), 'schedule');
  disputes.witnessed(schedule.witness());
  return {
    panel: async (dispute) => {
      const sessions = await schedule.ofDispute(dispute);
      return sessions.length > 0 ? [{ template: 'schedule/_planned.njk', model: { sessions }, place: 'top' }] : [];
    },
    deskWith: (others) => async (actor, names) => {
      const [sessions, rest] = await Promise.all([schedule.today(actor), others(actor, names)]);
      const own: DeskPanel = {
        id: 'sessions',
        titleKey: 'schedule:desk.title',
        count: sessions.length,
        urgent: sessions.some(({ status }) => status === 'now' || status === 'unrecorded'),
        template: 'schedule/_desk.njk',
        model: { sessions },
      };
      return [own, ...rest];
    },
    taken: (actor, disputeId, act) => drafts.forget(actor, { act, disputeId }),
    beginnings: ({ dispute }) => schedule.beginnings(dispute),
    rows: [
      ...scheduleRoutes({ schedule, clock, i18n, baseUrl: config.baseUrl }),
      ...scheduleApi({ schedule, disputes }),
      ...draftRoutes(drafts),
      ...recorderRoutes({ recorder, disputes }),
    ],
  };
}
