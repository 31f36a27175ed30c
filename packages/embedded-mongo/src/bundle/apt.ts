import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { asDiskFull, cannotRunHere, EmbeddedMongoError } from '../embedded-mongo-error.ts';
import { findProgram, runsAsRoot } from '../platform.ts';

const execute = promisify(execFile);
const OUTPUT_LIMIT = 1024 * 1024 * 1024;

/** Releases that carry the packages, in the order they are tried. */
const SUITES = ['forky', 'sid'];
export const KEYRINGS: readonly string[] = ['debian-archive-keyring.pgp', 'debian-archive-keyring.gpg'].map(
  (name) => `/usr/share/keyrings/${name}`,
);

/** apt with an own state folder: nothing of the machine's package state is read or written. */
export interface PrivateApt {
  readonly suite: string;
  /** The text of every package description of the release. */
  describeAll(): Promise<string>;
  /** Downloads packages into a folder; apt checks them against the signed index. */
  download(packages: readonly string[], folder: string): Promise<void>;
}

/** Throws unless apt, dpkg and Debian's keyring are there; returns the keyring's path. */
export async function requireTools(
  toolPath = `${process.env['PATH'] ?? ''}:/usr/bin:/bin`,
  keyrings: readonly string[] = KEYRINGS,
): Promise<string> {
  for (const program of ['apt-get', 'apt-cache', 'dpkg-deb']) {
    if ((await findProgram(program, toolPath)) === null) {
      throw cannotRunHere(
        'unsupported-platform',
        `The embedded database is put together from Debian packages, and this system has no ${program}.`,
      );
    }
  }
  for (const keyring of keyrings) {
    const readable = await access(keyring).then(
      () => true,
      () => false,
    );
    if (readable) return keyring;
  }
  throw cannotRunHere(
    'unsupported-platform',
    'The signatures of the Debian archive cannot be checked, because the package debian-archive-keyring is not installed: run "apt-get install debian-archive-keyring".',
  );
}

/**
 * The addresses of the Debian archive as this machine's own apt knows them, the likeliest first.
 * `--no-release-info` lists what is configured even where `apt-get update` never ran.
 */
export async function archiveAddresses(): Promise<string[]> {
  const override = process.env['EMBEDDED_MONGO_ARCHIVE'];
  if (override) return [override];
  const format = '$(REPO_URI)|$(RELEASE)|$(COMPONENT)';
  const { stdout } = await execute('apt-get', ['indextargets', '--no-release-info', '--format', format]);
  const seen = new Map<string, boolean>();
  for (const line of stdout.split('\n')) {
    const [address = '', release = '', component] = line.split('|');
    if (component !== 'main' || /^(cdrom|file|copy):/.test(address)) continue;
    if (/security/.test(address) || /-(security|updates|backports)/.test(release)) continue;
    const looksLikeDebian = /\/debian\/?$/.test(address);
    seen.set(address, looksLikeDebian);
  }
  return [...seen].sort(([, a], [, b]) => Number(b) - Number(a)).map(([address]) => address);
}

function aptOptions(stateFolder: string, architecture: string): string[] {
  const settings: Record<string, string> = {
    'Dir::Etc::SourceList': `${stateFolder}/sources.list`,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Dir::State::Lists': `${stateFolder}/lists`,
    'Dir::State::status': `${stateFolder}/status`,
    'Dir::Cache': stateFolder,
    'Dir::Cache::archives': `${stateFolder}/archives`,
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'APT::Sandbox::User': runsAsRoot() ? 'root' : '',
    'APT::Update::Error-Mode': 'any',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '20',
    'Acquire::https::Timeout': '20',
    'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled': 'false',
    'Debug::NoLocking': '1',
  };
  return Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

const errorLines = (error: unknown): string =>
  String((error as { stderr?: string }).stderr ?? error)
    .split('\n')
    .filter((line) => /^[EW]:/.test(line))
    .slice(0, 2)
    .join(' ')
    .slice(0, 400);

/** Prepares apt in `stateFolder` with the first archive and release that offer `mainPackage`. */
export async function openApt(stateFolder: string, architecture: string, mainPackage: string): Promise<PrivateApt> {
  const keyring = await requireTools();
  const addresses = await archiveAddresses();
  if (addresses.length === 0) {
    throw cannotRunHere(
      'no-archive',
      "This machine's apt configuration names no Debian archive to fetch PostgreSQL from.",
    );
  }
  for (const folder of ['lists/partial', 'archives/partial']) {
    await mkdir(path.join(stateFolder, folder), { recursive: true });
  }
  await writeFile(path.join(stateFolder, 'status'), '');
  const options = aptOptions(stateFolder, architecture);
  let reason = '';
  for (const address of addresses) {
    for (const suite of SUITES) {
      await writeFile(path.join(stateFolder, 'sources.list'), `deb [signed-by=${keyring}] ${address} ${suite} main\n`);
      try {
        await execute('apt-get', [...options, '-qq', 'update'], { maxBuffer: OUTPUT_LIMIT });
      } catch (error) {
        const failure = asDiskFull(error, stateFolder);
        if (failure instanceof EmbeddedMongoError) throw failure;
        reason ||= errorLines(error);
        continue;
      }
      const { stdout: descriptions } = await execute('apt-cache', [...options, 'dumpavail'], {
        maxBuffer: OUTPUT_LIMIT,
      });
      if (!descriptions.includes(`Package: ${mainPackage}\n`)) {
        reason ||= `It offers no ${mainPackage} for ${architecture}.`;
        continue;
      }
      return {
        suite,
        describeAll: async () => descriptions,
        download: async (packages, folder) => {
          await execute('apt-get', [...options, '-qq', 'download', ...packages], {
            cwd: folder,
            maxBuffer: OUTPUT_LIMIT,
          });
        },
      };
    }
  }
  throw cannotRunHere(
    'no-archive',
    `The Debian archive that PostgreSQL is fetched from could not be used. ${reason}`.trim(),
  );
}
