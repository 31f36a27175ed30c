import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { locateBundle } from '../src/bundle/provision.ts';
import { runsAsRoot, UNPRIVILEGED_ID } from '../src/platform.ts';
import { removeDirectory, temporaryDirectory } from './support/database.ts';

/** A number that no user of the machine has. */
const NOBODY_AT_ALL = 54_321;

const running = new Set<ChildProcess>();

/** The command line, run by another user, who may write into the scratch folder. */
function commandLine(uid: number, scratch: string, args: readonly string[]) {
  const environment = { PATH: process.env['PATH'], HOME: '/nonexistent', TMPDIR: scratch };
  const program = ['--conditions=development', '--import', 'tsx', path.resolve('src/cli.ts')];
  const child = spawn(process.execPath, [...program, ...args], { uid, gid: uid, env: environment });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    ended,
    output: () => output,
    said: async (text: RegExp): Promise<RegExpExecArray> => {
      for (let wait = 0; wait < 300 && child.exitCode === null; wait++) {
        const found = text.exec(output);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`it never said ${text}: ${output}`);
    },
  };
}

describe('an ordinary user', () => {
  let scratch: string;
  let directory: string;
  let bundle: string;

  before(async function () {
    if (!runsAsRoot()) return this.skip();
    scratch = await temporaryDirectory();
    await chmod(scratch, 0o1777);
    // Where the project lies in a folder that is closed to others, another user cannot run it.
    const { ended } = commandLine(UNPRIVILEGED_ID, scratch, ['--help']);
    if ((await ended) !== 0) return this.skip();
    bundle = await locateBundle(scratch);
  });
  beforeEach(async () => {
    directory = await temporaryDirectory();
    await chmod(directory, 0o755);
  });
  afterEach(async () => {
    for (const child of running) if (child.exitCode === null) child.kill('SIGTERM');
    running.clear();
    await removeDirectory(directory);
  });
  after(() => (scratch ? removeDirectory(scratch) : undefined));

  it('when the folder is the user’s own, then the database runs and everything belongs to the user', async () => {
    await chown(directory, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
    const run = commandLine(UNPRIVILEGED_ID, scratch, [
      'start',
      '--directory',
      path.join(directory, 'db'),
      '--bundle',
      bundle,
    ]);
    const [uri] = await run.said(/mongodb:\/\/\S+/);
    const client = await MongoClient.connect(uri);
    await client.db('t').collection('c').insertOne({ text: '留' });
    expect(await client.db('t').collection('c').countDocuments()).to.equal(1);
    await client.close();
    for (const entry of await readdir(directory, { recursive: true })) {
      expect((await stat(path.join(directory, entry))).uid, entry).to.equal(UNPRIVILEGED_ID);
    }
    expect((await stat(path.join(directory, 'db'))).mode & 0o077).to.equal(0);
    run.child.kill('SIGTERM');
    expect(await run.ended, run.output()).to.equal(0);
  });

  const problemsOf = async (uid: number, where: string): Promise<string[]> => {
    const { ended, output } = commandLine(uid, scratch, ['doctor', '--directory', where, '--bundle', bundle]);
    expect(await ended).to.equal(1);
    return output()
      .split('\n')
      .filter((line) => line.startsWith('problem'));
  };

  it('when the folder is somebody else’s, then the doctor says how to get one', async () => {
    const where = path.join(directory, 'roots');
    await mkdir(where, { mode: 0o755 });
    const [first, ...more] = await problemsOf(UNPRIVILEGED_ID, where);
    expect(first).to.match(new RegExp(`problem folder: .*roots cannot be written.*chown ${UNPRIVILEGED_ID}`));
    expect(more).to.deep.equal([]);
  });

  it('when the user is in no password file, then the doctor says what PostgreSQL needs', async () => {
    const where = path.join(directory, 'own');
    await mkdir(where);
    await chown(where, NOBODY_AT_ALL, NOBODY_AT_ALL);
    const [first, ...more] = await problemsOf(NOBODY_AT_ALL, where);
    expect(first).to.match(/problem user: .*54321 has no entry in \/etc\/passwd/);
    expect(more).to.deep.equal([]);
  });
});
