import { readFile, rename, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { isAlive } from '../platform.ts';
import type { ProcessIdentity } from '../platform.ts';

/** What a supervisor leaves for those who want to use or stop it, and for its successor. */
export interface SupervisorState {
  /** Null once it ended in order: only the port is of interest then. */
  readonly supervisor: ProcessIdentity | null;
  /** 0 where it listens on a socket. */
  readonly port: number;
  /** The path of its socket, where it listens on one. */
  readonly socket?: string;
  /** Holds the password. */
  readonly uri: string;
}

/** Writes the state for the owner's eyes only, by a rename: a reader sees all of it or nothing. */
export async function writeState(file: string, state: SupervisorState): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

/** The state as written, whether or not its supervisor still lives. */
export async function readState(file: string): Promise<SupervisorState | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as SupervisorState;
  } catch {
    return null;
  }
}

const answers = ({ port, socket: path }: SupervisorState): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = path === undefined ? net.connect(port, '127.0.0.1') : net.connect(path);
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });

/** Whether the supervisor that wrote a state still lives. */
export const isRunning = async (state: SupervisorState | null): Promise<boolean> =>
  state?.supervisor ? isAlive(state.supervisor) : false;

/** The state of a supervisor that runs and answers; null otherwise. */
export async function readLiveState(file: string): Promise<SupervisorState | null> {
  const state = await readState(file);
  return state && (await isRunning(state)) && (await answers(state)) ? state : null;
}
