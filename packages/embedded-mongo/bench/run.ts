// `npm run bench [-- --documents 1000000]`: the gateway beside plain `pg` on JSONB in the same PostgreSQL; prints a table.

import os from 'node:os';
import { parseArgs } from 'node:util';
import { removeDirectory, temporaryDirectory } from '../test/support/database.ts';
import { openSides, small } from './sides.ts';
import type { Side } from './sides.ts';

const { values } = parseArgs({ options: { documents: { type: 'string', default: '1000000' } } });
const count = Number(values.documents);
const BATCH = 10_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const round = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The median of many turns, in milliseconds; both sides take turns, so that a busy machine is busy for both. */
async function medians(turns: number, works: readonly ((turn: number) => Promise<unknown>)[]): Promise<number[]> {
  const measured: number[][] = works.map(() => []);
  for (let turn = 0; turn < turns + 10; turn++) {
    for (const [index, work] of works.entries()) {
      const milliseconds = await time(() => work(turn));
      if (turn >= 10) measured[index]?.push(milliseconds);
    }
  }
  return measured.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0);
}

const directory = await temporaryDirectory();
const { gateway, jsonb, bare, firstStart, laterStart, close } = await openSides(directory);
try {
  say(
    `${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? ''}, Node ${process.version}, ${count} documents`,
  );
  say(
    `load average ${os
      .loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  );
  say('');
  say('| what | gateway | JSONB | ratio |');
  say('|---|---|---|---|');
  const row = (what: string, [a = 0, b = 0]: number[], unit = 'ms'): void =>
    say(`| ${what} | ${round(a)} ${unit} | ${round(b)} ${unit} | ${(a / b).toFixed(2)} |`);
  const fill = (side: Side) =>
    time(async () => {
      for (let n = 0; n < count; n += BATCH) {
        await side.insertMany(Array.from({ length: Math.min(BATCH, count - n) }, (_, k) => small(n + k)));
      }
    });
  const rate = (milliseconds: number): number => count / milliseconds;
  row('insert many (thousands a second)', [rate(await fill(gateway)), rate(await fill(jsonb))], '');
  row('build two indexes', [await time(gateway.buildIndex), await time(jsonb.buildIndex)]);
  const id = (turn: number): number => (turn * 7_919) % count;
  const both = (work: (side: Side, turn: number) => Promise<unknown>) =>
    [gateway, jsonb].map((side) => (turn: number) => work(side, turn));
  row(
    'insert one, acknowledged',
    await medians(
      300,
      both((side, turn) => side.insertOne(small(count + turn))),
    ),
  );
  row(
    'find 20 by indexed field',
    await medians(
      500,
      both((side, turn) => side.findByUnit(turn % 1000)),
    ),
  );
  row(
    'find one by id',
    await medians(
      500,
      both((side, turn) => side.findById(id(turn))),
    ),
  );
  row(
    'update one by id',
    await medians(
      300,
      both((side, turn) => side.updateById(id(turn))),
    ),
  );
  row(
    '$match, $group',
    await medians(
      15,
      both((side) => side.aggregate('labour')),
    ),
  );
  const sort = await medians(
    100,
    both((side) => side.largestAmounts()),
  );
  row('sort by index, limit 20', sort);
  const [through = 0, without = 0] = await medians(1000, [
    (turn) => gateway.findById(id(turn)),
    (turn) => bare.findById(id(turn)),
  ]);
  say('');
  const bar = (what: string, value: number, limit: number): void => {
    say(`${what}: ${round(value)} ms (bar ${limit} ms)${value > limit ? ' MISSED' : ''}`);
    if (value > limit) process.exitCode = 1;
  };
  bar('the gateway and the driver add to a point read', through - without, 1);
  bar('sort with limit on an index', sort[0] ?? 0, 5);
  bar('first start', firstStart, 5000);
  bar('later start', laterStart, 1000);
} finally {
  bare.end();
  await close();
  await removeDirectory(directory);
}
