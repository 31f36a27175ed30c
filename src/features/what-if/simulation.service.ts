// Simulations of pushing more down: ordered by the court, run by a job in threads, kept as they came out.

import { createHash } from 'node:crypto';
import { addMonths, dayOfInstant } from '../../domain/calendar-day.ts';
import { countedAt } from '../../domain/count-row.ts';
import { type Counted } from '../../domain/counted.ts';
import { groupOf } from '../../domain/ending.ts';
import { forbidden, invalidField } from '../../domain/errors.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { type Tier } from '../../domain/tier.ts';
import { type Track, TRACKS } from '../../domain/track-policy.ts';
import { type HolidaySource } from '../../domain/working-days.ts';
import { actualYear, type ObservedDispute, yearBefore } from '../../domain/observed-year.ts';
import {
  type Band,
  bandOf,
  estimate,
  type Measures,
  type NetworkModel,
  type Push,
  WARM_UP_MONTHS,
  type YearResult,
} from '../../domain/what-if.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Once, runOnce } from '../../platform/idempotency.ts';
import { type JobDefinition, type Jobs } from '../../platform/jobs.ts';
import { type Threads } from '../../platform/threads.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { townshipOf } from '../statistics/index.ts';
import { type UnitsService } from '../units/index.ts';
import { type Compared, type SimulationRecord, type SimulationResult } from './simulation.record.ts';
import { type SimulationRepository } from './simulation.repository.ts';
import { type CalibrationOrder } from './calibration.thread.ts';
import { type DrawnYear, type YearOrder } from './simulation.thread.ts';

export interface SimulationDeps {
  readonly repository: SimulationRepository;
  readonly units: Pick<UnitsService, 'directory'>;
  readonly transactions: Transactions;
  readonly jobs: Jobs;
  readonly threads: Threads;
  readonly clock: Clock;
  readonly holidays: HolidaySource;
  /** Types a village may be given. */
  readonly villageMatters: () => Promise<ReadonlySet<string>>;
}

export const SIMULATION_JOB = 'runSimulation';
/** Years drawn for one answer, and how many in one go of a thread. */
const REPLICATIONS = 20;
const AT_A_TIME = 4;
const SECONDS = 600;
const SHOWN = 50;
const ATTEMPTS = 3;

export class SimulationService {
  readonly #deps: SimulationDeps;

  constructor(deps: SimulationDeps) {
    this.#deps = deps;
  }

  /** @throws DomainError `whatIf.courtOnly` */
  latest(actor: Actor): Promise<readonly SimulationRecord[]> {
    this.#check(actor);
    return this.#deps.repository.latest(SHOWN);
  }

  /** @throws DomainError `whatIf.courtOnly`, `whatIf.notFound` */
  get(actor: Actor, id: string): Promise<SimulationRecord> {
    this.#check(actor);
    return this.#deps.repository.get(id);
  }

  /** @throws DomainError `whatIf.courtOnly`, `validation`: a type that no village may be given */
  async order(actor: Actor, push: Push, once?: Once): Promise<{ readonly id: string }> {
    const { repository, transactions, jobs, clock, villageMatters } = this.#deps;
    this.#check(actor);
    if (push.to === 'village' && !(await villageMatters()).has(push.type))
      throw invalidField('type', 'whatIf.notForVillage');
    return runOnce(transactions, once, async (tx) => {
      const id = repository.newId();
      const simulation: SimulationRecord = {
        id,
        push,
        seed: Number.parseInt(id.slice(-6), 16),
        replications: REPLICATIONS,
        state: 'waiting',
        progress: 0,
        orderedAt: clock.now(),
        by: { accountId: actor.accountId, name: actor.name },
      };
      await repository.add(simulation, tx);
      await jobs.enqueue(tx, SIMULATION_JOB, { payload: { id } });
      return { id };
    });
  }

  job(): JobDefinition {
    return { name: SIMULATION_JOB, attempts: ATTEMPTS, perform: (payload) => this.run((payload as { id: string }).id) };
  }

