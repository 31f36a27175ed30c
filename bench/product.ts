// The production application with the network and a few people, listening on a free port, for measurements.

import { type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { type Express } from 'express';
import { operatorOf } from '../src/commands/operator.ts';
import { seedDistrict } from '../src/commands/seed.ts';
import { type Role } from '../src/domain/permission.ts';
import { startApp } from '../test/support/app.ts';

export interface Measurement {
  readonly title: string;
  readonly rows: readonly { readonly side: string; readonly value: number; readonly unit: string }[];
  readonly ratio: number;
  readonly bar: string;
}

const PASSWORD = 'Correct-Horse-7';

/** Serves an application on the loopback and gives its address. */
export async function listen(app: Express): Promise<{ readonly base: string; readonly server: Server }> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** The product and a bearer token for a role at a unit. */
export async function openProduct() {
  const { app, composition, close } = await startApp();
  await seedDistrict(composition);
  const operator = await operatorOf(composition);
  const { accounts } = composition.services;
  let count = 0;
  const tokenOf = async (role: Role, unitCode: string): Promise<string> => {
    count += 1;
    const username = `bench.${count}`;
    const posts = [{ unitCode, role, from: '2024-01-01' }];
    const { account } = await accounts.administration.create(
      operator,
      { username, name: username, posts, password: PASSWORD },
      {},
    );
    const scopes = ['disputes:read', 'disputes:write'];
    return (await accounts.issueToken(operator, account.id, { name: username, scopes, days: 1, postId: undefined }, {}))
      .raw;
  };
  const { base } = await listen(app);
  return { composition, base, tokenOf, close };
}

/** The middle of the samples. */
export const median = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;

export const REQUEST = {
  source: 'I07',
  type: '02',
  facts: '两户相邻，因空调外机噪声多次争执，影响休息。',
  claims: ['移动空调外机'],
  placeUnit: '110112104201',
  parties: [
    { side: 'applicant', name: '甲方', phone: '13800138000' },
    { side: 'respondent', name: '乙方', phone: '13900139000' },
  ],
} as const;
