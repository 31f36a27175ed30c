// What every feature is built upon: the adapters of the platform, opened once a process.

import { type Config } from '../config/index.ts';
import { httpSessionModel } from './http/session.ts';
import { rateLimitModel } from './http/rate-limit.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import { counterModel, createCounters, type Counters } from './platform/counters.ts';
import { createPersonalData, type PersonalData } from './platform/crypto.ts';
import { createContents, type Contents } from './platform/contents.ts';
import { openDatabase, type Database } from './platform/database.ts';
import { createI18n, type I18n } from './platform/i18n.ts';
import { idempotencyModel } from './platform/idempotency.ts';
import { createJobs, jobModel, type Jobs } from './platform/jobs.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import { createTemplates, type Templates } from './platform/templates.ts';
import { createThreads, type Threads } from './platform/threads.ts';
import { createTransactions, type Transactions } from './platform/transaction.ts';

export interface Foundation {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly database: Database;
  readonly i18n: I18n;
  readonly templates: Templates;
  readonly transactions: Transactions;
  readonly counters: Counters;
  readonly personalData: PersonalData;
  readonly jobs: Jobs;
  readonly contents: Contents;
  readonly threads: Threads;
}

/** What a test gives instead of the real thing. */
export interface FoundationOverrides {
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Connects to the database and builds the adapters. */
export async function openFoundation(config: Config, overrides: FoundationOverrides = {}): Promise<Foundation> {
  const clock = overrides.clock ?? systemClock;
  const logger = overrides.logger ?? createLogger(config.logLevel);
  const database = await openDatabase(config, logger);
  const { connection } = database;
  for (const model of [counterModel, idempotencyModel, jobModel, httpSessionModel, rateLimitModel]) model(connection);
  const i18n = createI18n({ strict: config.environment !== 'production' });
  return {
    config,
    clock,
    logger,
    database,
    i18n,
    templates: createTemplates({ i18n, clock, reload: config.environment === 'development' }),
    transactions: createTransactions(connection, clock),
    counters: createCounters(connection),
    personalData: createPersonalData(config.dataKeys, config.indexKey),
    jobs: createJobs(connection, clock),
    contents: createContents(connection),
    threads: createThreads(logger),
  };
}
