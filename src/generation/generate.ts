// Generates disputes of a whole district: invented people, true rules. Every history is carried out by the product's
// own services on a clock that moves, so records, events, clocks and custody are what people's work would have left.

import { Faker, base, zh_CN } from '@faker-js/faker';
import { createCasework } from '../casework.ts';
import { conflict } from '../domain/errors.ts';
import { type Role } from '../domain/permission.ts';
import { type State, STATE_CODES } from '../domain/lifecycle.ts';
import { SeriesRepository } from '../features/series/index.ts';
import { CalculatorRepository } from '../features/calculators/index.ts';
import { type AccountsService } from '../features/accounts/index.ts';
import { type HolidayService } from '../features/holidays/index.ts';
import { type PolicyService } from '../features/policies/index.ts';
import { DisputeRepository } from '../features/disputes/index.ts';
import { type District, type UnitsService } from '../features/units/index.ts';
import { type Foundation } from '../foundation.ts';
import { counterModel } from '../platform/counters.ts';
import { type Batch, closeBatch, HeldCounters, type HeldStores, writeBatch } from './batch.ts';
import { HeldFiles } from './held-files.ts';
import { judgeDanger } from './chapter-danger.ts';
import { settle, screen, sendUp } from './chapter-custody.ts';
import { mediate } from './chapter-mediation.ts';
import { follow } from './chapter-endings.ts';
import { inDistrict, type Request, Requests } from './requests.ts';
import { Crowd } from './people.ts';
import { daysTo, Plan } from './plan.ts';
import { Random } from './random.ts';
import { samplePapers } from './sample-papers.ts';
import { Staff } from './staff.ts';
import {
  HeldAbsences,
  HeldAgreements,
  HeldBoards,
  HeldDisputes,
  HeldFiling,
  HeldHandOvers,
  HeldMediation,
  HeldMediators,
  HeldSettings,
  HeldUrgings,
  HeldWarnings,
  HeldWork,
} from './stores.ts';
import { planAhead } from './chapter-ahead.ts';
import { HeldSchedule } from './held-schedule.ts';
import { EndOfStory, inOfficeHours, MovableClock, type Scene, Teller } from './teller.ts';

const DAY = 86_400_000;
const MONTHS_BACK_DAYS = 548;
const BATCH = 200;
const POSTS: readonly Role[] = [
  'villageMediator',
  'townshipClerk',
  'townshipMediator',
  'townshipHead',
  'tribunalClerk',
  'tribunalJudge',
  'courtFilingClerk',
];
/** Serials below are left to real filings, so that a docket typed by hand seldom meets a generated one. */
const FIRST_DOCKET = 5_000;
/** Of a large district every state is shown at least so often, of a small one once. */
const SHOWN_OFTEN = 2;
const RESTING: readonly State[] = STATE_CODES.filter((state) => state !== 'S00');

export interface GenerationOrder {
  readonly disputes: number;
  readonly seed: number;
  /** Villages in which the disputes now resting in each state arise, and how many there are of each state. */
  readonly showcase?: { readonly villages: readonly string[]; readonly ofEach: number };
  /** Called after every batch with the number of disputes written. */
  readonly onProgress?: (written: number) => void;
}

export interface GenerationReport {
  readonly disputes: number;
  readonly states: Readonly<Partial<Record<State, number>>>;
}

export interface GenerationDeps {
  readonly foundation: Foundation;
  readonly accounts: Pick<AccountsService, 'inPosts' | 'colleague' | 'isActive'>;
  readonly holidays: HolidayService;
  readonly policies: PolicyService;
  readonly units: UnitsService;
  readonly district: District;
}

/**
 * Writes so many disputes of the last eighteen months; the same seed and the same instant give the same histories.
 * @throws DomainError conflict `generation.notEmpty` when there are disputes already: numbers would no longer follow time
 */
