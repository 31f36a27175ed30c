import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { startEmbeddedMongo } from 'embedded-mongo';
import type { EmbeddedMongo, StartOptions } from 'embedded-mongo';

export function temporaryDirectory(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'embedded-mongo-test-'));
}

export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** A database for one test file, removed afterwards. */
export class TestDatabase {
  readonly directory: string;
  readonly server: EmbeddedMongo;
  readonly client: MongoClient;

  private constructor(directory: string, server: EmbeddedMongo, client: MongoClient) {
    this.directory = directory;
    this.server = server;
    this.client = client;
  }

  static async start(options: Partial<StartOptions> = {}): Promise<TestDatabase> {
    const directory = options.directory ?? (await temporaryDirectory());
    const server = await startEmbeddedMongo({ durability: 'none', idleExitSeconds: 120, ...options, directory });
    return new TestDatabase(directory, server, await MongoClient.connect(server.uri));
  }

  db(name: string): Db {
    return this.client.db(name);
  }

  async remove(): Promise<void> {
    await this.client.close();
    await this.server.stop({ force: true });
    await removeDirectory(this.directory);
  }
}

/** The error a promise is rejected with; throws when it is not. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('expected a failure');
}