  /** Draws the years and keeps the result; what is done stays as it is. */
  async run(id: string): Promise<void> {
    const { repository, clock } = this.#deps;
    const simulation = await repository.get(id);
    if (simulation.state === 'done') return;
    await repository.note(id, { state: 'running', progress: 0 });
    try {
      const text = JSON.stringify(await this.#draw(simulation));
      const digest = createHash('sha256').update(text).digest('hex');
      await repository.note(id, { state: 'done', text, digest, endedAt: clock.now() });
    } catch (error) {
      // The job comes again; until then the page says how it stands.
      await repository.note(id, { state: 'failed' });
      throw error;
    }
  }

  async #draw({ id, push, seed, replications, orderedAt }: SimulationRecord): Promise<SimulationResult> {
    const { repository, threads, holidays } = this.#deps;
    const year = yearBefore(dayOfInstant(orderedAt));
    const observed = await this.#observed(addMonths(year.from, -WARM_UP_MONTHS), year.to);
    const calendar = await holidays();
    const fitting: CalibrationOrder = {
      model: estimate(observed, year, await this.#seats(push)),
      holidays: calendar,
      seed,
    };
    const model = await threads.run<NetworkModel>(FITTER, fitting, { seconds: SECONDS });
    const order: Omit<YearOrder, 'seeds'> = { model, holidays: calendar, push };
    const drawn: DrawnYear[] = [];
    while (drawn.length < replications) {
      const seeds = Array.from(
        { length: Math.min(AT_A_TIME, replications - drawn.length) },
        (_, next) => seed + drawn.length + next,
      );
      drawn.push(...(await threads.run<readonly DrawnYear[]>(DRAWER, { ...order, seeds }, { seconds: SECONDS })));
      await repository.note(id, { progress: drawn.length });
    }
    return resultOf(model, observed, drawn);
  }

  /** Where a push may lead: every township, or its villages together. */
  async #seats({ to }: Push): Promise<readonly { readonly tier: Tier; readonly unit: string }[]> {
    const directory = await this.#deps.units.directory();
    return directory.find({ tier: 'township' }).map(({ code }) => ({ tier: to, unit: code }));
  }

  async #observed(
    from: ObservedDispute['acceptedOn'],
    to: ObservedDispute['acceptedOn'],
  ): Promise<readonly ObservedDispute[]> {
    const observed: ObservedDispute[] = [];
    for await (const counted of this.#deps.repository.accepted(from, to)) {
      const dispute = observedOf(counted);
      if (dispute) observed.push(dispute);
    }
    return observed;
  }

  #check(actor: Actor): void {
    if (!hasRight(actor.role, 'managePolicies')) throw forbidden('whatIf.courtOnly', 'managePolicies');
  }
}

const DRAWER = new URL('./simulation.thread', import.meta.url);
const FITTER = new URL('./calibration.thread', import.meta.url);

function observedOf(counted: Counted): ObservedDispute | undefined {
  const { acceptedOn, outcome, township, type, track, overdue, extensions, filedOn } = counted;
  if (acceptedOn === undefined) return undefined;
  const { unit, tier } = countedAt(counted);
  // What is recorded late may have ended before it was accepted: then it took no day.
  const endedOn = outcome && outcome.on < acceptedOn ? acceptedOn : outcome?.on;
  return {
    tier,
    unit: tier === 'village' ? townshipOf(unit) : unit,
    township,
    type,
    track: TRACKS.find((each): each is Track => each === track) ?? 'T1',
    acceptedOn,
    endedOn,
    won: groupOf(outcome?.code) === 'success',
    overdue,
    extended: extensions > 0,
    filed: filedOn !== undefined,
  };
}

// ---- What the draws say together ----------------------------------------------------------------------------------

const MEASURES: readonly (keyof Measures)[] = [
  'accepted',
  'won',
  'toCourt',
  'expired',
  'meanDays',
  'meanWait',
  'longWait',
  'inHand',
  'taken',
];

function resultOf(
  model: NetworkModel,
  observed: readonly ObservedDispute[],
  drawn: readonly DrawnYear[],
): SimulationResult {
  const compared = (of: (year: YearResult) => Measures): Compared => {
    const bands = (value: (draw: DrawnYear, key: keyof Measures) => number) =>
      Object.fromEntries(
        MEASURES.map((key) => [key, rounded(bandOf(drawn.map((draw) => value(draw, key))))]),
      ) as Compared['base'];
    return {
      base: bands(({ base }, key) => of(base)[key]),
      pushed: bands(({ pushed }, key) => of(pushed)[key]),
      change: bands(({ base, pushed }, key) => of(pushed)[key] - of(base)[key]),
    };
  };
  const tiers = [...new Set(model.stations.map(({ tier }) => tier))];
  return {
    from: model.from,
    to: model.to,
    disputes: observed.length,
    whole: compared(({ whole }) => whole),
    tiers: tiers.map((tier) => ({
      tier,
      places: model.stations.filter((each) => each.tier === tier).reduce((sum, { places }) => sum + places, 0),
      ...compared(({ tiers: all }) => all[tier] ?? NOTHING),
    })),
    stations: model.stations.map((station, place) => ({
      ...station,
      ...compared(({ stations }) => stations[place] ?? NOTHING),
    })),
    actual: actualYear(observed, model),
  };
}

const NOTHING = Object.fromEntries(MEASURES.map((key) => [key, 0])) as unknown as Measures;
const rounded = ({ low, middle, high }: Band): Band => ({ low: cut(low), middle: cut(middle), high: cut(high) });
const cut = (value: number): number => Math.round(value * 1_000) / 1_000;
