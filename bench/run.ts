// `npm run bench -- NAME`: runs one measurement, prints both sides and their ratio, and writes bench/results/NAME.json.

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { type Measurement } from './product.ts';

const names = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const name = process.argv[2] ?? '';
if (!names.includes(name)) {
  console.error(`usage: npm run bench -- ${names.join('|')}`);
  process.exit(1);
}

const { measure } = (await import(`./${name}.bench.ts`)) as { measure: () => Promise<Measurement> };
const measured = await measure();
console.log(measured.title);
for (const { side, value, unit } of measured.rows) console.log(`  ${side.padEnd(34)} ${value.toFixed(2)} ${unit}`);
console.log(`  ratio ${measured.ratio.toFixed(2)} (bar: ${measured.bar})`);
const results = join(import.meta.dirname, 'results');
await mkdir(results, { recursive: true });
const report = { ...measured, at: new Date().toISOString(), node: process.version, processors: cpus().length };
await writeFile(join(results, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
process.exit(0);
