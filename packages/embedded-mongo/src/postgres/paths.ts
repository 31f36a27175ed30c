import { lstat, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedMongoError } from '../embedded-mongo-error.ts';
import { directoryKey } from '../exclusive-lock.ts';
import { databaseUserId } from '../platform.ts';
import { chownToDatabase } from './ownership.ts';

/** PostgreSQL's port is only a part of the socket's name. */
export const POSTGRES_PORT = 5432;
/** What the kernel allows for the path of a socket. */
const SOCKET_PATH_LIMIT = 107;

/** Where things lie in the folder of one database. */
export interface DatabasePaths {
  readonly data: string;
  readonly configuration: string;
  readonly postgresLog: string;
  readonly supervisorLog: string;
  readonly state: string;
}

export function databasePaths(directory: string): DatabasePaths {
  return {
    data: path.join(directory, 'data'),
    configuration: path.join(directory, 'postgresql.conf'),
    postgresLog: path.join(directory, 'postgres.log'),
    supervisorLog: path.join(directory, 'supervisor.log'),
    state: path.join(directory, 'state.json'),
  };
}

export const socketPath = (socketDirectory: string): string => path.join(socketDirectory, `.s.PGSQL.${POSTGRES_PORT}`);

/**
 * Creates the folder of PostgreSQL's socket, closed to everybody else: in the database's folder, or, where that lies
 * too deep for a socket's path, in the system's folder for temporary files.
 */
export async function prepareSocketDirectory(directory: string): Promise<string> {
  const own = path.join(directory, 'run');
  const fits = Buffer.byteLength(socketPath(own)) <= SOCKET_PATH_LIMIT;
  const folder = fits ? own : path.join(os.tmpdir(), `embedded-mongo-${directoryKey(directory)}`);
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (created !== undefined) await chownToDatabase(folder);
  const info = await lstat(folder);
  if (!info.isDirectory() || info.uid !== databaseUserId() || (info.mode & 0o077) !== 0) {
    throw new EmbeddedMongoError('start-failed', `${folder} belongs to somebody else or is open to others: remove it.`);
  }
  return folder;
}
