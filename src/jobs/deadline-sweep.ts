// What time alone brings about: an unanswered hand-over returns to its sender, a mediation whose term is over without
// agreement or extension ends, whoever is late is warned and then the head (在线调解规则12、24–25). Nothing waits in silence
// for somebody to look. Only disputes for which something is due are read.

import { type DeadlineService, type DisputeRecord } from '../features/disputes/index.ts';
import { type JobDefinition } from '../platform/jobs.ts';
import { type Logger } from '../platform/logger.ts';

const BATCH = 200;
/** Disputes settled at the same time; each waits for the database most of its time. */
const LANES = 16;
const EVERY_SECONDS = 60;

export interface DeadlineSweepDeps {
  readonly deadlines: Pick<DeadlineService, 'due' | 'settle'>;
  readonly logger: Logger;
}

/** What one sweep did. */
export interface SweepReport {
  /** Disputes read. */
  readonly read: number;
  readonly acts: number;
  readonly warned: number;
  readonly overtaken: number;
  readonly failed: number;
}

/** Runs every minute; any number of workers may sweep at once. */
export const deadlineSweep = (deps: DeadlineSweepDeps): JobDefinition => ({
  name: 'deadline-sweep',
  everySeconds: EVERY_SECONDS,
  perform: async () => {
    const report = await sweepDeadlines(deps);
    if (report.read > 0) deps.logger.info(report, 'deadlines swept');
    if (report.failed > 0) throw new Error(`${report.failed} disputes could not be swept`);
  },
});

/** Settles everything that is due now. A dispute that fails is told in the log and does not hold up the others. */
export async function sweepDeadlines({ deadlines, logger }: DeadlineSweepDeps): Promise<SweepReport> {
  const report = { read: 0, acts: 0, warned: 0, overtaken: 0, failed: 0 };
  const settle = async (dispute: DisputeRecord): Promise<void> => {
    try {
      const settlement = await deadlines.settle(dispute);
      if (settlement === 'overtaken') report.overtaken += 1;
      else if (settlement.acts.length === 0) report.warned += 1;
      else report.acts += settlement.acts.length;
    } catch (error) {
      report.failed += 1;
      logger.error({ err: error, dispute: dispute.id }, 'a dispute could not be swept');
    }
  };
  let last: DisputeRecord | undefined;
  do {
    const batch = await deadlines.due(BATCH, last);
    report.read += batch.length;
    const waiting = batch.values();
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for (const dispute of waiting) await settle(dispute);
      }),
    );
    last = batch.length === BATCH ? batch.at(-1) : undefined;
  } while (last);
  return report;
}
