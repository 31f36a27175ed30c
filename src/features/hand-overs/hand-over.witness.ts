import { recallHandOver } from '../../domain/hand-over.ts';
import { type Witness } from '../disputes/index.ts';
import { type HandOverRepository } from './hand-over.repository.ts';

/**
 * A mediation that ends while a hand-over waits takes the hand-over back: nobody is left with a case to answer for which
 * a party no longer wants mediated.
 */
export const recallOnEnd =
  (repository: HandOverRepository): Witness =>
  async ({ before, after, now }, tx) => {
    if (before.state !== 'S05' || after.state !== 'S17') return;
    const pending = (await repository.ofDispute(before.id, tx)).find(({ id }) => id === before.handOver?.id);
    if (pending) await repository.replace({ ...pending, ...recallHandOver(pending, now) }, tx);
  };
