import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { provision, startEmbeddedMongo } from 'embedded-mongo';
import { openApt } from '../src/bundle/apt.ts';
import { LOCK_FILE, MAIN_PACKAGE } from '../src/bundle/layout.ts';
import { resolvePackages } from '../src/bundle/package-list.ts';
import { locateBundle } from '../src/bundle/provision.ts';
import { diagnose } from '../src/doctor.ts';
import { requireArchitecture, runsAsRoot } from '../src/platform.ts';
import { ArchiveInTheMiddle } from './support/archive.ts';
import { failureOf, removeDirectory, temporaryDirectory } from './support/database.ts';

const execute = promisify(execFile);

describe('the packages of the other architecture', () => {
  it('when arm64 is asked for, then the same walk finds the same packages', async () => {
    const directory = await temporaryDirectory();
    const other = requireArchitecture().debian === 'amd64' ? 'arm64' : 'amd64';
    const apt = await openApt(path.join(directory, 'apt'), other, MAIN_PACKAGE);
    const names = resolvePackages(await apt.describeAll(), MAIN_PACKAGE).map(({ name }) => name);
    const lock = JSON.parse(await readFile(path.join(await locateBundle(directory), LOCK_FILE), 'utf8')) as {
      packages: { name: string }[];
    };
    expect(names).to.include.members([MAIN_PACKAGE, 'postgresql-18', 'libc6', 'tzdata']);
    const here = lock.packages.map(({ name }) => name);
    const differing = [
      ...names.filter((name) => !here.includes(name)),
      ...here.filter((name) => !names.includes(name)),
    ];
    // A compiler's run-time library exists for one processor only, at times; nothing of the database's own differs.
    expect(differing.length, differing.join(' ')).to.be.lessThan(4);
    expect(differing.filter((name) => name.startsWith('postgresql'))).to.deep.equal([]);
    await removeDirectory(directory);
  });
});

describe('fetching the programs', () => {
  let archive: ArchiveInTheMiddle;
  let directory: string;

  before(async function () {
    const opened = await ArchiveInTheMiddle.open();
    if (!opened) return this.skip();
    archive = opened;
  });
  beforeEach(async () => {
    directory = await temporaryDirectory();
    await chmod(directory, 0o755);
    archive.packages.length = 0;
    archive.allow = () => true;
    archive.change = (_, content) => content;
  });
  afterEach(() => removeDirectory(directory));
  after(() => archive?.close());

  it('when the archive fails half-way, then the next attempt fetches the rest only', async () => {
    const bundleDirectory = path.join(directory, 'bundle');
    archive.allow = (file) => !file.endsWith('.deb') || archive.packages.length < 10;
    const failure = await failureOf(provision({ directory, bundleDirectory }));
    expect(failure).to.include({ code: 'provision-failed' });
    const first = [...archive.packages];
    expect(first.length).to.be.within(10, 20);
    expect(await readdir(directory)).to.deep.equal(['bundle.work']);

    archive.allow = () => true;
    archive.packages.length = 0;
    const lines: string[] = [];
    await provision({ directory, bundleDirectory, log: (line) => void lines.push(line) });
    expect(archive.packages.filter((file) => first.includes(file))).to.deep.equal([]);
    const { packages } = JSON.parse(await readFile(path.join(bundleDirectory, LOCK_FILE), 'utf8')) as {
      packages: object[];
    };
    expect(first.length + archive.packages.length).to.equal(packages.length);
    expect(lines.join('\n')).to.match(new RegExp(`fetching ${archive.packages.length} packages.*unpacking`, 's'));
    expect(await readdir(directory)).to.deep.equal(['bundle']);
  });

  it('when a package is not the one that was signed for, then nothing is put together from it', async () => {
    const bundleDirectory = path.join(directory, 'bundle');
    archive.change = (file, content) => {
      if (file.startsWith('libxml2')) content[content.length - 1]! ^= 1;
      return content;
    };
    const failure = await failureOf(provision({ directory, bundleDirectory }));
    expect(failure).to.include({ code: 'provision-failed' });
    expect(await readdir(directory)).to.deep.equal(['bundle.work']);
  });

  it('when the index is not signed by Debian, then no package is even asked for', async () => {
    archive.change = (file, content) =>
      file === 'InRelease' ? Buffer.from(content.toString().replace('Suite:', 'Suite: ')) : content;
    const failure = await failureOf(provision({ directory, bundleDirectory: path.join(directory, 'bundle') }));
    expect(failure).to.include({ code: 'no-archive' });
    expect(archive.packages).to.deep.equal([]);
  });
});

describe('a full disk', () => {
  let disk: string;

  const mount = async (megabytes: number): Promise<boolean> => {
    disk = await temporaryDirectory();
    if (!runsAsRoot()) return false;
    const mounted = await execute('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', disk]).then(
      () => true,
      () => false,
    );
    if (mounted) await chmod(disk, 0o755);
    return mounted;
  };

  afterEach(async () => {
    await execute('umount', ['-l', disk]).catch(() => undefined);
    await removeDirectory(disk);
  });

  it('when there is no room for a new database, then the start says so in plain words', async function () {
    if (!(await mount(20))) this.skip();
    const directory = path.join(disk, 'db');
    const failure = await failureOf(startEmbeddedMongo({ directory, durability: 'none' }));
    expect(failure).to.include({ code: 'disk-full' });
    expect(failure.message).to.match(/no space left on the disk that holds/i);
    const problems = (await diagnose({ directory, port: 0 })).filter(({ ok }) => !ok);
    expect(problems.map(({ check }) => check)).to.deep.equal(['space']);
    expect(problems[0]?.text).to.match(/\d+ MB free, and 100 MB are needed: make room/);
  });

  it('when the disk fills up, then a write says so, nothing is lost, and room makes it go on', async function () {
    if (!(await mount(150))) this.skip();
    const directory = path.join(disk, 'db');
    const server = await startEmbeddedMongo({ directory, idleExitSeconds: 60 });
    const client = await MongoClient.connect(server.uri, { retryWrites: false });
    const collection = client.db('t').collection<{ _id: number; text: string }>('c');
    await collection.insertOne({ _id: 0, text: 'first' });
    const filler = path.join(disk, 'filler');
    await execute('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M']).catch(() => undefined);
    const acknowledged: number[] = [0];
    const insertUntilFull = async (): Promise<number | undefined> => {
      for (let n = 1; n < 200; n++) {
        try {
          await collection.insertOne({ _id: n, text: `${n}`.repeat(100_000) });
          acknowledged.push(n);
        } catch (error) {
          return (error as { code?: number }).code;
        }
      }
      return undefined;
    };
    expect(await insertUntilFull()).to.be.oneOf([14031, 91]);
    await rm(filler);
    const go = async (): Promise<void> => {
      for (let attempt = 0; attempt < 40; attempt++) {
        const done = await collection.insertOne({ _id: -1, text: 'again' }).catch(() => null);
        if (done) return;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      throw new Error('it does not go on');
    };
    await go();
    const stored = (await collection.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id);
    expect(stored).to.include.members(acknowledged);
    await client.close();
    await server.stop({ force: true });
  });
});
