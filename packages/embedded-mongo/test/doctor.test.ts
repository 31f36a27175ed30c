import { chmod, mkdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { expect } from 'chai';
import { LOCK_FILE } from '../src/bundle/layout.ts';
import { diagnose } from '../src/doctor.ts';
import type { DoctorOptions } from '../src/doctor.ts';
import { tryLock } from '../src/exclusive-lock.ts';
import { runsAsRoot } from '../src/platform.ts';
import { removeDirectory, temporaryDirectory } from './support/database.ts';

describe('the doctor', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    await chmod(directory, 0o755);
  });
  afterEach(() => removeDirectory(directory));

  /** What is wrong, by the name of the check. */
  async function problems(options: Partial<DoctorOptions> = {}): Promise<Record<string, string>> {
    const findings = await diagnose({ directory, port: 0, ...options });
    return Object.fromEntries(findings.filter(({ ok }) => !ok).map(({ check, text }) => [check, text]));
  }

  const expectOnly = (found: Record<string, string>, check: string, text: RegExp): void => {
    expect(Object.keys(found)).to.deep.equal([check]);
    expect(found[check]).to.match(text);
  };

  const missing = (): string => path.join(directory, 'not-there');

  it('when nothing is wrong, then it finds nothing', async () => {
    expect(await problems()).to.deep.equal({});
  });

  it('when the system or processor is another one, then it names the way out', async () => {
    expectOnly(await problems({ platform: 'darwin' }), 'system', /Linux only.*MONGODB_URI/);
    expectOnly(await problems({ machine: 's390x' }), 'system', /amd64 and arm64.*MONGODB_URI/);
  });

  it('when apt or the keyring is missing, then it says which package', async () => {
    const bundleDirectory = missing();
    expectOnly(await problems({ bundleDirectory, toolPath: '/nonexistent' }), 'package tools', /no apt-get/);
    expectOnly(
      await problems({ bundleDirectory, keyrings: [] }),
      'package tools',
      /apt-get install debian-archive-keyring/,
    );
  });

  it('when the archive does not answer, then it says where to look', async () => {
    const before = process.env['EMBEDDED_MONGO_ARCHIVE'];
    process.env['EMBEDDED_MONGO_ARCHIVE'] = 'http://127.0.0.1:9/debian';
    try {
      expectOnly(await problems({ bundleDirectory: missing() }), 'archive', /does not answer: check the network/);
    } finally {
      if (before === undefined) delete process.env['EMBEDDED_MONGO_ARCHIVE'];
      else process.env['EMBEDDED_MONGO_ARCHIVE'] = before;
    }
  });

  it('when apt knows no archive, then it says how to name one', async () => {
    const configuration = path.join(directory, 'apt.conf');
    await writeFile(configuration, 'Dir::Etc::SourceList "/dev/null";\nDir::Etc::SourceParts "/dev/null";\n');
    process.env['APT_CONFIG'] = configuration;
    try {
      expectOnly(
        await problems({ bundleDirectory: missing() }),
        'archive',
        /no Debian archive.*EMBEDDED_MONGO_ARCHIVE/,
      );
    } finally {
      delete process.env['APT_CONFIG'];
    }
  });

  it('when the programs are damaged, then it says to remove them', async () => {
    const bundleDirectory = path.join(directory, 'bundle');
    await mkdir(bundleDirectory);
    await writeFile(path.join(bundleDirectory, LOCK_FILE), '{"program":"postgres","packages":[]}');
    expectOnly(await problems({ bundleDirectory }), 'programs', /do not run: remove that folder/);
    await writeFile(path.join(bundleDirectory, LOCK_FILE), '{"progr');
    expect((await problems({ bundleDirectory }))['programs']).to.match(/damaged: remove that folder/);
  });

  it('when the folder is a file, or holds something else, then it says to choose another', async () => {
    const file = path.join(directory, 'letter');
    await writeFile(file, 'mine');
    expect((await problems({ directory: file }))['folder']).to.match(/is a file/);
    await mkdir(path.join(directory, 'data'));
    expectOnly(await problems(), 'data', /holds no database: move it away/);
  });

  it('when the data is from a newer version, then it says so', async () => {
    await writeFile(path.join(directory, 'format.json'), '{"format":99,"postgres":18,"extensions":{}}');
    expectOnly(await problems(), 'data', /format 99/);
  });

  it('when a folder on the way is closed to PostgreSQL, then it says how to open it', async function () {
    if (!runsAsRoot()) this.skip();
    await chmod(directory, 0o700);
    expectOnly(await problems({ directory: path.join(directory, 'in') }), 'folder', /chmod o\+x/);
  });

  it('when another process holds the folder, or the port, then it says so', async () => {
    const lock = await tryLock('run', directory);
    expectOnly(await problems(), 'running', /does not answer/);
    await lock?.release();
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    expectOnly(await problems({ port }), 'port', new RegExp(`${port}.*--port`));
    server.close();
  });
});
