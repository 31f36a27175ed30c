import { invalid, stale } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Once } from '../../platform/idempotency.ts';
import { type DisputeRecord, type DisputeService } from '../disputes/index.ts';
import { type DraftService } from '../drafts/index.ts';
import { type ScheduleService } from '../schedule/index.ts';

export interface RecorderDeps {
  readonly disputes: DisputeService;
  readonly drafts: DraftService;
  readonly schedule: Pick<ScheduleService, 'today'>;
}

/** Disputes a mediator can record without network at once; nobody leads more in the days between two connections. */
const MOST_IN_HAND = 24;
const ACT = 'recordSession';

/** A record as a device sends it when it is back: the form's fields, and which session it was written as. */
export interface SentRecord {
  readonly no: number;
  readonly input: unknown;
  readonly once: Once | undefined;
}

/** Recording in the field: what can be recorded, and records that come in late. */
export class RecorderService {
  readonly #deps: RecorderDeps;

  constructor(deps: RecorderDeps) {
    this.#deps = deps;
  }

  /** The disputes in mediation that this person leads, the most pressing first. */
  async inHand(actor: Actor): Promise<readonly DisputeRecord[]> {
    const filter = { mediatorIds: [actor.accountId], states: ['S10' as const] };
    return (await this.#deps.disputes.list(actor, filter, { limit: MOST_IN_HAND, order: 'due' })).items;
  }

  today(actor: Actor): ReturnType<ScheduleService['today']> {
    return this.#deps.schedule.today(actor);
  }

  /**
   * Stores a record written away from the network. Whatever else happened to the dispute meanwhile does not matter;
   * when its place among the sessions is taken, somebody recorded one meanwhile, and the person has to look at both.
   * @throws DomainError as `DisputeService.perform`; `stale` when this session has been recorded already
   */
  async take(actor: Actor, disputeId: string, { no, input, once }: SentRecord): Promise<DisputeRecord> {
    const { disputes, drafts } = this.#deps;
    const guard = (dispute: DisputeRecord): void => {
      if (dispute.sessions + 1 !== no) throw stale(no - 1, dispute.sessions);
    };
    const done = await disputes.perform(actor, disputeId, ACT, input, { once, guard });
    await drafts.forget(actor, { act: ACT, disputeId });
    return done;
  }
}

/** @throws DomainError invalid `malformed` when the number is none */
export function sessionNumber(value: unknown): number {
  if (!/^\d{1,4}$/.test(String(value))) throw invalid('malformed');
  return Number(value);
}
