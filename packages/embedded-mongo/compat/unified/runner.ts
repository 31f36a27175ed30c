import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { BSON, MongoClient } from 'mongodb';
import type { Document } from 'mongodb';
import type { SuiteResult, TestResult } from '../report.ts';
import { Entities } from './entities.ts';
import { checkError } from './errors.ts';
import type { CollectionData, Operation, ServerFacts, UnifiedFile, UnifiedTest } from './format.ts';
import { checkRequirements, Skipped } from './format.ts';
import { match, Mismatch } from './matching.ts';
import { runOperation } from './operations.ts';
import { runSpecialOperation } from './special-operations.ts';

const MAJORITY = { writeConcern: { w: 'majority' } } as const;

/** Runs files of the unified test format against one server. */
export class UnifiedRunner {
  readonly #uri: string;
  readonly #internal: MongoClient;
  readonly #server: ServerFacts;

  private constructor(uri: string, internal: MongoClient, server: ServerFacts) {
    this.#uri = uri;
    this.#internal = internal;
    this.#server = server;
  }

  static async connect(uri: string): Promise<UnifiedRunner> {
    const internal = await MongoClient.connect(uri);
    const admin = internal.db('admin');
    const { version } = (await admin.command({ buildInfo: 1 })) as { version: string };
    const hello = await admin.command({ hello: 1 });
    const topology = hello['msg'] === 'isdbgrid' ? 'sharded' : hello['setName'] ? 'replicaset' : 'single';
    return new UnifiedRunner(uri, internal, { version, topology });
  }

  async close(): Promise<void> {
    await this.#internal.close();
  }

  /** Runs every test file below one folder of the specifications. */
  async runSuite(name: string, folder: string): Promise<SuiteResult> {
    const started = Date.now();
    const tests: TestResult[] = [];
    const entries = await readdir(folder, { recursive: true });
    for (const entry of entries.filter((file) => file.endsWith('.json')).sort()) {
      const text = await readFile(path.join(folder, entry), 'utf8');
      const file = BSON.EJSON.parse(text, { relaxed: true }) as unknown as UnifiedFile;
      // Some suites keep files of older formats beside the unified ones.
      if (!('schemaVersion' in file)) continue;
      for (const test of file.tests) {
        tests.push({ name: `${path.basename(entry, '.json')}: ${test.description}`, ...(await this.#run(file, test)) });
      }
    }
    return { name, tests, seconds: (Date.now() - started) / 1000 };
  }

  async #run(file: UnifiedFile, test: UnifiedTest): Promise<Pick<TestResult, 'status' | 'reason'>> {
    try {
      if (test.skipReason !== undefined) throw new Skipped(test.skipReason);
      checkRequirements(file.runOnRequirements, this.#server);
      checkRequirements(test.runOnRequirements, this.#server);
      await this.#runTest(file, test);
      return { status: 'passed' };
    } catch (error) {
      if (error instanceof Skipped) return { status: 'skipped', reason: error.message };
      await this.#internal.db('admin').command({ killAllSessions: [] });
      return { status: 'failed', reason: error instanceof Mismatch ? error.message : String(error) };
    }
  }

  async #runTest(file: UnifiedFile, test: UnifiedTest): Promise<void> {
    for (const data of file.initialData ?? []) await this.#prepare(data);
    const entities = new Entities(this.#uri);
    const armed = new Set<string>();
    try {
      await entities.create(file.createEntities ?? []);
      try {
        await this.#runOperations(test.operations, entities, armed);
      } finally {
        entities.stopListening();
        for (const name of armed) {
          await this.#internal.db('admin').command({ configureFailPoint: name, mode: 'off' });
        }
      }
      for (const expected of test.expectEvents ?? []) entities.log(expected.client).check(expected, entities);
      for (const data of test.outcome ?? []) await this.#checkOutcome(data, entities);
    } finally {
      await entities.close();
    }
  }

  async #prepare({ databaseName, collectionName, documents, createOptions }: CollectionData): Promise<void> {
    const database = this.#internal.db(databaseName);
    await database.dropCollection(collectionName, MAJORITY).catch(() => undefined);
    if (documents.length === 0 || createOptions) {
      await database.createCollection(collectionName, { ...createOptions, ...MAJORITY });
    }
    if (documents.length > 0) {
      await database.collection(collectionName).insertMany([...documents] as Document[], MAJORITY);
    }
  }

  async #runOperations(
    operations: readonly Operation[],
    entities: Entities,
    armed: Set<string>,
    inCallback = false,
  ): Promise<void> {
    for (const operation of operations) {
      if (operation.object === 'testRunner') {
        await runSpecialOperation({ entities, internal: this.#internal, armed }, operation);
      } else {
        const error = await this.#runOne(operation, entities, armed);
        // What goes wrong in the callback of a transaction is the transaction's to deal with.
        if (inCallback && error !== undefined) throw error;
      }
    }
  }

  /** Runs an operation of the driver and checks what comes of it; gives back the error there was to be. */
  async #runOne(operation: Operation, entities: Entities, armed: Set<string>): Promise<unknown> {
    const { expectError, expectResult, saveResultAsEntity, ignoreResultAndError } = operation;
    let result: unknown;
    try {
      result = await runOperation(entities, operation, (inner) => this.#runOperations(inner, entities, armed, true));
    } catch (error) {
      if (error instanceof Skipped || error instanceof Mismatch) throw error;
      if (ignoreResultAndError) return error;
      if (!expectError) throw error;
      checkError(error, expectError, entities);
      return error;
    }
    if (ignoreResultAndError) return undefined;
    if (expectError) throw new Mismatch(`${operation.name} must fail: ${JSON.stringify(expectError)}`);
    if (expectResult !== undefined) {
      match(expectResult, result, entities, {
        path: `result of ${operation.name}`,
        extras: operation.name === 'distinct' ? 'none' : 'root',
      });
    }
    if (saveResultAsEntity !== undefined) entities.set(saveResultAsEntity, result);
    return undefined;
  }

  async #checkOutcome({ databaseName, collectionName, documents }: CollectionData, entities: Entities): Promise<void> {
    const found = await this.#internal
      .db(databaseName)
      .collection(collectionName)
      .find({}, { sort: { _id: 1 }, readConcern: { level: 'local' } })
      .toArray();
    match(documents, found, entities, { path: `outcome of ${collectionName}`, extras: 'none' });
  }
}
