import { type DisputeRecord, type Witness } from '../disputes/index.ts';
import { type HandOverRepository } from './hand-over.repository.ts';

/** What waits for an answer on a dispute, by id: until when. */
const waiting = ({ handOver, assists }: DisputeRecord): ReadonlyMap<string, number> =>
  new Map([...(handOver ? [handOver] : []), ...(assists ?? [])].map(({ id, dueAt }) => [id, dueAt.getTime()]));

/** A hand-over, and a question to another unit, is answered by the day its dispute says: a changed calendar moves both. */
export const dueWithDispute =
  (repository: HandOverRepository): Witness =>
  async ({ before, after }, tx) => {
    const was = waiting(before);
    const moved = new Map([...waiting(after)].filter(([id, due]) => was.has(id) && was.get(id) !== due));
    if (moved.size === 0) return;
    for (const handOver of await repository.ofDispute(after.id, tx)) {
      const due = moved.get(handOver.id);
      if (due !== undefined) await repository.replace({ ...handOver, dueAt: new Date(due) }, tx);
    }
  };
