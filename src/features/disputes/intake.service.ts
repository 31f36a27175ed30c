// A request becomes a dispute: checked, numbered, lodged and put to screening in one transaction. The day of the
// request is kept apart from the day it was typed, because the request interrupts limitation (诉讼时效规定12).

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { conflict, type FieldError, forbidden, invalid, notFound, stale } from '../../domain/errors.ts';
import { type JurisdictionRule, suggestUnit, type Suggestion } from '../../domain/jurisdiction.ts';
import { ARTICLES, OPEN_STATES } from '../../domain/lifecycle.ts';
import { type Actor, holds, readingOf } from '../../domain/permission.ts';
import { type RiskTriggerId, suggestRisk } from '../../domain/risk.ts';
import { type RiskSign } from '../../domain/risk-sign.ts';
import { type SuitabilityFinding } from '../../domain/suitability.ts';
import { type UnitPosition } from '../../domain/tier.ts';
import { type TrackPolicy } from '../../domain/track-policy.ts';
import { type HolidaySource } from '../../domain/working-days.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Counters } from '../../platform/counters.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type Once, runOnce } from '../../platform/idempotency.ts';
import { type Transactions, type Tx } from '../../platform/transaction.ts';
import { type Names } from './act.ts';
import { NOTHING_DUE } from './dispute.clocks.ts';
import { advance } from './dispute.advance.ts';
import { caseInLaw } from './dispute.law.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { countedOf } from './dispute.counted.ts';
import { type DisputeRepository } from './dispute.repository.ts';
import { type AmendInput, type RegisterInput } from './dispute.schema.ts';
import { type ActOptions } from './dispute.service.ts';
import { systemActor } from './system-actor.ts';
import { amountOf, causeOf, type ChooseCause, docketOf, takesSuits, titleOf, trackOf } from './intake.reading.ts';
import { ownNumbers } from './intake.numbers.ts';
import { partyErrors, sealParty } from './party.input.ts';
import { newRiskFile, requestSigns, type SignedRequest, withSigns } from './risk.signs.ts';
import { KnownPeople } from './known-people.ts';
import { termsOf, termsOfRecord } from './dispute.terms.ts';
import { type Matter, type SuitabilityPolicy, suitabilityUnder, type TypedMatter } from './suitability.ts';

/** Resolves units; answered by the units feature. */
export interface UnitDirectory {
  /** @throws DomainError `unitUnknown` */
  find(code: string): Promise<UnitPosition & { readonly name: Names }>;
  jurisdictionRules(): Promise<readonly JurisdictionRule[]>;
}

export interface IntakeDeps {
  readonly repository: DisputeRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly personalData: PersonalData;
  readonly holidays: HolidaySource;
  /** The court's word in its dockets, such as 京0112. */
  readonly docketWord: string;
  /** The court's track policy on a day. */
  readonly trackPolicy: (on: CalendarDay) => Promise<Pick<TrackPolicy, 'lodged'>>;
  readonly units: UnitDirectory;
  readonly courtCode: string;
  readonly suitability: SuitabilityPolicy;
}

/** A checked request before it has a number. */
export interface Draft {
  readonly record: DisputeRecord;
  /** A sentence kept in the event of lodging, such as how the type was found. */
  readonly note?: string;
  /** Leaves the request in S01 for a person to screen. */
  readonly screenLater?: true;
}

const articleOf = (act: 'lodge' | 'screen') => ARTICLES.find((article) => article.act === act)!;

