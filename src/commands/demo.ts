import { type Command } from 'commander';
import { compose, type Composition } from '../compose.ts';
import { DEMO_PASSWORD, demoPeople } from '../features/accounts/index.ts';
import { readDistrict } from '../features/units/index.ts';
import { generate } from '../generation/index.ts';
import { createJobRunner } from '../platform/jobs.ts';
import { untilSignal } from '../platform/signals.ts';
import { startServer } from '../server.ts';
import { type CommandContext } from './context.ts';
import { seedDemoAccounts, seedDistrict } from './seed.ts';

const DISPUTES = 600;
/** Where the demonstration accounts work: their desks then hold something of every kind. */
const SHOWCASE = { villages: ['110112104201', '110112105209'], ofEach: 5 };

/** Invented disputes in every state, once. */
async function seedDemoDisputes(composition: Composition, print: (line: string) => void): Promise<void> {
  const { services, config } = composition;
  const { accounts, units, holidays, policies, casework } = services;
  if ((await casework.repository.count({})) > 0) return;
  print(`writing ${DISPUTES} invented disputes of the last eighteen months`);
  const district = await readDistrict(config.district);
  await generate(
    { foundation: composition, accounts, units, holidays, policies, district },
    { disputes: DISPUTES, seed: 7, showcase: SHOWCASE },
  );
  await services.statisticStore.rebuild();
}

/** `jiefen demo`: everything in one process, on the embedded database, with people to try it with. */
export function register(program: Command, { loadConfig, print }: CommandContext): void {
  program
    .command('demo')
    .description('try the system: the district’s network, one account a role, pages and worker together')
    .action(async () => {
      const composition = await compose({ ...loadConfig(), demo: true });
      const { database, clock, logger, jobDefinitions, close } = composition;
      print(await seedDistrict(composition));
      await seedDemoAccounts(composition);
      await seedDemoDisputes(composition, print);
      const worker = createJobRunner({
        connection: database.connection,
        clock,
        log: logger,
        definitions: jobDefinitions,
      });
      await worker.start();
      const server = await startServer(composition, close);
      print(`\n${server.address}\n\nEverybody's password is ${DEMO_PASSWORD}\n`);
      for (const { username, role, unitCode } of demoPeople) print(`  ${username.padEnd(20)} ${role} at ${unitCode}`);
      await untilSignal();
      await worker.stop();
      await server.stop();
    });
}
