// Runs everything a change must pass, and ends with one line that counts the tests of all suites.
// `node scripts/test.mjs domain features` runs only the suites named.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules/.bin', name);

/** Test files below the directories; none where a directory does not exist. */
const testsIn = (...directories) =>
  directories
    .map((directory) => join('test', directory))
    .filter((directory) => existsSync(join(root, directory)))
    .flatMap((directory) =>
      readdirSync(join(root, directory), { recursive: true })
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => join(directory, file)),
    );
const atTop = readdirSync(join(root, 'test'))
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => join('test', file));
const OWN_SUITE = ['domain', 'properties', 'journeys', 'browser', 'load', 'support'];
/** Every other folder belongs to the suite of the features, a new one without being named. */
const featureFolders = readdirSync(join(root, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !OWN_SUITE.includes(entry.name))
  .map((entry) => entry.name);

const checks = {
  types: [bin('tsc'), '--noEmit'],
  format: [bin('prettier'), '--check', '--log-level', 'warn', '.'],
  lint: [
    bin('oxlint'),
    '--type-aware',
    '--deny-warnings',
    'config',
    'src',
    'test',
    'packages',
    'scripts',
    'bench',
    'bin',
  ],
};

const suites = {
  domain: { files: testsIn('domain', 'properties') },
  'embedded-mongo': { directory: 'packages/embedded-mongo', files: [] },
  features: { files: [...testsIn(...featureFolders), ...atTop] },
  journeys: { files: testsIn('journeys') },
  load: { files: testsIn('load') },
  browser: { files: testsIn('browser') },
};

/** Runs a program and gives back what it printed; shows it as it comes, or, run beside another one, at its end. */
function run(command, args, { directory = '.', beside = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: join(root, directory), env: { ...process.env, FORCE_COLOR: '0' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (!beside) process.stdout.write(chunk);
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

const counted = (output, word) => Number(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'm').exec(output)?.[1] ?? 0);

const asked = process.argv.slice(2);
const wanted = (name) => asked.length === 0 || asked.includes(name);
const total = { passed: 0, failed: 0 };

async function runCheck(name) {
  const [command, ...args] = checks[name];
  console.log(`\n— ${name}`);
  const { code } = await run(command, args);
  total[code === 0 ? 'passed' : 'failed'] += 1;
}

async function runSuite(name, beside = false) {
  const { files, directory } = suites[name];
  if (!directory && files.length === 0) return;
  if (!beside) console.log(`\n— ${name}`);
  const { code, output } = await run(bin('mocha'), ['--reporter', 'dot', ...files], { directory, beside });
  if (beside) console.log(`\n— ${name}\n${output}`);
  const failed = counted(output, 'failing');
  total.passed += counted(output, 'passing');
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
}

/** The longest runs by itself in one lane, the others after each other beside it; what waits leaves a processor free. */
const LONGEST = 'features';

async function theRest() {
  for (const name of Object.keys(checks).filter(wanted)) await runCheck(name);
  for (const name of Object.keys(suites).filter((each) => wanted(each) && each !== LONGEST)) await runSuite(name);
}

await Promise.all([wanted(LONGEST) ? runSuite(LONGEST, true) : undefined, theRest()]);

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
