// Joins what is written to parties with the disputes it speaks of: the outbox, its gateway, and reminders.

import { type HolidaySource } from './domain/working-days.ts';
import { type AccountsService } from './features/accounts/index.ts';
import { type DisputeRecord, type DisputeService, type Panel, type UnitNames } from './features/disputes/index.ts';
import { messageJob, messageRoutes, presentOutbox } from './features/messages/index.ts';
import { reminderApi, ReminderRepository, ReminderService } from './features/reminders/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { type JobDefinition } from './platform/jobs.ts';
import { httpSmsGateway } from './platform/sms.ts';
import { type Stores } from './stores.ts';

export interface Messaging {
  readonly panels: (dispute: DisputeRecord) => Promise<readonly Panel[]>;
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
}

export interface MessagingDeps {
  readonly foundation: Foundation;
  readonly stores: Pick<Stores, 'disputes' | 'schedule' | 'messages'>;
  readonly disputes: DisputeService;
  readonly accounts: Pick<AccountsService, 'colleague'>;
  readonly holidays: HolidaySource;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  readonly courtCode: string;
}

const OUTBOX_SIZE = 50;
const REMIND_SECONDS = 600;

export function createMessaging({
  foundation,
  stores,
  disputes,
  accounts,
  holidays,
  unitNames,
  courtCode,
}: MessagingDeps): Messaging {
  const { config, clock, database, logger, personalData } = foundation;
  const { messages } = stores;
  const reminders = new ReminderService({
    repository: new ReminderRepository(database.connection),
    disputes: stores.disputes,
    schedule: stores.schedule,
    messages,
    personalData,
    clock,
    holidays,
    // Messages go out in Chinese.
    unitNames: () => unitNames('zh-CN'),
    courtCode,
    phoneOf: async (accountId) => (await accounts.colleague(accountId))?.phone,
  });
  disputes.witnessed(reminders.witness());
  const gateway = config.sms && httpSmsGateway(config.sms, () => clock.now());
  const outbox = async () => presentOutbox(await messages.outbox(OUTBOX_SIZE), personalData);
  return {
    panels: async (dispute) => {
      const model = await reminders.ofDispute(dispute);
      const says = model.reminders.length + model.unreachable.length > 0;
      return says ? [{ template: 'messages/_reminders.njk', model }] : [];
    },
    rows: [...reminderApi(reminders, disputes), ...(config.demo ? messageRoutes(outbox) : [])],
    jobs: [
      messageJob({ repository: messages, gateway, personalData, clock, logger }),
      {
        name: 'send-reminders',
        everySeconds: REMIND_SECONDS,
        perform: async () => {
          const report = await reminders.remind();
          if (report.payments + report.sessions > 0) logger.info(report, 'parties reminded');
        },
      },
    ],
  };
}
