import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedMongo } from '../src/index.ts';
import { runMongoose } from './mongoose.ts';
import type { SuiteResult } from './report.ts';
import { reportText, summarize } from './report.ts';
import { UnifiedRunner } from './unified/runner.ts';

// Measures how far the database behaves like MongoDB, by tests that others wrote for MongoDB. Nothing of theirs is part
// of this package: two environment variables say where to find them.

const SPECIFICATIONS = 'MONGODB_SPECIFICATIONS';
const MONGOOSE = 'MONGOOSE_CHECKOUT';

/** The suites of the driver specifications, by name, with their folder below `source`. */
const SUITES: Readonly<Record<string, string>> = {
  crud: 'crud/tests',
  transactions: 'transactions/tests',
  'transactions-convenient-api': 'transactions-convenient-api/tests',
  'retryable-writes': 'retryable-writes/tests',
  'retryable-reads': 'retryable-reads/tests',
  sessions: 'sessions/tests',
  'run-command': 'run-command/tests',
  'read-write-concern': 'read-write-concern/tests',
};

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { uri: { type: 'string' }, json: { type: 'string' } },
});

const isWanted = (suite: string): boolean => wanted.length === 0 || wanted.includes(suite);

/** The folder a variable names; says why there is none. */
function folderOf(variable: string, what: string): string | null {
  const folder = process.env[variable];
  if (folder !== undefined && existsSync(folder)) return path.resolve(folder);
  print(`skipped: ${what} (${variable} ${folder === undefined ? 'is not set' : `names no folder: ${folder}`})`);
  return null;
}

async function runSpecifications(folder: string, uri: string): Promise<SuiteResult[]> {
  const runner = await UnifiedRunner.connect(uri);
  const results: SuiteResult[] = [];
  try {
    for (const [name, tests] of Object.entries(SUITES)) {
      if (!isWanted(name)) continue;
      print(`running ${name} …`);
      results.push(await runner.runSuite(name, path.join(folder, 'source', tests)));
    }
  } finally {
    await runner.close();
  }
  return results;
}

async function measure(uri: string, specifications: string | null, mongoose: string | null): Promise<void> {
  const suites = specifications === null ? [] : await runSpecifications(specifications, uri);
  if (mongoose !== null) {
    print('running mongoose …');
    suites.push(await runMongoose(mongoose, uri));
  }
  print(`\n${reportText(suites)}`);
  if (options.json !== undefined) {
    const failures = suites.flatMap(({ name, tests }) =>
      tests.filter(({ status }) => status === 'failed').map((test) => ({ suite: name, ...test })),
    );
    await writeFile(options.json, `${JSON.stringify({ suites: suites.map(summarize), failures }, null, 2)}\n`);
  }
  if (!suites.map(summarize).every(({ held }) => held)) process.exitCode = 1;
}

async function main(): Promise<void> {
  const specifications = Object.keys(SUITES).some(isWanted)
    ? folderOf(SPECIFICATIONS, 'the specifications of the MongoDB drivers')
    : null;
  const mongoose = isWanted('mongoose') ? folderOf(MONGOOSE, "mongoose's own tests") : null;
  if (specifications === null && mongoose === null) return;
  if (options.uri !== undefined) {
    await measure(options.uri, specifications, mongoose);
    return;
  }
  const directory = await mkdtemp(path.join(os.tmpdir(), 'embedded-mongo-compat-'));
  try {
    const server = await startEmbeddedMongo({ directory, durability: 'none', failpoints: true, password: false });
    try {
      await measure(server.uri, specifications, mongoose);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

await main();
