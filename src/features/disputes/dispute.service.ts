import { type DisputeEvent } from '../../domain/event.ts';
import { notFound, stale } from '../../domain/errors.ts';
import { type Act, demand, judge, judgeAll, type Judgement } from '../../domain/lifecycle.ts';
import { basisOf } from '../../domain/audit.ts';
import { type Actor, readingOf, relationsOf, type Reading } from '../../domain/permission.ts';
import { type HolidaySource, type HolidayTable } from '../../domain/working-days.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Once, runOnce } from '../../platform/idempotency.ts';
import { noteListed, noteOpened } from '../../platform/reading-notes.ts';
import { type Transactions, type Tx } from '../../platform/transaction.ts';
import { type ActContext, type AnyActDefinition, type FormField } from './act.ts';
import { advance } from './dispute.advance.ts';
import { caseInLaw } from './dispute.law.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { type DisputeFilter, type DisputeRepository, type Page } from './dispute.repository.ts';
import { withSigns } from './risk.signs.ts';
import { systemActor } from './system-actor.ts';

/** How a caller says which version was seen and which request this is. */
export interface ActOptions {
  /** The version the caller saw; a different one now answers `stale`. */
  readonly version?: number | undefined;
  readonly once?: Once | undefined;
  /** A question of the caller's own, asked of the dispute as it is in the transaction; it throws to refuse. */
  readonly guard?: (dispute: DisputeRecord) => void;
}

/** What an act has made of a dispute, with what followed from it by itself. */
export interface Moved {
  readonly before: DisputeRecord;
  readonly after: DisputeRecord;
  readonly now: Date;
}

/** Keeps what belongs to another feature in step with the dispute, in the transaction of the act. */
export type Witness = (moved: Moved, tx: Tx) => Promise<void>;

export interface DisputeServiceDeps {
  readonly repository: DisputeRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly holidays: HolidaySource;
  readonly courtCode: string;
}

/** Shows, lists and moves disputes. Every change is one transaction: the dispute, its events, what belongs to them. */
export class DisputeService {
  readonly #deps: DisputeServiceDeps;
  readonly #acts = new Map<Act, { readonly definition: AnyActDefinition; readonly texts: string }>();
  readonly #witnesses: Witness[] = [];

  constructor(deps: DisputeServiceDeps) {
    this.#deps = deps;
  }

