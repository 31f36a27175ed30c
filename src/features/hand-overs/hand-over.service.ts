import { type HandOverState } from '../../domain/hand-over.ts';
import { type Actor } from '../../domain/permission.ts';
import { type HandOverRecord } from './hand-over.record.ts';
import { type HandOverRepository } from './hand-over.repository.ts';

/** What the boxes may be narrowed by. `cursor` is the sending instant of the last row of the page before. */
export interface BoxQuery {
  readonly box: 'in' | 'out';
  readonly state?: readonly HandOverState[];
  readonly cursor?: Date;
  readonly limit: number;
}

/** Reads hand-overs for those at either end of them. */
export class HandOverService {
  readonly #repository: HandOverRepository;

  constructor(repository: HandOverRepository) {
    this.#repository = repository;
  }

  /** What was sent to (`in`) or by (`out`) the person's unit, newest first. */
  async box(
    actor: Actor,
    { box, state, cursor, limit }: BoxQuery,
  ): Promise<{ readonly items: readonly HandOverRecord[]; readonly next?: Date }> {
    const found = await this.#repository.box(actor.unit.code, box, state, limit + 1, cursor);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return found.length > limit && last ? { items, next: last.sentAt } : { items };
  }

  /** One hand-over; whether it may be answered is asked of its dispute. @throws DomainError `handOverNotFound` */
  get(handOverId: string): Promise<HandOverRecord> {
    return this.#repository.get(handOverId);
  }

  /** Every hand-over of a dispute the caller has read. */
  ofDispute(disputeId: string): Promise<readonly HandOverRecord[]> {
    return this.#repository.ofDispute(disputeId);
  }
}
