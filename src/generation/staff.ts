// Who acts in generated histories: the people who hold posts at a unit, and invented colleagues where nobody does.

import { type Actor, type Role } from '../domain/permission.ts';
import { type Tier } from '../domain/tier.ts';
import { type Account, type AccountsService } from '../features/accounts/index.ts';
import { type UnitRecord } from '../features/units/index.ts';
import { type UnitDirectory } from '../features/units/index.ts';
import { type Random } from './random.ts';

const CLERK_OF: Readonly<Record<Tier, Role>> = {
  village: 'villageMediator',
  township: 'townshipClerk',
  tribunal: 'tribunalClerk',
  court: 'courtFilingClerk',
};
const MEDIATORS_OF: Readonly<Record<Tier, readonly Role[]>> = {
  village: ['villageMediator'],
  township: ['townshipMediator', 'townshipMediator', 'townshipHead'],
  tribunal: ['tribunalClerk'],
  court: [],
};
const HEAD_OF: Readonly<Record<Tier, Role>> = {
  village: 'villageMediator',
  township: 'townshipHead',
  tribunal: 'tribunalJudge',
  court: 'courtFilingClerk',
};

/** The staff of every unit; the same seed gives the same invented colleagues. */
export class Staff {
  readonly #directory: UnitDirectory;
  readonly #holders = new Map<string, Account[]>();
  readonly #actors = new Map<string, Actor>();
  readonly #byUnit = new Map<string, Actor[]>();
  readonly #newName: () => string;

  constructor(
    directory: UnitDirectory,
    holders: Awaited<ReturnType<AccountsService['inPosts']>>,
    newName: () => string,
  ) {
    this.#directory = directory;
    this.#newName = newName;
    for (const { account, unitCode } of holders) {
      const post = account.posts.find((held) => held.unitCode === unitCode);
      if (!post) continue;
      const key = `${unitCode}:${post.role}`;
      this.#holders.set(key, [...(this.#holders.get(key) ?? []), account]);
    }
  }

  unit(code: string): UnitRecord {
    const unit = this.#directory.get(code);
    if (!unit) throw new Error(`there is no unit ${code}`);
    return unit;
  }

  /** The first unit directly below. */
  below = (code: string): string => this.#directory.children(code)[0]?.code ?? code;

  clerk = (code: string): Actor => this.actor(code, CLERK_OF[this.unit(code).tier]);
  head = (code: string): Actor => this.actor(code, HEAD_OF[this.unit(code).tier]);
  judge = (tribunal: string): Actor => this.actor(tribunal, 'tribunalJudge');

  /** Somebody of the unit who may mediate. */
  mediator(code: string, random: Random): Actor {
    const roles = MEDIATORS_OF[this.unit(code).tier];
    const index = random.whole(0, roles.length - 1);
    return this.actor(code, roles[index] ?? 'villageMediator', index % 2);
  }

  /** The same person whenever a mediator is looked up by account. */
  byAccount(accountId: string): Actor | undefined {
    return this.#actors.get(accountId);
  }

  /** Those of the unit who may mediate, as the accounts feature would list them. */
  mediatorsAt(code: string): readonly { readonly account: Account; readonly unitCode: string }[] {
    return (this.#byUnit.get(code) ?? [])
      .filter((actor) => MEDIATORS_OF[actor.unit.tier].includes(actor.role))
      .map(({ accountId, name }) => ({ account: { id: accountId, name } as Account, unitCode: code }));
  }

  actor(code: string, role: Role, index = 0): Actor {
    const { tier, path, name: unitName } = this.unit(code);
    const holders = this.#holders.get(`${code}:${role}`) ?? [];
    const holder = holders[index] ?? holders[0];
    const accountId = holder?.id ?? `sample-${code}-${role}-${index}`;
    const known = this.#actors.get(accountId);
    if (known) return known;
    const name = holder?.name ?? this.#newName();
    const actor: Actor = { accountId, name, role, unit: { code, tier, path, name: unitName.zh } };
    this.#actors.set(accountId, actor);
    this.#byUnit.set(code, [...(this.#byUnit.get(code) ?? []), actor]);
    return actor;
  }
}
