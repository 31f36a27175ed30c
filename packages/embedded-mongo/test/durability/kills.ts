import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { delay, identifyProcess, signalProcess, waitForExit } from '../../src/platform.ts';

/** What is killed in a round. */
export const VICTIMS = ['postgres', 'backend', 'gateway', 'both', 'while starting'] as const;
export type Victim = (typeof VICTIMS)[number];

export const supervisorOf = async (directory: string): Promise<number> => {
  const state = JSON.parse(await readFile(path.join(directory, 'state.json'), 'utf8')) as {
    supervisor: { pid: number };
  };
  return state.supervisor.pid;
};

export const postgresOf = async (directory: string): Promise<number> =>
  Number((await readFile(path.join(directory, 'data/postmaster.pid'), 'utf8')).split('\n')[0]);

/** SIGKILL, and wait until it is gone. */
export async function kill(pid: number): Promise<void> {
  const identity = await identifyProcess(pid);
  signalProcess(pid, 'SIGKILL');
  if (identity) await waitForExit(identity, 5_000);
}

/** The processes a process started. */
async function childrenOf(parent: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent) found.push(Number(name));
  }
  return found;
}

/** Kills the server together with everything it started, as a lack of memory or a power switch would. */
async function killPostgres(directory: string): Promise<void> {
  const server = await postgresOf(directory);
  const children = await childrenOf(server);
  for (const pid of [server, ...children]) signalProcess(pid, 'SIGKILL');
  await kill(server);
}

/** Kills one process that serves a connection: PostgreSQL then restarts all of them. */
async function killBackend(directory: string, random: () => number): Promise<void> {
  const children = await childrenOf(await postgresOf(directory));
  const victim = children[Math.floor(random() * children.length)];
  if (victim !== undefined) signalProcess(victim, 'SIGKILL');
}

/**
 * Kills the victim of a round and has the database brought back by `restart`, as the next start of an application
 * would; nothing else is done for it.
 */
export async function strike(
  victim: Victim,
  directory: string,
  random: () => number,
  restart: () => Promise<unknown>,
): Promise<void> {
  if (victim === 'postgres') return killPostgres(directory);
  if (victim === 'backend') return killBackend(directory, random);
  // Which of the two dies first makes a difference: a supervisor that sees its child die starts another.
  const supervisorFirst = random() < 0.5;
  if (supervisorFirst) await kill(await supervisorOf(directory));
  if (victim === 'both') await killPostgres(directory);
  if (!supervisorFirst) await kill(await supervisorOf(directory));
  if (victim === 'while starting') {
    const started = restart().catch(() => undefined);
    await delay(random() * 1_500);
    await killWhoeverHolds(directory);
    await started;
  }
  await restart();
}

/** Kills the supervisor that starts just now, found by its command line, because it has not said its number yet. */
async function killWhoeverHolds(directory: string): Promise<void> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (/supervisor\/main\.[tj]s/.test(command) && command.includes(`"directory":"${directory}"`)) {
      await kill(Number(name));
    }
  }
}
