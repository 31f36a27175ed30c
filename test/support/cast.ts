// What most tests begin with, made in a few round trips: a district that is small, and people who can sign in. Loading
// the whole network and creating accounts one by one is what the tests of units and accounts are for.

import { createHash, randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import { type Composition } from '../../src/compose.ts';
import { type Role } from '../../src/domain/permission.ts';
import { accountModel, tokenModel } from '../../src/features/accounts/account.model.ts';
import { type District, readDistrict } from '../../src/features/units/index.ts';
import { hashPassword } from '../../src/platform/crypto.ts';

/** Villages and communities of each township that are kept, and those that tests name. */
const KEPT = 5;
const NAMED: ReadonlySet<string> = new Set([
  '110112105209',
  '110112105223',
  '110112109203',
  '110112109211',
  '110112110252',
]);

const TOKEN_DAYS = 300;

let district: Promise<District> | undefined;

/** The court, its tribunals and townships, with a few villages of each. */
export async function seedSmallDistrict({ config, services }: Composition): Promise<void> {
  district ??= readDistrict(config.district);
  const whole = await district;
  const townships = whole.townships.map((township) => ({
    ...township,
    villages: township.villages.filter(({ code }, index) => index < KEPT || NAMED.has(code)),
  }));
  await services.units.loadDistrict({ ...whole, townships });
}

export interface Player {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly unitCode: string;
}

/** What signing in compares with; every player has the same password, so it is worked out once. */
const hashes = new Map<string, Promise<string>>();

/** Accounts as the administration leaves them, each with a token of all scopes; in the order of the players. */
export async function engage(
  { database }: Composition,
  players: readonly Player[],
  { password, now }: { readonly password: string; readonly now: Date },
): Promise<readonly { readonly id: string; readonly token: string }[]> {
  const hash = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, hash);
  const passwordHash = await hash;
  const engaged = players.map((player) => ({
    ...player,
    id: new Types.ObjectId(),
    token: `jfn_${randomBytes(32).toString('base64url')}`,
  }));
  await accountModel(database.connection).insertMany(
    engaged.map(({ id, username, name, role, unitCode }) => ({
      _id: id,
      username,
      name,
      posts: [{ unitCode, role, from: '2026-01-01' }],
      largeType: false,
      createdAt: now,
      passwordChangedAt: now,
      passwordTemporary: false,
      passwordHash,
      previousHashes: [],
      failedLogins: 0,
      credentials: 1,
      version: 1,
    })),
  );
  await tokenModel(database.connection).insertMany(
    engaged.map(({ id, role, unitCode, token }) => ({
      _id: new Types.ObjectId(),
      accountId: id.toHexString(),
      name: 'journey',
      scopes: ['*'],
      postId: `${unitCode}:${role}`,
      hint: token.slice(0, 8),
      hash: createHash('sha256').update(token).digest('base64url'),
      createdAt: now,
      expiresAt: new Date(now.getTime() + TOKEN_DAYS * 86_400_000),
    })),
  );
  return engaged.map(({ id, token }) => ({ id: id.toHexString(), token }));
}
