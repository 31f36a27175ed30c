// Help that nobody gave in time: the question goes back to whoever asked, who had the dispute all along.

import { DomainError } from '../../domain/errors.ts';
import { type Clock } from '../../platform/clock.ts';
import { type JobDefinition } from '../../platform/jobs.ts';
import { type DisputeService, systemActor } from '../disputes/index.ts';
import { type HandOverRepository } from './hand-over.repository.ts';

export interface HandOverJobsDeps {
  readonly repository: HandOverRepository;
  readonly disputes: DisputeService;
  readonly clock: Clock;
  readonly courtCode: string;
}

const BATCH = 100;
const EVERY_SECONDS = 300;

export const handOverJobs = ({
  repository,
  disputes,
  clock,
  courtCode,
}: HandOverJobsDeps): readonly JobDefinition[] => [
  {
    name: 'assistance-sweep',
    everySeconds: EVERY_SECONDS,
    perform: async () => {
      const system = systemActor(courtCode);
      for (;;) {
        const overdue = await repository.overdueHelp(clock.now(), BATCH);
        let ended = 0;
        for (const { id, disputeId } of overdue) {
          try {
            await disputes.perform(system, disputeId, 'timeOutAssistance', { request: id });
            ended += 1;
          } catch (error) {
            // Somebody answered meanwhile; what is left is looked at again next time.
            if (!(error instanceof DomainError)) throw error;
          }
        }
        if (overdue.length < BATCH || ended === 0) return;
      }
    },
  },
];
