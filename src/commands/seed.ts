import { type Command } from 'commander';
import { DEMO_PASSWORD, demoPeople } from '../features/accounts/index.ts';
import { readDistrict } from '../features/units/index.ts';
import { type Composition } from '../compose.ts';
import { type CommandContext } from './context.ts';
import { operatorOf } from './operator.ts';

/** Brings the district's network into the database; a second run changes nothing. */
export async function seedDistrict({ config, services }: Composition): Promise<string> {
  const { counts, inserted, renamed } = await services.units.loadDistrict(await readDistrict(config.district));
  const { court, tribunal, township, village } = counts;
  return `${court} court, ${tribunal} tribunals, ${township} townships, ${village} villages (${inserted} new, ${renamed} renamed)`;
}

/**
 * Creates the people to try the system with, those who are missing; returns their user names.
 * @throws Error in production, where a password everybody knows must not exist
 */
export async function seedDemoAccounts(composition: Composition): Promise<readonly string[]> {
  const { config, services } = composition;
  if (config.environment === 'production') throw new Error('Demonstration accounts are not made in production');
  const operator = await operatorOf(composition);
  const created: string[] = [];
  for (const { username, name, role, unitCode } of demoPeople) {
    if (await services.accounts.byUsername(username)) continue;
    const posts = [{ unitCode, role, from: '2024-01-01' }];
    await services.accounts.administration.create(operator, { username, name, posts, password: DEMO_PASSWORD }, {});
    created.push(username);
  }
  return created;
}

export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('seed')
    .description('load the units of the district; may be run again at any time')
    .option('--demo', 'also create the demonstration accounts')
    .action(({ demo }: { demo?: boolean }) =>
      withComposition(async (composition) => {
        print(await seedDistrict(composition));
        await composition.services.holidays.importPackage(await operatorOf(composition));
        if (!demo) return;
        const created = await seedDemoAccounts(composition);
        print(`${created.length} demonstration accounts created; everybody's password is ${DEMO_PASSWORD}`);
        for (const { username, role, unitCode } of demoPeople) print(`  ${username.padEnd(20)} ${role} at ${unitCode}`);
      }),
    );
}
