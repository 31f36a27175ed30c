// A hundred agreements filled and drawn as PDF in the threads the product uses; what the process holds in memory at the
// end against what it held after the first ten.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specimenOf } from '../src/features/forms/form.specimen.ts';
import { drawPdf } from '../src/features/forms/index.ts';
import { fill } from '../src/features/forms/word.fill.ts';
import { createLogger } from '../src/platform/logger.ts';
import { projectRoot } from '../src/platform/project.ts';
import { createThreads } from '../src/platform/threads.ts';
import { type Measurement } from './product.ts';

const AGREEMENTS = Number(process.argv[3] ?? 100);
const WARM = 10;
const AT_ONCE = 2;
const megabytes = (): number => process.memoryUsage().rss / 1_048_576;

export async function measure(): Promise<Measurement> {
  const threads = createThreads(createLogger('error'));
  const template = readFileSync(join(projectRoot, 'templates/F10.docx'));
  let next = 0;
  let warm = 0;
  const drawSome = async (): Promise<void> => {
    while (next < AGREEMENTS) {
      next += 1;
      const word = fill(template, { ...specimenOf('F10'), 协议编号: `（2026）宋庄村人调字第${next}号` });
      await drawPdf(threads, word, `agreement ${next}`);
      if (next === WARM) warm = megabytes();
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, drawSome));
  const seconds = (performance.now() - start) / 1_000;
  const end = megabytes();
  await threads.close();
  return {
    title: `${AGREEMENTS} agreements as PDF`,
    rows: [
      { side: 'seconds', value: seconds, unit: 's' },
      { side: `memory after ${WARM}`, value: warm, unit: 'MB' },
      { side: 'memory at the end', value: end, unit: 'MB' },
    ],
    ratio: end / warm,
    bar: 'under 60 s, memory at the end ≤ 1.5 × after ten',
  };
}
