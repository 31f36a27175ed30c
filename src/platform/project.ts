import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

function rootAbove(directory: string): string {
  return existsSync(join(directory, 'package.json')) ? directory : rootAbove(dirname(directory));
}

/** Absolute directory of the project, the same from source and from the compiled files. */
export const projectRoot = rootAbove(import.meta.dirname);
