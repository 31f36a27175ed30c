import path from 'node:path';
import type { Architecture } from '../platform.ts';

/** Raised when the contents of a bundle change in a way an older bundle does not have. */
export const BUNDLE_FORMAT = 1;
export const POSTGRES_VERSION = 18;
export const MAIN_PACKAGE = `postgresql-${POSTGRES_VERSION}-documentdb`;
/** Written last; a bundle without it is not one. */
export const LOCK_FILE = 'bundle.json';

/** Where things lie inside an unpacked bundle. */
export interface BundleLayout {
  readonly root: string;
  readonly binaries: string;
  readonly modules: string;
  readonly extensions: string;
  readonly libraries: string;
  readonly loader: string;
  readonly timeZones: string;
}

export function bundleLayout(directory: string, architecture: Architecture): BundleLayout {
  const root = path.join(directory, 'root');
  const home = path.join(root, `usr/lib/postgresql/${POSTGRES_VERSION}`);
  const libraries = path.join(root, architecture.libraryFolder);
  return {
    root,
    binaries: path.join(home, 'bin'),
    modules: path.join(home, 'lib'),
    extensions: path.join(root, `usr/share/postgresql/${POSTGRES_VERSION}/extension`),
    libraries,
    loader: path.join(libraries, architecture.loader),
    timeZones: path.join(root, 'usr/share/zoneinfo'),
  };
}
