// Joins the plan of sessions with the disputes they belong to: acts, calendars, and what other pages show of them.

import { type Actor } from './domain/permission.ts';
import { type AccountsService } from './features/accounts/index.ts';
import { type DeskPanel, type DisputeRecord, type DisputeService, type Panel } from './features/disputes/index.ts';
import { scheduleApi, scheduleRoutes, type ScheduleRepository, ScheduleService } from './features/schedule/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';

export interface SchedulingDeps {
  readonly foundation: Foundation;
  readonly repository: ScheduleRepository;
  readonly disputes: DisputeService;
  readonly accounts: Pick<AccountsService, 'isActive'>;
}

export interface Scheduling {
  /** The sessions of a dispute still to come, and those whose record is missing. */
  readonly panel: (dispute: DisputeRecord) => Promise<readonly Panel[]>;
  /** Today's sessions of the person. */
  readonly ofDesk: (actor: Actor) => Promise<readonly DeskPanel[]>;
  readonly rows: readonly RouteRow[];
}

/** Defines the acts of planning on the disputes and builds the calendars. */
export function createScheduling({ foundation, repository, disputes, accounts }: SchedulingDeps): Scheduling {
  const { clock, transactions, i18n, config } = foundation;
  const schedule = new ScheduleService({ repository, disputes, transactions, clock, isActive: accounts.isActive });
  disputes.define(schedule.acts(), 'schedule');
  disputes.witnessed(schedule.witness());
  return {
    panel: async (dispute) => {
      const sessions = await schedule.ofDispute(dispute);
      return sessions.length > 0 ? [{ template: 'schedule/_planned.njk', model: { sessions }, place: 'top' }] : [];
    },
    ofDesk: async (actor) => {
      const sessions = await schedule.today(actor);
      return [
        {
          id: 'sessions',
          titleKey: 'schedule:desk.title',
          count: sessions.length,
          urgent: sessions.some(({ status }) => status === 'now' || status === 'unrecorded'),
          template: 'schedule/_desk.njk',
          model: { sessions },
        },
      ];
    },
    rows: [
      ...scheduleRoutes({ schedule, clock, i18n, baseUrl: config.baseUrl }),
      ...scheduleApi({ schedule, disputes }),
    ],
  };
}
