import { type CalendarDay, dayOfInstant, isDay } from '../../domain/calendar-day.ts';
import { conflict, forbidden, invalidField } from '../../domain/errors.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import {
  DEFAULT_REFERRAL_WORDS,
  DEFAULT_TRACK_POLICIES,
  type ReferralWords,
  type TrackPolicy,
  trackPolicyOn,
  type TrackWords,
} from '../../domain/track-policy.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type SetPolicy } from './policy.record.ts';
import { type PolicyRepository } from './policy.repository.ts';

export interface PolicyServiceDeps {
  readonly repository: PolicyRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly courtCode: string;
}

export interface PolicyOrder {
  readonly from: string;
  readonly lodged: TrackPolicy['lodged'];
  readonly words: TrackWords;
  readonly referral: ReferralWords;
  readonly reason: string;
}

/** Another process's change is seen after at most this time. */
const FRESH_MS = 2_000;

/** The court's track policy by day: read at every lodging and on every page of a dispute, set by the court. */
export class PolicyService {
  readonly #deps: PolicyServiceDeps;
  #held: { readonly set: readonly SetPolicy[]; readonly readAt: number } | undefined;

  constructor(deps: PolicyServiceDeps) {
    this.#deps = deps;
  }

  /** Everything the court has set, oldest first. */
  async set(): Promise<readonly SetPolicy[]> {
    const now = performance.now();
    if (this.#held && now - this.#held.readAt < FRESH_MS) return this.#held.set;
    this.#held = { set: await this.#deps.repository.of(this.#deps.courtCode), readAt: now };
    return this.#held.set;
  }

  /** The policy in force on a day, today unless told. */
  readonly on = async (day?: CalendarDay): Promise<TrackPolicy> =>
    trackPolicyOn([...DEFAULT_TRACK_POLICIES, ...(await this.set())], day ?? dayOfInstant(this.#deps.clock.now()));

  /** What the court calls each track on a day, today unless told. */
  readonly wordsOn = async (day?: CalendarDay): Promise<TrackWords> => (await this.on(day)).words;

  /**
   * Sets the policy from a day on; what was lodged before keeps its track.
   * @throws DomainError `policies.courtOnly`, `validation`, `policies.nothingChanges`
   */
  async change(actor: Actor, { from, lodged, words, referral, reason }: PolicyOrder): Promise<void> {
    if (!hasRight(actor.role, 'managePolicies')) throw forbidden('policies.courtOnly', 'managePolicies');
    const { repository, transactions, clock, courtCode } = this.#deps;
    const now = clock.now();
    if (!isDay(from)) throw invalidField('from', 'day.invalid');
    if (from < dayOfInstant(now)) throw invalidField('from', 'policies.past');
    this.#held = undefined;
    const before = await this.on(from);
    const told = ({ lodged, words, referral = DEFAULT_REFERRAL_WORDS }: Omit<TrackPolicy, 'from'>) =>
      JSON.stringify([lodged, words, referral]);
    if (told(before) === told({ lodged, words, referral })) {
      throw conflict('policies.nothingChanges');
    }
    const setBy = { accountId: actor.accountId, name: actor.name };
    await transactions.run((tx) =>
      repository.add({ court: courtCode, from, lodged, words, referral, reason, setAt: now, setBy }, tx),
    );
    this.#held = undefined;
  }
}