  /** Features add the acts they define, with the namespace of their forms' texts; an act has one definition. */
  define(definitions: readonly AnyActDefinition[], texts: string): void {
    for (const definition of definitions) {
      if (this.#acts.has(definition.act)) throw new Error(`act ${definition.act} is defined twice`);
      this.#acts.set(definition.act, { definition, texts });
    }
  }

  /** Every act from now on is told to the witness. */
  witnessed(witness: Witness): void {
    this.#witnesses.push(witness);
  }

  /** Every act people can do, for route tables and the API description. */
  definitions(): readonly AnyActDefinition[] {
    return [...this.#acts.values()].map(({ definition }) => definition);
  }

  /** @throws DomainError `actUnknown` (notFound) */
  definition(act: string): AnyActDefinition {
    const found = this.#acts.get(act as Act);
    if (!found) throw notFound('actUnknown');
    return found.definition;
  }

  /** Namespace of the texts of the act's form. */
  textsOf(act: Act): string {
    return this.#acts.get(act)?.texts ?? 'disputes';
  }

  /** The dispute and how much of it the person may read. @throws DomainError `disputeNotFound` also when it may not be read */
  async read(actor: Actor, id: string): Promise<{ dispute: DisputeRecord; reading: Exclude<Reading, 'none'> }> {
    const dispute = await this.#deps.repository.get(id);
    const reading = this.#noted(actor, dispute);
    if (reading === 'none') throw notFound('disputeNotFound');
    return { dispute, reading };
  }

  /** True when the person may know of the dispute but not who its parties are. */
  isMasked(actor: Actor, dispute: DisputeRecord): boolean {
    return readingOf(actor, caseInLaw(dispute, this.#deps.clock.now())) !== 'full';
  }

  /** Those of the disputes that exist, with how much of each the person may read now. */
  async readings(
    actor: Actor,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly dispute: DisputeRecord; readonly reading: Reading }>> {
    const found = await this.#deps.repository.getMany(ids);
    const now = this.#deps.clock.now();
    return new Map(
      found.map((dispute) => [dispute.id, { dispute, reading: readingOf(actor, caseInLaw(dispute, now)) }]),
    );
  }

  /** What happened, oldest first. The caller has read the dispute with `read`. */
  async history(disputeId: string): Promise<readonly DisputeEvent[]> {
    return this.#deps.repository.events(disputeId);
  }

  /** Every act the role may ever do on a dispute: allowed now, or refused with the reason and the article. */
  judgements(actor: Actor, dispute: DisputeRecord): readonly Judgement[] {
    return judgeAll(caseInLaw(dispute, this.#deps.clock.now()), actor).filter((judgement) =>
      this.#acts.has(judgement.act),
    );
  }

  /** Lists what the person's unit may see; a filter can only narrow that. */
  async list(
    actor: Actor,
    filter: DisputeFilter,
    options: { limit: number; cursor?: string | undefined; order?: 'updated' | 'due' },
  ): Promise<Page<DisputeRecord>> {
    const page = await this.#deps.repository.list({ ...filter, visibleTo: actor.unit.code }, options);
    noteListed(page.items.length);
    return page;
  }

  async count(actor: Actor, filter: DisputeFilter): Promise<number> {
    return this.#deps.repository.count({ ...filter, visibleTo: actor.unit.code });
  }

  /**
   * The form an act asks for, after checking that it may be done.
   * @throws DomainError as `perform`
   */
  async form(actor: Actor, id: string, act: Act): Promise<{ context: ActContext; fields: readonly FormField[] }> {
    const { dispute } = await this.read(actor, id);
    const context = this.#context(actor, dispute, act, await this.#deps.holidays());
    return { context, fields: (await this.definition(act).fields?.(context)) ?? [] };
  }

  /**
   * Does one act. The input has been validated by the definition's schema.
   * @throws DomainError `law.*` with the article when the law refuses, `stale` when the version seen is old,
   * `validation` when the input breaks a rule
   */
  async perform(actor: Actor, id: string, act: Act, input: unknown, options: ActOptions = {}): Promise<DisputeRecord> {
    // By the answer it belongs to: a repeated transaction may find the answer of another request after all.
    const written = new Map<object, DisputeRecord>();
    const answer = await runOnce(this.#deps.transactions, options.once, async (tx) => {
      const dispute = await this.#deps.repository.get(id, tx);
      if (this.#noted(actor, dispute) === 'none') throw notFound('disputeNotFound');
      // The version is compared first: a refusal by law would hide that the page was simply old.
      if (options.version !== undefined && options.version !== dispute.version) {
        throw stale(options.version, dispute.version);
      }
      options.guard?.(dispute);
      const reply = { id };
      written.set(reply, await this.carryOut(actor, dispute, act, input, tx));
      return reply;
    });
    return written.get(answer) ?? this.#deps.repository.get(answer.id);
  }

  /** Does an act inside a transaction of the caller, with what follows from it by itself. */
  async carryOut(actor: Actor, dispute: DisputeRecord, act: Act, input: unknown, tx: Tx): Promise<DisputeRecord> {
    const { repository, clock, courtCode } = this.#deps;
    const holidays = await this.#deps.holidays();
    const events: DisputeEvent[] = [];
    let record = dispute;
    let next: { act: Act; actor: Actor; input: unknown } | undefined = { act, actor, input };
    while (next) {
      const context = this.#context(next.actor, record, next.act, holidays);
      const effect = await this.definition(next.act).prepare(context, next.input);
      const step = advance(record, context.article, effect, { actor: next.actor, now: clock.now(), holidays });
      await effect.also?.(tx);
      events.push(...step.events);
      record = withSigns(step.record, next);
      const follower: Act | undefined = effect.follow;
      const system = systemActor(courtCode);
      next =
        follower && judge(follower, caseInLaw(record, clock.now()), system).allowed
          ? { act: follower, actor: system, input: {} }
          : undefined;
    }
    record = { ...record, version: dispute.version + 1 };
    await repository.replace(record, dispute.version, tx);
    await repository.append(events, tx);
    await this.tell({ before: dispute, after: record, now: clock.now() }, tx);
    return record;
  }

  /** Tells every witness of a change made in the caller's transaction. */
  async tell(moved: Moved, tx: Tx): Promise<void> {
    for (const witness of this.#witnesses) await witness(moved, tx);
  }

  /** How much the person may read; the audit learns that they opened it, or tried to, and why they may. */
  #noted(actor: Actor, dispute: DisputeRecord): Reading {
    const custody = caseInLaw(dispute, this.#deps.clock.now());
    const reading = readingOf(actor, custody);
    noteOpened(() => ({
      disputeId: dispute.id,
      basis: reading === 'none' ? 'none' : basisOf(relationsOf(actor, custody)),
      people: dispute.parties.flatMap(({ idIndex, phoneIndex }) => [idIndex ?? phoneIndex ?? []].flat()),
    }));
    return reading;
  }

  #context(actor: Actor, dispute: DisputeRecord, act: Act, holidays: HolidayTable): ActContext {
    const now = this.#deps.clock.now();
    this.definition(act);
    return { actor, now, dispute, article: demand(act, caseInLaw(dispute, now), actor), holidays };
  }
}
