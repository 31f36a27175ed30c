import { pathToFileURL } from 'node:url';
import { loadConfig, type Config } from '../config/index.ts';
import { compose } from './compose.ts';
import { createJobRunner } from './platform/jobs.ts';
import { untilSignal } from './platform/signals.ts';

/** Does the work that waits in the database, until the process is told to end. */
export async function work(config: Config = loadConfig()): Promise<void> {
  const composition = await compose(config);
  const { database, clock, logger, jobDefinitions } = composition;
  const runner = createJobRunner({
    connection: database.connection,
    clock,
    log: logger,
    definitions: jobDefinitions,
  });
  await runner.start();
  logger.info({ jobs: jobDefinitions.map(({ name }) => name) }, 'working');
  await untilSignal();
  await runner.stop();
  await composition.close();
  logger.info('stopped');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await work();
