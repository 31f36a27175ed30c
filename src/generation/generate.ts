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
import { DisputeRepository, type DisputeRecord } from '../features/disputes/index.ts';
import { type District, type UnitsService } from '../features/units/index.ts';
import { type Foundation } from '../foundation.ts';
import { counterModel } from '../platform/counters.ts';
import { ensureIndexes } from '../platform/database.ts';
import {
  type Batch,
  closeBatch,
  documentsOf,
  dropIndexes,
  type Documents,
  HeldCounters,
  type HeldStores,
  writeBatch,
} from './batch.ts';
import { HeldFiles } from './held-files.ts';
import { judgeDanger } from './chapter-danger.ts';
import { settle, screen, sendUp } from './chapter-custody.ts';
import { mediate } from './chapter-mediation.ts';
import { follow } from './chapter-endings.ts';
import { inDistrict, type Request, Requests } from './requests.ts';
import { Crowd } from './people.ts';
import { daysTo, Plan } from './plan.ts';
import { Random } from './random.ts';
import { Retelling } from './retelling.ts';
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
  HeldWork,
} from './stores.ts';
import { planAhead } from './chapter-ahead.ts';
import { HeldSchedule } from './held-schedule.ts';
import { HeldMessages, HeldStandings } from './held-standings.ts';
import { HeldUrgings, HeldWarnings } from './held-warnings.ts';
import { EndOfStory, inOfficeHours, MovableClock, type Scene, Teller } from './teller.ts';

const DAY = 86_400_000;
const YEAR_DAYS = 365.25;
const YEARS_BACK = 1.5;
/** The limits of online mediation are in force from 2022-01-01 (在线调解规则); no history begins before them. */
const EARLIEST = new Date('2022-01-01T00:00:00Z');
const BATCH = 200;
/** Histories carried out act by act; of more disputes the rest are these again, elsewhere. */
const CARRIED_OUT = 40_000;
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
  /** How far back they reach, in years, to 2022-01-01 at most; one and a half unless told. */
  readonly years?: number;
  /** How often a history is told, each time in another place; as often as so many disputes need unless told. */
  readonly tellings?: number;
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

/** Nobody has opened what was never there. */
const UNREAD = { readersOf: async () => ({ items: [] }) };

/**
 * Writes so many disputes of the last years; the same seed and the same instant give the same histories. With more than
 * forty thousand a history happens in several places, and the statistics must be counted anew afterwards.
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
  const disputesHeld = new HeldDisputes(connection, random, () => clock.now());
  const files = new HeldFiles(connection);
  const stores: HeldStores = {
    disputes: disputesHeld,
    work: new HeldWork(connection, disputesHeld),
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
    messages: new HeldMessages(connection),
    standings: new HeldStandings(connection),
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
  const casework = createCasework(
    inMemory,
    { accounts: people, units, district, holidays, policies, audit: UNREAD },
    stores,
  );
  const { tellings = Math.ceil(order.disputes / CARRIED_OUT), years = YEARS_BACK } = order;
  const { docketWord } = district.court;
  const dockets = await docketsFrom(numbers, docketWord, until, Math.ceil(years));
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

  const { personalData } = foundation;
  const retelling = new Retelling({ directory, staff, crowd, random, numbers, dockets, personalData, docketWord });
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
  let retold: Documents[] = [];
  const held = (): number => disputesHeld.records.size + retold.length;
  const flush = async () => {
    const batch = closeBatch(stores, numbers, retold);
    retold = [];
    const told = (batch.documents['disputes'] ?? []) as readonly Pick<DisputeRecord, 'state'>[];
    for (const { state } of told) states[state] = (states[state] ?? 0) + 1;
    await writing;
    written += told.length;
    writing = write(batch, written);
    // Awaited before the next batch; until then a failure must not count as nobody's.
    writing.catch(() => {});
  };
  const carryOut = async ({ at, restAt }: Entry, due: number): Promise<void> => {
    clock.set(at);
    const plan = new Plan(random, restAt);
    const id = await tell(scene, plan, requests.next(at, plan, [...disputesHeld.records.values()]));
    const record = await disputesHeld.get(id);
    const times = restAt === undefined ? due - written - held() : 0;
    if (times > 0) retold.push(...(await retelling.tell(record, documentsOf(stores, id), times)));
    if (held() >= BATCH) await flush();
  };
  // Of very many disputes indexes are made once at the end, which takes a tenth of the time; a start makes what is missing.
  if (tellings > 1) await dropIndexes(connection);
  const entries = calendar({ ...order, disputes: Math.ceil(order.disputes / tellings) }, years, until, random);
  // What could not happen elsewhere is made up for by the next history that can.
  for (const [index, entry] of entries.entries()) {
    await carryOut(entry, Math.floor((order.disputes * (index + 1)) / entries.length));
  }
  while (written + held() < order.disputes) await carryOut({ at: until }, order.disputes);
  await flush();
  await writing;
  await ensureIndexes(connection);
  return { disputes: written, states };
}

interface Entry {
  readonly at: Date;
  readonly restAt?: State;
}

/** When each request comes in, earliest first; some come just in time to rest in each of the states now. */
function calendar(
  { disputes: count, showcase }: GenerationOrder,
  years: number,
  until: Date,
  random: Random,
): readonly Entry[] {
  const ofEach = showcase?.ofEach ?? (count >= RESTING.length * 10 ? SHOWN_OFTEN : 1);
  const shown = RESTING.flatMap((state) => Array<State>(ofEach).fill(state));
  const resting = count >= shown.length ? shown : [];
  const days = Math.min(years * YEAR_DAYS, (until.getTime() - EARLIEST.getTime()) / DAY);
  const entries = Array.from({ length: count }, (_, index): Entry => {
    const restAt = resting[index];
    const daysAgo = restAt ? daysTo(restAt) + random.next() : random.next() ** 1.5 * days;
    const raw = new Date(until.getTime() - daysAgo * DAY);
    // Offices are busiest on Mondays: part of what comes at a weekend waits until then.
    const at = inOfficeHours(raw, random.chance(0.4), random);
    return { at: at > until ? until : at, ...(restAt ? { restAt } : {}) };
  });
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** Tells one history. @returns id of its dispute */
async function tell(scene: Scene, plan: Plan, request: Request): Promise<string> {
  const { intake } = scene.casework;
  const registrar = scene.staff.clerk(request.unit);
  const draft = await intake.draft(registrar, request.input);
  const later = plan.restAt === 'S01' ? { screenLater: true as const } : {};
  const [registered] = await intake.registerMany(registrar, [{ ...draft, ...later }]);
  if (!registered) throw new Error('nothing was registered');
  if (registered.state === plan.restAt) return registered.id;
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
  return registered.id;
}

/** Dockets of the court, one series a type word and year. */
async function docketsFrom(
  numbers: HeldCounters,
  word: string,
  until: Date,
  yearsBack: number,
): Promise<Scene['dockets']> {
  const last = until.getUTCFullYear() + 1;
  const years = Array.from({ length: yearsBack + 2 }, (_, index) => last - index);
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
