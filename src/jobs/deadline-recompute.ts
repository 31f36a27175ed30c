// After a change of the holiday calendar every due date is computed anew. The job runs at once, and again when every
// process has seen the new calendar, so that no date computed meanwhile with the old one stays.

import { DomainError } from '../domain/errors.ts';
import { type HolidayTable } from '../domain/working-days.ts';
import { type DeadlineService } from '../features/disputes/index.ts';
import { RECOMPUTE_JOB } from '../features/holidays/index.ts';
import { type JobDefinition } from '../platform/jobs.ts';
import { type Logger } from '../platform/logger.ts';

export interface DeadlineRecomputeDeps {
  readonly deadlines: Pick<DeadlineService, 'dueFrom' | 'recompute'>;
  /** The newest calendar, not the one this process happens to hold. */
  readonly reread: () => Promise<HolidayTable>;
  readonly logger: Logger;
}

export const deadlineRecompute = ({ deadlines, reread, logger }: DeadlineRecomputeDeps): JobDefinition => ({
  name: RECOMPUTE_JOB,
  perform: async (payload) => {
    const { version, from } = payload as { version: number; from: Date };
    const holidays = await reread();
    const report = { version, read: 0, moved: 0, overtaken: 0 };
    for await (const dispute of deadlines.dueFrom(from)) {
      report.read += 1;
      try {
        if (await deadlines.recompute(dispute, holidays, version)) report.moved += 1;
      } catch (error) {
        // Somebody changed the dispute at the same moment; the second pass looks at it again.
        if (!(error instanceof DomainError)) throw error;
        report.overtaken += 1;
      }
    }
    logger.info(report, 'due dates computed anew');
    if (report.overtaken > 0) throw new Error(`${report.overtaken} disputes were changed meanwhile`);
  },
});
