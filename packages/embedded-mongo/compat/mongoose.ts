import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { SuiteResult, TestResult } from './report.ts';

/**
 * Left out, and counted as failed: they need `$where`, and when that is refused they leave mongoose with a time limit of
 * ten milliseconds, at which a dozen later tests fail whatever the server answers.
 */
const LEFT_OUT = [
  'Query maxTimeMS() (gh-7254)',
  'Query connection-level maxTimeMS() (gh-4066)',
  'Query mongoose-level maxTimeMS() (gh-4066)',
];
const LEFT_OUT_PATTERN = String.raw`maxTimeMS\(\) \(gh-(7254|4066)\)`;

interface MochaTest {
  readonly fullTitle: string;
  readonly err: { readonly message?: string };
}

interface MochaReport {
  readonly stats: { readonly duration: number };
  readonly passes: readonly MochaTest[];
  readonly failures: readonly MochaTest[];
  readonly pending: readonly MochaTest[];
}

/** Runs mongoose's own tests, those for transactions included, from a checkout with its dependencies installed. */
export async function runMongoose(folder: string, uri: string): Promise<SuiteResult> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'embedded-mongo-compat-'));
  const output = path.join(scratch, 'report.json');
  const address = new URL('mongoose_test', uri).href;
  const mocha = path.join(folder, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const options = [
    '--grep',
    LEFT_OUT_PATTERN,
    '--invert',
    '--exit',
    '--timeout',
    '30000',
    '--ignore',
    'test/encryption/**/*.test.js',
  ];
  const reporter = ['--reporter', 'json', '--reporter-option', `output=${output}`];
  const env = { ...process.env, MONGOOSE_TEST_URI: address, MONGOOSE_REPLSET_URI: address, START_REPLICA_SET: '1' };
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(process.execPath, [mocha, ...options, ...reporter, './test/**/*.test.js'], {
        cwd: folder,
        env,
        stdio: 'ignore',
      });
      child.on('error', reject);
      // The exit code is the number of failures, which the report tells better.
      child.on('close', () => resolve());
    });
    return toSuite(JSON.parse(await readFile(output, 'utf8')) as MochaReport);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function toSuite({ stats, passes, failures, pending }: MochaReport): SuiteResult {
  const tests: TestResult[] = [
    ...passes.map(({ fullTitle }) => ({ name: fullTitle, status: 'passed' as const })),
    ...failures.map(({ fullTitle, err }) => ({
      name: fullTitle,
      status: 'failed' as const,
      reason: err.message ?? '',
    })),
    ...LEFT_OUT.map((name) => ({ name, status: 'failed' as const, reason: 'left out: $where is not supported' })),
    ...pending.map(({ fullTitle }) => ({ name: fullTitle, status: 'skipped' as const })),
  ];
  return { name: 'mongoose', tests, seconds: stats.duration / 1000 };
}
