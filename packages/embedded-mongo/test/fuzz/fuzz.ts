import { readFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { supervisorOf } from '../durability/kills.ts';
import { seededRandom } from '../durability/rounds.ts';
import { TestDatabase } from '../support/database.ts';
import { nextFrame } from './frames.ts';

export interface FuzzReport {
  readonly frames: number;
  /** Connections that were neither answered to the end nor cut in time. */
  readonly hung: number;
  /** The gateway's memory in megabytes, measured ten times along the way. */
  readonly memory: readonly number[];
  /** The slowest answer to a well-behaved client, in milliseconds. */
  readonly slowestPing: number;
  /** The gateway at the end is the process it was at the beginning. */
  readonly sameProcess: boolean;
}

const PARALLEL = 40;
const HUNG_MS = 15_000;
const PAGE_BYTES = 4096;

const residentMegabytes = async (pid: number): Promise<number> =>
  Math.round((Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]) * PAGE_BYTES) / 1e6);

/** Sends some messages on a connection of their own; false when the server neither answers all nor ends it. */
function converse(port: number, frames: readonly Buffer[]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.end(Buffer.concat(frames)));
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(false);
    }, HUNG_MS);
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** Sends random and mutated messages to a database without a login, where they come furthest. */
export async function fuzz(count: number, seed: number, log: (line: string) => void): Promise<FuzzReport> {
  const database = await TestDatabase.start({ password: false });
  const port = Number(new URL(database.server.uri).port);
  const pid = await supervisorOf(database.directory);
  const random = seededRandom(seed);
  const memory: number[] = [];
  let [sent, hung, slowestPing] = [0, 0, 0];
  const talk = async (limit: number): Promise<void> => {
    while (sent < limit) {
      const frames = Array.from({ length: 1 + Math.floor(random() * 4) }, () => nextFrame(random));
      sent += frames.length;
      if (!(await converse(port, frames))) hung++;
    }
  };
  try {
    for (let tenth = 1; tenth <= 10; tenth++) {
      const limit = (count * tenth) / 10;
      await Promise.all(Array.from({ length: PARALLEL }, () => talk(limit)));
      const began = performance.now();
      await database.db('admin').command({ ping: 1 });
      slowestPing = Math.max(slowestPing, performance.now() - began);
      memory.push(await residentMegabytes(pid));
      log(`${sent} messages, ${hung} hung, ${memory.at(-1)} MB`);
    }
    const written = await readFile(path.join(database.directory, 'supervisor.log'), 'utf8');
    for (const line of new Set(written.split('\n').filter((each) => each.includes('cut:')))) log(line);
    const sameProcess = (await supervisorOf(database.directory)) === pid;
    return { frames: sent, hung, memory, slowestPing: Math.round(slowestPing), sameProcess };
  } finally {
    await database.remove();
  }
}
