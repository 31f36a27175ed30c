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
  readonly password: string;
  readonly format: string;
}

export function databasePaths(directory: string): DatabasePaths {
  return {
    data: path.join(directory, 'data'),
    configuration: path.join(directory, 'postgresql.conf'),
    postgresLog: path.join(directory, 'postgres.log'),
    supervisorLog: path.join(directory, 'supervisor.log'),
    state: path.join(directory, 'state.json'),
    password: path.join(directory, 'password'),
    format: path.join(directory, 'format.json'),
  };
}

export const socketPath = (socketDirectory: string): string => path.join(socketDirectory, `.s.PGSQL.${POSTGRES_PORT}`);

/** The gateway's own socket. */
export const SOCKET_NAME = 'mongodb.sock';

/**
 * Creates a folder for a socket, closed to everybody else: in the database's folder, or, where that lies too deep for a
 * socket's path, in the system's folder for temporary files.
 */
async function prepareClosedFolder(directory: string, name: string, socket: string, owner: number): Promise<string> {
  const own = path.join(directory, name);
  const fits = Buffer.byteLength(path.join(own, socket)) <= SOCKET_PATH_LIMIT;
  const folder = fits ? own : path.join(os.tmpdir(), `embedded-mongo-${directoryKey(directory)}-${name}`);
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (created !== undefined && owner !== process.getuid?.()) await chownToDatabase(folder);
  const info = await lstat(folder);
  if (!info.isDirectory() || info.uid !== owner || (info.mode & 0o077) !== 0) {
    throw new EmbeddedMongoError('start-failed', `${folder} belongs to somebody else or is open to others: remove it.`);
  }
  return folder;
}

/** The folder of PostgreSQL's socket, which belongs to the user it runs as. */
export const prepareSocketDirectory = (directory: string): Promise<string> =>
  prepareClosedFolder(directory, 'run', path.basename(socketPath('')), databaseUserId());

/** The folder of the gateway's socket, which belongs to the user who started it. */
export const prepareGatewayDirectory = (directory: string): Promise<string> =>
  prepareClosedFolder(directory, 'gateway', SOCKET_NAME, process.getuid?.() ?? 0);
