// `npm run fuzz -- --frames 100000 [--seed N]`: random and mutated messages; exits 1 when one of them did harm.

import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
say(`${values.frames} messages with seed ${values.seed}`);
const report = await fuzz(Number(values.frames), Number(values.seed), say);
say(JSON.stringify(report));
const growth = (report.memory.at(-1) ?? 0) - (report.memory[2] ?? 0);
if (report.hung > 0 || !report.sameProcess || growth > 50) process.exitCode = 1;
