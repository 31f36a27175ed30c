#!/usr/bin/env node
// Starts the product: the compiled files when they are there and newer than the source, else the source itself.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiled = join(root, 'dist/src/cli.js');
const source = join(root, 'src/cli.ts');

/** Latest change below a directory, in milliseconds. */
const newest = (directory) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);

const built = existsSync(compiled) ? statSync(compiled).mtimeMs : 0;
const changed = existsSync(source) ? Math.max(newest(join(root, 'src')), newest(join(root, 'config'))) : 0;

if (built > changed || !existsSync(source)) {
  await import(pathToFileURL(compiled).href);
} else {
  const args = ['--import', 'tsx', '--conditions=development', source, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}
