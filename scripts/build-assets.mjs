// Compiles the style sheet and bundles the page script into public/assets with a hash of the content in each name, and
// writes public/assets/manifest.json from which templates take the addresses. Prints the sizes the quality bars ask for.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { compile } from 'sass';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'views/assets');
const target = join(root, 'public/assets');
const LIMITS = { 'app.css': 60_000, 'app.js': 100_000 };

const styles = () =>
  compile(join(source, 'app.scss'), {
    style: 'compressed',
    loadPaths: [source, join(root, 'node_modules')],
    quietDeps: true,
  }).css;

async function script(name, define = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(source, name)],
    define,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    write: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

/** `app.css` → `app-3F2A1B0C.css`; the name changes exactly when the content does. */
function hashed(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  const dot = name.lastIndexOf('.');
  return `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
}

const contents = {
  'app.css': styles(),
  'app.js': await script('app.ts'),
  'seal.svg': await readFile(join(source, 'seal.svg'), 'utf8'),
};
const manifest = Object.fromEntries(Object.entries(contents).map(([name, content]) => [name, hashed(name, content)]));

await mkdir(target, { recursive: true });
const kept = new Set([...Object.values(manifest), 'manifest.json']);
for (const [name, content] of Object.entries(contents)) {
  const size = gzipSync(content).length;
  console.log(`${manifest[name].padEnd(24)} ${content.length} bytes, ${size} compressed`);
  if (LIMITS[name] && size > LIMITS[name]) throw new Error(`${name} is larger than ${LIMITS[name]} bytes compressed`);
  await writeFile(join(target, manifest[name]), content);
}
// The worker answers for the whole site, so it lies at its root; its name stays, and the browser compares its content.
const assets = JSON.stringify(Object.values(manifest));
await writeFile(join(target, '../recorder-worker.js'), await script('worker/recorder-worker.ts', { ASSETS: assets }));
await writeFile(
  join(target, '../recorder.webmanifest'),
  JSON.stringify(
    JSON.parse(
      await readFile(join(source, 'recorder.webmanifest'), 'utf8').then((text) =>
        text.replaceAll('SEAL', `/assets/${manifest['seal.svg']}`),
      ),
    ),
  ),
);
await writeFile(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
for (const name of await readdir(target)) {
  if (/^(app|seal)-[0-9A-F]{8}\.\w+$/.test(name) && !kept.has(name)) await rm(join(target, name));
}