export async function generate(deps: GenerationDeps, order: GenerationOrder): Promise<GenerationReport> {
  const { foundation, accounts, units, district, holidays, policies } = deps;
  const { connection } = foundation.database;
  if ((await new DisputeRepository(connection).count({})) > 0) throw conflict('generation.notEmpty');
  const until = foundation.clock.now();
  const random = new Random(order.seed);
  const faker = new Faker({ locale: [zh_CN, base], seed: order.seed });
  const crowd = new Crowd(faker, random);
  const clock = new MovableClock();
  const directory = await units.directory();
  const holders = await accounts.inPosts(
    directory.find({}).map((unit) => unit.code),
    POSTS,
  );
  const staff = new Staff(directory, holders, () => crowd.name(random.chance(0.5)));
  const numbers = new HeldCounters(async (name) => (await counterModel(connection).findById(name).lean())?.value ?? 0);
  const held = new HeldDisputes(connection, random, () => clock.now());
  const files = new HeldFiles(connection);
  const stores: HeldStores = {
    disputes: held,
    work: new HeldWork(connection, held),
    handOvers: new HeldHandOvers(connection),
    absences: new HeldAbsences(connection),
    mediators: new HeldMediators(connection),
    mediation: new HeldMediation(connection),
    agreements: new HeldAgreements(connection),
    boards: new HeldBoards(connection),
    files,
    filing: new HeldFiling(connection),
    warnings: new HeldWarnings(connection),
    urgings: new HeldUrgings(connection),
    settings: new HeldSettings(connection),
    calculators: new CalculatorRepository(connection),
    series: new SeriesRepository(connection),
    schedule: new HeldSchedule(connection),
  };
  const inMemory = {
    ...foundation,
    clock,
    counters: numbers,
    // What happened long ago asks for no more work.
    jobs: { enqueue: async () => {} },
    transactions: { connection, clock, run: <T>(work: (tx: never) => Promise<T>) => work({} as never) },
  };
  const people = {
    inPosts: async (codes: readonly string[]) => codes.flatMap((code) => staff.mediatorsAt(code)),
    colleague: accounts.colleague,
    isActive: accounts.isActive,
  };
  const casework = createCasework(inMemory, { accounts: people, units, district, holidays, policies }, stores);
  const dockets = await docketsFrom(numbers, district.court.docketWord, until);
  const scene: Scene = {
    random,
    clock,
    until,
    casework,
    disputes: stores.disputes,
    staff,
    dockets,
    ahead: new Map(),
    courtCode: district.court.code,
    papers: await samplePapers(foundation.contents, files),
  };

  const requests = new Requests(crowd, random, inDistrict(directory), order.seed, order.showcase?.villages ?? []);
  const states: Partial<Record<State, number>> = {};
  const target = { connection, transactions: foundation.transactions, counters: foundation.counters };
  let written = 0;
  // While one batch is being written the next is told.
  let writing: Promise<void> = Promise.resolve();
  const write = async (batch: Batch, soFar: number): Promise<void> => {
    await writeBatch(batch, target);
    order.onProgress?.(soFar);
  };
  const flush = async () => {
    const told = [...stores.disputes.records.values()];
    for (const { state } of told) states[state] = (states[state] ?? 0) + 1;
    const batch = closeBatch(stores, numbers);
    await writing;
    written += told.length;
    writing = write(batch, written);
    // Awaited before the next batch; until then a failure must not count as nobody's.
    writing.catch(() => {});
  };
  for (const { at, restAt } of calendar(order, until, random)) {
    clock.set(at);
    const plan = new Plan(random, restAt);
    await tell(scene, plan, requests.next(at, plan, [...stores.disputes.records.values()]));
    if (stores.disputes.records.size >= BATCH) await flush();
  }
  await flush();
  await writing;
  return { disputes: written, states };
}

interface Entry {
  readonly at: Date;
  readonly restAt?: State;
}

/** When each request comes in, earliest first; some come just in time to rest in each of the states now. */
function calendar({ disputes: count, showcase }: GenerationOrder, until: Date, random: Random): readonly Entry[] {
  const ofEach = showcase?.ofEach ?? (count >= RESTING.length * 10 ? SHOWN_OFTEN : 1);
  const shown = RESTING.flatMap((state) => Array<State>(ofEach).fill(state));
  const resting = count >= shown.length ? shown : [];
  const entries = Array.from({ length: count }, (_, index): Entry => {
    const restAt = resting[index];
    const daysAgo = restAt ? daysTo(restAt) + random.next() : random.next() ** 1.5 * MONTHS_BACK_DAYS;
    const raw = new Date(until.getTime() - daysAgo * DAY);
    // Offices are busiest on Mondays: part of what comes at a weekend waits until then.
    const at = inOfficeHours(raw, random.chance(0.4), random);
    return { at: at > until ? until : at, ...(restAt ? { restAt } : {}) };
  });
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

async function tell(scene: Scene, plan: Plan, request: Request): Promise<void> {
  const { intake } = scene.casework;
  const registrar = scene.staff.clerk(request.unit);
  const draft = await intake.draft(registrar, request.input);
  const later = plan.restAt === 'S01' ? { screenLater: true as const } : {};
  const [registered] = await intake.registerMany(registrar, [{ ...draft, ...later }]);
  if (!registered || registered.state === plan.restAt) return;
  const teller = new Teller(scene, plan, request.matter, registered.id);
  try {
    await judgeDanger(teller);
    await screen(teller, request.earlierNumber);
    await settle(teller);
    if (plan.restAt === undefined && scene.random.chance(0.015)) await sendUp(teller);
    await follow(teller, await mediate(teller));
  } catch (error) {
    if (!(error instanceof EndOfStory)) throw error;
    await planAhead(teller, scene.ahead);
  }
}

/** Dockets of the court, one series a type word and year. */
async function docketsFrom(numbers: HeldCounters, word: string, until: Date): Promise<Scene['dockets']> {
  const years = [
    until.getUTCFullYear() - 2,
    until.getUTCFullYear() - 1,
    until.getUTCFullYear(),
    until.getUTCFullYear() + 1,
  ];
  const next = new Map<string, () => number>();
  for (const type of ['民初', '民特', '执', '民诉前调']) {
    for (const year of years) {
      const name = `sampleDocket:${type}:${year}`;
      next.set(`${type}${year}`, await numbers.counting(name));
    }
  }
  return {
    next: (type, day) => {
      const year = day.slice(0, 4);
      const serial = FIRST_DOCKET + (next.get(`${type}${year}`)?.() ?? 0);
      return `（${year}）${word}${type}${serial}号`;
    },
  };
}