export class IntakeService {
  /** Puts a cause into the words of the catalogue, once somebody has one. */
  chooseCause: ChooseCause = async (cause) => ({ cause });
  readonly #deps: IntakeDeps;
  readonly #known: KnownPeople;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
    this.#known = new KnownPeople(deps);
  }

  /**
   * Registers a request for mediation and puts it to screening.
   * @throws DomainError `validation` naming every field that is wrong
   */
  async register(actor: Actor, input: RegisterInput, once?: Once): Promise<DisputeRecord> {
    const { repository, transactions, clock } = this.#deps;
    const draft = { record: await this.#draft(actor, input, clock.now(), await this.#known.hotlineOrders(input)) };
    const answer = await runOnce(transactions, once, async (tx) => {
      const [record] = await this.#open(actor, [draft], tx);
      return { id: record?.id ?? '' };
    });
    return repository.get(answer.id);
  }

  /**
   * A request that has been checked but not registered yet: no number, no event.
   * @throws DomainError `validation` naming every field that is wrong
   */
  async draft(actor: Actor, input: RegisterInput): Promise<Draft> {
    return { record: await this.#draft(actor, input, this.#deps.clock.now(), 0) };
  }

  /**
   * Registers checked requests together, in their order and in one transaction: all of them or none.
   * @param also other documents written in the same transaction
   */
  async registerMany(
    actor: Actor,
    drafts: readonly Draft[],
    also?: (registered: readonly DisputeRecord[], tx: Tx) => Promise<void>,
  ): Promise<readonly DisputeRecord[]> {
    return this.#deps.transactions.run(async (tx) => {
      const registered = await this.#open(actor, drafts, tx);
      await also?.(registered, tx);
      return registered;
    });
  }

  /** Numbers, lodges and screens; a request for screening later rests where it was lodged until somebody screens it. */
  async #open(actor: Actor, drafts: readonly Draft[], tx: Tx): Promise<readonly DisputeRecord[]> {
    const { repository, clock, courtCode } = this.#deps;
    const holidays = await this.#deps.holidays();
    // The number first: whoever waited for it registers later than the one before.
    const numbers = await ownNumbers(this.#deps.counters, actor.unit.code, drafts, tx);
    const now = clock.now();
    const opened = drafts.map(({ record, note, screenLater }, index) => {
      const number = numbers[index] ?? '';
      const start: DisputeRecord = {
        ...record,
        id: repository.newId(),
        number,
        lodgedAt: now,
        custody: record.custody.map((row) => ({ ...row, from: now })),
        terms: [...record.terms, ...termsOf(number)],
      };
      const data = { source: record.source, ...(note ? { note } : {}) };
      const lodged = advance(start, articleOf('lodge'), { data }, { actor, now, holidays });
      if (screenLater) return lodged;
      const system = { actor: systemActor(courtCode), now, holidays };
      const screened = advance(lodged.record, articleOf('screen'), {}, system);
      return { record: screened.record, events: [...lodged.events, ...screened.events] };
    });
    const records = opened.map(({ record }) => ({ ...record, version: 1 }));
    await repository.insertMany(records, tx);
    await repository.append(
      opened.flatMap(({ events }) => events),
      tx,
    );
    return records;
  }

  /** The unit the dispute should go to, with the rule that fired; undefined when the map has no rule for the place. */
  async suggest(
    dispute: Pick<DisputeRecord, 'place' | 'requestedOn' | 'type' | 'risk'>,
  ): Promise<Suggestion | undefined> {
    return suggestUnit(
      {
        place: dispute.place.unitCode,
        partyPlaces: [],
        on: dayOfInstant(this.#deps.clock.now()),
        disputeType: dispute.type,
        risk: dispute.risk,
      },
      await this.#deps.units.jurisdictionRules(),
      (await this.#deps.suitability()).villageMatters,
    );
  }

  /** What the rules of suitability say of the dispute today, the barring ones first. */
  async suitability(matter: Matter): Promise<readonly SuitabilityFinding[]> {
    return suitabilityUnder(this.#deps.suitability, matter);
  }

  /** As `suitability`, for a request that is still being typed; an amount that cannot be read is left out. */
  async suitabilityFor({ amount, ...typed }: TypedMatter): Promise<readonly SuitabilityFinding[]> {
    const amountFen = amountOf(amount, []);
    return this.suitability({ ...typed, ...(amountFen === undefined ? {} : { amountFen }) });
  }

  /** As `suggest`, for a request that is still being typed. */
  async suggestFor(typed: {
    readonly placeUnit: string;
    readonly type: string;
    readonly riskTriggers: readonly string[];
  }): Promise<Suggestion | undefined> {
    const place = await this.#deps.units.find(typed.placeUnit);
    return this.suggest({
      place: { unitCode: place.code, townshipCode: place.code.slice(0, 9), text: '' },
      requestedOn: dayOfInstant(this.#deps.clock.now()),
      type: typed.type,
      risk: suggestRisk(typed.riskTriggers as readonly RiskTriggerId[]),
    });
  }

  /**
   * Corrects what was typed; the state stays, the reason and the names of the changed fields go into an event.
   * @throws DomainError `disputeNotFound`, `amend.notYours`, `amend.closed`, `stale`, `validation`
   */
  async amend(
    actor: Actor,
    id: string,
    changes: AmendInput,
    reason: string,
    options: ActOptions,
  ): Promise<DisputeRecord> {
    const { repository, transactions, clock } = this.#deps;
    const { amount, ...typed } = changes;
    const texts = typed.cause === undefined ? typed : { ...typed, ...(await this.chooseCause(typed.cause)) };
    const errors: FieldError[] = [];
    const amountFen = amountOf(amount, errors);
    if (errors.length > 0) throw invalid('validation', errors);
    const answer = await runOnce(transactions, options.once, async (tx) => {
      const dispute = await repository.get(id, tx);
      const now = clock.now();
      const inLaw = caseInLaw(dispute, now);
      if (readingOf(actor, inLaw) === 'none') throw notFound('disputeNotFound');
      if (!holds(actor, 'ownUnit', inLaw) && !holds(actor, 'mediator', inLaw))
        throw forbidden('amend.notYours', 'ownUnit');
      if (!OPEN_STATES.includes(dispute.state)) throw conflict('amend.closed');
      if (options.version !== undefined && options.version !== dispute.version)
        throw stale(options.version, dispute.version);
      const next: DisputeRecord = {
        ...dispute,
        ...texts,
        ...(amountFen === undefined ? {} : { amountFen }),
        version: dispute.version + 1,
        eventCount: dispute.eventCount + 1,
        updatedAt: now,
      };
      const signed = withSigns({ ...next, terms: termsOfRecord(next) }, { act: 'amend', actor, input: texts });
      await repository.replace(signed, dispute.version, tx);
      const event = {
        disputeId: id,
        seq: next.eventCount,
        act: 'amend' as const,
        from: dispute.state,
        to: dispute.state,
        at: now,
        recordedAt: now,
        actor: { accountId: actor.accountId, name: actor.name, role: actor.role, unitCode: actor.unit.code },
        ownerUnit: dispute.owner.code,
        counted: countedOf(next, now),
        data: { reason, fields: Object.keys(changes) },
      };
      await repository.append([event], tx);
      return { id };
    });
    return repository.get(answer.id);
  }

  /** On which track a suit goes that this person lodges today; undefined where suits are not lodged. */
  async lodges(actor: Actor): Promise<TrackPolicy['lodged'] | undefined> {
    if (!takesSuits(actor)) return undefined;
    return (await this.#deps.trackPolicy(dayOfInstant(this.#deps.clock.now()))).lodged;
  }

  /** Disputes that share an identity number, phone or outside number with what is being typed; at most five. */
  async likelyDuplicates(input: Parameters<KnownPeople['disputes']>[0]): Promise<readonly DisputeRecord[]> {
    return this.#known.disputes(input);
  }

  /** The signs of danger in a request that is still being typed. */
  async riskSigns(typed: SignedRequest & Pick<RegisterInput, 'parties'>): Promise<readonly RiskSign[]> {
    const hotlineOrders = await this.#known.hotlineOrders(typed);
    return requestSigns(typed, { now: this.#deps.clock.now(), holidays: await this.#deps.holidays(), hotlineOrders });
  }

  async #draft(actor: Actor, input: RegisterInput, now: Date, hotlineOrders: number): Promise<DisputeRecord> {
    const today = dayOfInstant(now);
    const errors = [...partyErrors(input.parties, today)];
    const requestedOn = (input.requestedOn ?? today) as CalendarDay;
    if (requestedOn > today) errors.push({ field: 'requestedOn', code: 'day.future' });
    const amountFen = amountOf(input.amount, errors);
    const place = await this.#deps.units.find(input.placeUnit).catch(() => undefined);
    if (!place || !['township', 'village'].includes(place.tier)) {
      errors.push({ field: 'placeUnit', code: 'unit.unknown' });
    }
    const track = trackOf(input, actor, await this.#deps.trackPolicy(requestedOn));
    const suit = docketOf(input, track, { word: this.#deps.docketWord, on: requestedOn, now }, errors);
    const cause = await causeOf(this.chooseCause, input.cause, errors);
    if (errors.length > 0 || !place) throw invalid('validation', errors);
    const parties = input.parties.map((party, index) => sealParty(this.#deps.personalData, party, `p${index + 1}`));
    const title = input.title ?? titleOf(input.parties);
    const riskTriggers = input.riskTriggers as readonly RiskTriggerId[];
    return {
      id: '',
      number: '',
      version: 0,
      eventCount: 0,
      state: 'S00',
      track,
      ...suit,
      round: 1,
      source: input.source,
      type: input.type,
      ...cause,
      title,
      facts: input.facts,
      claims: input.claims,
      ...(amountFen === undefined ? {} : { amountFen }),
      place: {
        unitCode: place.code,
        townshipCode: place.code.slice(0, 9),
        text: input.placeText ?? '',
      },
      requestedOn,
      lodgedAt: now,
      parties,
      owner: { code: actor.unit.code, tier: actor.unit.tier, path: actor.unit.path },
      origin: { unitCode: actor.unit.code, tier: actor.unit.tier, accountId: actor.accountId },
      custody: [{ unitCode: actor.unit.code, tier: actor.unit.tier, from: now, by: 'lodged' }],
      bounces: 0,
      pushedDown: false,
      sessions: 0,
      contactAttempts: 0,
      extensions: 0,
      failures: 0,
      risk: suggestRisk(riskTriggers),
      riskTriggers,
      riskFile: newRiskFile(
        actor,
        now,
        requestSigns(input, { now, holidays: await this.#deps.holidays(), hotlineOrders }),
        riskTriggers,
      ),
      clocks: [],
      nextDueAt: NOTHING_DUE,
      nextSweepAt: NOTHING_DUE,
      ...(input.externalNumber
        ? { external: { system: input.externalSystem ?? input.source, number: input.externalNumber } }
        : {}),
      visibleTo: [],
      terms: termsOfRecord({ title, parties, external: { number: input.externalNumber }, ...suit }),
      updatedAt: now,
    };
  }
}
