// Builds what production runs: the embedded database's package, the application, the page assets.

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

function run(what, ...args) {
  const start = performance.now();
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(`built ${what} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
rmSync(join(root, 'packages/embedded-mongo/dist'), { recursive: true, force: true });
run('embedded-mongo', tsc, '-p', 'packages/embedded-mongo/tsconfig.build.json');
run('the page assets', 'scripts/build-assets.mjs');
run('the application', tsc, '-p', 'tsconfig.build.json', '--noEmitOnError');
