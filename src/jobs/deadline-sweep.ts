// What time alone brings about: an unanswered hand-over returns to its sender, a mediation whose term is over without
// agreement or extension ends (在线调解规则12、24–25). Nothing waits in silence for somebody to look.

import { DomainError } from '../domain/errors.ts';
import { type Act, type State } from '../domain/lifecycle.ts';
import { type DisputeService, systemActor } from '../features/disputes/index.ts';
import { type Clock } from '../platform/clock.ts';
import { type JobDefinition } from '../platform/jobs.ts';
import { type Logger } from '../platform/logger.ts';

/** The acts of the system, and the states in which their time may run out. */
const SWEEPS: readonly { readonly act: Act; readonly states: readonly State[] }[] = [
  { act: 'timeOutHandOver', states: ['S05'] },
  { act: 'expireTerm', states: ['S06', 'S07', 'S08', 'S09', 'S10'] },
];

const BATCH = 100;
const EVERY_SECONDS = 300;
/** Somebody else was quicker, or the law no longer asks for the act. */
const OVERTAKEN: readonly DomainError['kind'][] = ['stale', 'conflict'];

export interface DeadlineSweepDeps {
  readonly disputes: Pick<DisputeService, 'list' | 'judgements' | 'perform'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly courtCode: string;
}

/** Runs every five minutes; each dispute is moved in a transaction of its own, so a crash loses nothing done before. */
export const deadlineSweep = (deps: DeadlineSweepDeps): JobDefinition => ({
  name: 'deadline-sweep',
  everySeconds: EVERY_SECONDS,
  perform: async () => {
    for (const sweep of SWEEPS) {
      const done = await sweepOnce(deps, sweep.act, sweep.states);
      if (done > 0) deps.logger.info({ act: sweep.act, disputes: done }, 'deadlines passed');
    }
  },
});

async function sweepOnce(deps: DeadlineSweepDeps, act: Act, states: readonly State[]): Promise<number> {
  const { disputes, clock, courtCode } = deps;
  const system = systemActor(courtCode);
  let done = 0;
  let cursor: string | undefined;
  do {
    const filter = { states, dueBefore: clock.now() };
    const page = await disputes.list(system, filter, { limit: BATCH, cursor, order: 'due' });
    // Another clock of the dispute may be the one that is over; the law says which act that calls for.
    for (const dispute of page.items) {
      const judgement = disputes.judgements(system, dispute).find((candidate) => candidate.act === act);
      if (judgement?.allowed && (await carriedOut(deps, act, dispute.id, dispute.version))) done += 1;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return done;
}

async function carriedOut(deps: DeadlineSweepDeps, act: Act, id: string, version: number): Promise<boolean> {
  try {
    await deps.disputes.perform(systemActor(deps.courtCode), id, act, {}, { version });
    return true;
  } catch (error) {
    if (error instanceof DomainError && OVERTAKEN.includes(error.kind)) return false;
    throw error;
  }
}
