// `npm run durability -- --rounds 200 [--seed N]`: random kills under concurrent writes; exits 1 when anything was lost.

import { parseArgs } from 'node:util';
import { startEmbeddedMongo } from 'embedded-mongo';
import { removeDirectory, temporaryDirectory } from '../support/database.ts';
import { killInRounds } from './rounds.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const directory = await temporaryDirectory();
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
say(`${rounds} rounds with seed ${seed} in ${directory}`);
const report = await killInRounds({ directory, rounds, seed, log: say });
const sorted = [...report.recoveries].sort((a, b) => a - b);
const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
for (const [message, count] of report.errors) say(`told the application: ${message} (${count} times)`);
say(
  `kills: ${Object.entries(report.kills)
    .map(([victim, count]) => `${victim} ${count}`)
    .join(', ')}`,
);
say(`from kill to the next acknowledged write: median ${at(0.5)} ms, longest ${at(1)} ms`);
const { acknowledged, unanswered, lost, doubled, halves } = report;
say(
  `${acknowledged} acknowledged, ${unanswered} unanswered: ${lost} lost, ${doubled} doubled, ${halves} half transactions`,
);
for (const fault of report.faults) say(fault);
if (lost + doubled + halves > 0) {
  process.exitCode = 1;
  say(`kept for inspection: ${directory}`);
} else {
  await (await startEmbeddedMongo({ directory })).stop({ force: true });
  await removeDirectory(directory);
}
