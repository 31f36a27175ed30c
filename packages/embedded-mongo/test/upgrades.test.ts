import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { EmbeddedMongoError, startEmbeddedMongo } from 'embedded-mongo';
import { bundleLayout } from '../src/bundle/layout.ts';
import { locateBundle } from '../src/bundle/provision.ts';
import { requireArchitecture } from '../src/platform.ts';
import { compareVersions } from '../src/postgres/data-format.ts';
import { failureOf, removeDirectory, temporaryDirectory } from './support/database.ts';

const execute = promisify(execFile);
const OLDER = '0.117-0';
const ENGINE = ['documentdb', 'documentdb_core', 'documentdb_extended_rum'];

/** A copy of the programs whose engine makes databases of an older version; its scripts lead from there to the newest. */
async function olderBundle(current: string, target: string): Promise<void> {
  await execute('cp', ['-al', current, target]).catch(() => execute('cp', ['-a', current, target]));
  const { extensions } = bundleLayout(target, requireArchitecture());
  for (const name of ENGINE) {
    const control = path.join(extensions, `${name}.control`);
    const text = await readFile(control, 'utf8');
    // Removed first, because it may be one file with that of the current programs.
    await rm(control);
    await writeFile(control, text.replace(/default_version = '[^']*'/, `default_version = '${OLDER}'`));
  }
  for (const name of await readdir(extensions)) {
    if (name.startsWith('documentdb') && name.includes(`${OLDER}--`)) await rm(path.join(extensions, name));
  }
}

describe('upgrades', () => {
  let directory: string;
  let older: string;
  const options = { durability: 'none', idleExitSeconds: 60 } as const;

  before(async () => {
    directory = await temporaryDirectory();
    const parent = await temporaryDirectory();
    await execute('chmod', ['755', parent]);
    older = path.join(parent, 'older');
    await olderBundle(await locateBundle(directory), older);
    const server = await startEmbeddedMongo({ ...options, directory, bundleDirectory: older });
    const client = await MongoClient.connect(server.uri);
    await client.db('t').collection('c').insertOne({ name: '旧' });
    await client.db('t').collection('c').createIndex({ name: 1 });
    await client.close();
    await server.stop();
  });

  after(async () => {
    await removeDirectory(directory);
    await removeDirectory(path.dirname(older));
  });

  const mark = async (): Promise<{ format: number; postgres: number; extensions: Record<string, string> }> =>
    JSON.parse(await readFile(path.join(directory, 'format.json'), 'utf8'));

  it('when newer programs open an older folder, then they bring it forward and the documents are there', async () => {
    expect((await mark()).extensions['documentdb']).to.equal(OLDER);
    const lines: string[] = [];
    const server = await startEmbeddedMongo({ ...options, directory, log: (line) => lines.push(line) });
    const client = await MongoClient.connect(server.uri);
    const collection = client.db('t').collection('c');
    expect(await collection.countDocuments({ name: '旧' })).to.equal(1);
    await collection.insertOne({ name: '新' });
    expect(await collection.find().sort({ name: 1 }).toArray()).to.have.length(2);
    await client.close();
    await server.stop();
    expect(lines.join('\n')).to.match(/brought forward.*documentdb/);
    expect(compareVersions((await mark()).extensions['documentdb'] ?? '', OLDER)).to.be.greaterThan(0);
  });

  it('when older programs open a newer folder, then they refuse and leave it alone', async () => {
    const before = await mark();
    const failure = await failureOf(startEmbeddedMongo({ ...options, directory, bundleDirectory: older }));
    expect(failure).to.be.instanceOf(EmbeddedMongoError);
    expect(failure).to.include({ code: 'incompatible-data' });
    expect(failure.message).to.match(/written by documentdb 1\..*older 0\.117-0.*remove the folder of the programs/);
    expect(await mark()).to.deep.equal(before);
  });

  it('when the folder has a newer format or another PostgreSQL, then the message says what to do', async () => {
    const file = path.join(directory, 'format.json');
    const before = await mark();
    const cases: [object, RegExp][] = [
      [{ format: 99 }, /has format 99.*use the version that wrote it/],
      [{ postgres: 17 }, /made by PostgreSQL 17.*back its documents up, and restore/],
      [{ extensions: { ...before.extensions, columnar: '3.0' } }, /columnar 3\.0, and these programs have none/],
    ];
    for (const [change, message] of cases) {
      await writeFile(file, JSON.stringify({ ...before, ...change }));
      const failure = await failureOf(startEmbeddedMongo({ ...options, directory }));
      expect(failure).to.include({ code: 'incompatible-data' });
      expect(failure.message).to.match(message);
    }
    await writeFile(file, '{"format":');
    expect((await failureOf(startEmbeddedMongo({ ...options, directory }))).message).to.include('damaged');
  });

  it('when a folder is from a version that left no mark, then it gets one', async () => {
    await rm(path.join(directory, 'format.json'));
    const server = await startEmbeddedMongo({ ...options, directory });
    await server.stop();
    expect(await mark()).to.include({ format: 1, postgres: 18 });
  });

  it('compares versions number by number', () => {
    const sorted = ['0.24-0', '0.102-0', '0.102-1', '0.117-0', '1.0-0', '1.10-0'];
    expect(sorted.toReversed().sort(compareVersions)).to.deep.equal(sorted);
    expect(compareVersions('1.6', '1.6')).to.equal(0);
  });
});
