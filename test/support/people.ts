// The network of the district and people in it, on the production application.

import { type Clock } from '../../src/platform/clock.ts';
import { operatorOf } from '../../src/commands/operator.ts';
import { type Role } from '../../src/domain/permission.ts';
import { type Composition } from '../../src/compose.ts';
import { type Account } from '../../src/features/accounts/index.ts';
import { startApp, type TestApp } from './app.ts';
import { seedSmallDistrict } from './cast.ts';

/** A clock that stands still until it is told to move. */
export class TestClock implements Clock {
  #now: number;

  constructor(start = '2026-03-02T01:00:00Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Back to where tests begin, for those that share an application. */
  begin(start = '2026-03-02T01:00:00Z'): void {
    this.#now = Date.parse(start);
  }

  advance({ days = 0, minutes = 0 }: { days?: number; minutes?: number }): void {
    this.#now += (days * 24 * 60 + minutes) * 60_000;
  }
}

export const PASSWORD = 'Correct-Horse-7';

export interface PeopleApp extends TestApp {
  readonly clock: TestClock;
  /** A new person with one post; user names are unique within the test file. */
  person(role: Role, unitCode: string): Promise<Account>;
}

/** Starts the application with the Tongzhou network in its database, its few first villages unless the whole is asked for. */
export async function startWithNetwork(
  seed: (composition: Composition) => Promise<unknown> = seedSmallDistrict,
): Promise<PeopleApp> {
  const clock = new TestClock();
  const app = await startApp({ clock });
  await seed(app.composition);
  const operator = await operatorOf(app.composition);
  let count = 0;
  return {
    ...app,
    clock,
    person: async (role, unitCode) => {
      count += 1;
      const posts = [{ unitCode, role, from: '2026-01-01' }];
      const input = { username: `person.${count}`, name: `试用人员${count}`, posts, password: PASSWORD };
      const created = await app.composition.services.accounts.administration.create(operator, input, {});
      return created.account;
    },
  };
}
