// A small district with its people, a clock that tests move, and disputes brought to where a test begins.

import { DEFAULT_VILLAGE_MATTERS } from '../../src/domain/dispute-type.ts';

import { parseDay } from '../../src/domain/calendar-day.ts';
import { DEFAULT_TRACK_POLICIES, trackPolicyOn } from '../../src/domain/track-policy.ts';
import { shippedHolidays as holidays } from '../domain/holidays.ts';
import { earlierCases, findConflicts } from '../../src/domain/conflict.ts';
import { type Act, type State } from '../../src/domain/lifecycle.ts';
import { type Actor, type Role } from '../../src/domain/permission.ts';
import { type Tier, type UnitPosition } from '../../src/domain/tier.ts';
import { type HolidayTable } from '../../src/domain/working-days.ts';
import {
  AgreementRepository,
  type AgreementService,
  BoardRepository,
  createAgreementService,
  FateRepository,
} from '../../src/features/agreements/index.ts';
import {
  DeadlineService,
  type DisputeRecord,
  DisputeRepository,
  DisputeService,
  intakeActs,
  PartyReader,
  IntakeService,
  registerSchema,
  WorkRepository,
} from '../../src/features/disputes/index.ts';
import { riskActs } from '../../src/features/risk/index.ts';
import { createFilingService, FilingRepository, type FilingService } from '../../src/features/filing/index.ts';
import { handOverActs, HandOverRepository } from '../../src/features/hand-overs/index.ts';
import {
  createMediationService,
  createPrivateNoteService,
  MediationRepository,
  type MediationService,
  type PrivateNoteService,
} from '../../src/features/mediation/index.ts';
import {
  SupervisionService,
  UrgingRepository,
  warningLedger,
  WarningRepository,
} from '../../src/features/supervision/index.ts';
import { validate } from '../../src/http/validate.ts';
import { createCounters } from '../../src/platform/counters.ts';
import { createPersonalData } from '../../src/platform/crypto.ts';
import { type Database, ensureIndexes } from '../../src/platform/database.ts';
import { idempotencyModel } from '../../src/platform/idempotency.ts';
import { createTransactions } from '../../src/platform/transaction.ts';
import { testDatabase } from './database.ts';

const COURT = '110112';
const TRIBUNAL = '110112-F01';
const TOWNSHIP = '110112104';
const VILLAGE = '110112104201';
const OTHER_VILLAGE = '110112104202';

const PATHS: Readonly<Record<string, readonly string[]>> = {
  [COURT]: [COURT],
  [TRIBUNAL]: [COURT, TRIBUNAL],
  [TOWNSHIP]: [COURT, TRIBUNAL, TOWNSHIP],
  [VILLAGE]: [COURT, TRIBUNAL, TOWNSHIP, VILLAGE],
  [OTHER_VILLAGE]: [COURT, TRIBUNAL, TOWNSHIP, OTHER_VILLAGE],
};
const TIERS: readonly Tier[] = ['court', 'tribunal', 'township', 'village'];

export const unit = (code: string): UnitPosition => {
  const path = PATHS[code] ?? [];
  return { code, tier: TIERS[path.length - 1] ?? 'court', path };
};

const person = (accountId: string, name: string, role: Role, code: string): Actor => ({
  accountId,
  name,
  role,
  unit: { ...unit(code), name: code },
});

export const people = {
  mediator: person('a-mediator', '赵春梅', 'villageMediator', VILLAGE),
  neighbour: person('a-neighbour', '钱守仁', 'villageMediator', OTHER_VILLAGE),
  townshipClerk: person('a-clerk', '孙敬', 'townshipClerk', TOWNSHIP),
  townshipHead: person('a-head', '李主任', 'townshipHead', TOWNSHIP),
  tribunalClerk: person('a-tribunal', '周书记员', 'tribunalClerk', TRIBUNAL),
  judge: person('a-judge', '吴法官', 'tribunalJudge', TRIBUNAL),
  filingClerk: person('a-filing', '郑立案', 'courtFilingClerk', COURT),
} as const;

export const CODES = { COURT, TRIBUNAL, TOWNSHIP, VILLAGE, OTHER_VILLAGE } as const;

/** Beijing time on a wall clock: `2026-03-02T09:00`. */
export const at = (text: string): Date => new Date(`${text}:00+08:00`);

export interface TestClock {
  now(): Date;
  set(text: string): void;
}

export interface World {
  readonly clock: TestClock;
  readonly database: Database & { drop(): Promise<void> };
  readonly disputes: DisputeService;
  readonly deadlines: DeadlineService;
  readonly warnings: WarningRepository;
  readonly supervision: SupervisionService;
  readonly repository: DisputeRepository;
  readonly mediation: MediationService;
  readonly mediationRepository: MediationRepository;
  readonly agreements: AgreementService;
  readonly filing: FilingService;
  readonly notes: PrivateNoteService;
  readonly holidays: HolidayTable;
  /** Does an act as its page or API does: the input is checked by the act's own schema. */
  act(actor: Actor, id: string, act: Act, input?: object): Promise<DisputeRecord>;
  /** A neighbours' dispute at the village, registered by its mediator. */
  register(changes?: object, by?: Actor): Promise<DisputeRecord>;
  /** The same, brought to a state: accepted, with its mediator, in mediation, or with one session held. */
  dispute(state: 'S07' | 'S08' | 'S09' | 'S10' | 'session', changes?: object): Promise<DisputeRecord>;
  drop(): Promise<void>;
}

const KEY = Buffer.alloc(32, 7);
const personalData = createPersonalData({ current: 'k1', keys: new Map([['k1', KEY]]) }, KEY);

/** A fresh database with every service of casework on it. */
export async function disputeWorld(start = '2026-03-02T09:00'): Promise<World> {
  const database = await testDatabase();
  const { connection } = database;
  let present = at(start);
  const clock: TestClock = {
    now: () => present,
    set: (text) => {
      present = at(text);
    },
  };
  const transactions = createTransactions(connection, clock);
  const repository = new DisputeRepository(connection);
  const disputes = new DisputeService({
    repository,
    transactions,
    clock,
    holidays: async () => holidays,
    courtCode: COURT,
  });
  const deadlines = new DeadlineService({ repository, disputes, transactions, clock, courtCode: COURT });
  const warnings = new WarningRepository(connection);
  const urgings = new UrgingRepository(connection);
  disputes.witnessed(warningLedger(warnings, urgings));
  const supervision = new SupervisionService({ warnings, urgings, disputes, transactions, clock });
  const find = async (code: string) => ({ ...unit(code), name: { zh: code, en: code } });
  const intake = new IntakeService({
    repository,
    transactions,
    clock,
    counters: createCounters(connection),
    personalData,
    holidays: async () => holidays,
    docketWord: '京0112',
    trackPolicy: async (on) => trackPolicyOn(DEFAULT_TRACK_POLICIES, on),
    courtCode: COURT,
    units: {
      find,
      jurisdictionRules: async () => [
        { id: 'r1', place: TOWNSHIP, tribunal: TRIBUNAL, effectiveFrom: parseDay('2020-01-01') },
      ],
    },
    suitability: async () => ({ villageMatters: DEFAULT_VILLAGE_MATTERS }),
  });
  const work = new WorkRepository(connection);
  const mediationRepository = new MediationRepository(connection);
  const mediators = [people.mediator, people.neighbour, people.townshipHead];
  const mediation = createMediationService({
    repository: mediationRepository,
    personalData,
    conflictsOf: async (mediator, dispute) =>
      findConflicts(
        mediator,
        dispute.parties,
        earlierCases(mediator, dispute.parties, await work.earlierDisputes(dispute, mediator)),
      ),
    papersOf: async () => [],
    mediatorsOf: async () =>
      mediators.map(({ accountId, name, unit: { code } }) => ({
        accountId,
        name,
        unitCode: code,
        unitName: { zh: code, en: code },
        openCases: 0,
        ...(accountId === 'a-neighbour' ? { phoneIndex: personalData.blindIndex('13800000002') } : {}),
      })),
  });
  const agreements = createAgreementService({
    repository: new AgreementRepository(connection),
    boards: new BoardRepository(connection),
    disputes,
    mediation: mediationRepository,
    clock,
    docketWord: '京0112',
    papersOf: async () => [],
    fates: new FateRepository(connection),
  });
  const filing = createFilingService({
    repository: new FilingRepository(connection),
    mediation: mediationRepository,
    tribunalFor: async () => unit(TRIBUNAL),
    docketWord: '京0112',
    suitability: (dispute) => intake.suitability(dispute),
    evidenceOf: async () => [],
    parties: new PartyReader(personalData),
    holidays: async () => holidays,
  });
  const notes = createPrivateNoteService({ connection, disputes, personalData, clock });
  disputes.define(
    riskActs({ people: async (unitCode) => Object.values(people).filter(({ unit: { code } }) => code === unitCode) }),
    'risk',
  );
  disputes.define(intakeActs(repository, '京0112'), 'disputes');
  disputes.define(
    handOverActs({
      repository: new HandOverRepository(connection),
      attemptsSince: (dispute, since) => mediationRepository.attemptsSince(dispute, since),
      newId: () => repository.newId(),
      docketWord: '京0112',
      units: {
        find,
        targets: async () => [],
        demandSuitable: async () => undefined,
        suggestion: async () => undefined,
      },
    }),
    'disputes',
  );
  disputes.define(mediation.acts(), 'mediation');
  disputes.define(agreements.acts(), 'agreements');
  disputes.define(filing.acts(), 'filing');
  idempotencyModel(connection);
  await ensureIndexes(connection);

  const act: World['act'] = async (actor, id, name, input = {}) =>
    disputes.perform(actor, id, name, validate(disputes.definition(name).schema, input));

  const register: World['register'] = (changes = {}, by = people.mediator) =>
    intake.register(by, validate(registerSchema, { ...NEIGHBOURS, ...changes }));

  const steps: readonly { readonly to: State | 'session'; readonly act: Act; readonly input: object }[] = [
    { to: 'S07', act: 'takeUp', input: {} },
    { to: 'S08', act: 'appointMediator', input: { mediator: 'a-mediator', choice: 'parties' } },
    { to: 'S09', act: 'acceptAppointment', input: { relations: ['none'] } },
    { to: 'S09', act: 'recordContact', input: { party: 'p2', channel: 'phone', result: 'reached' } },
    { to: 'S09', act: 'recordConsent', input: BOTH_CONSENT },
    { to: 'S10', act: 'beginMediation', input: { mode: 'inPerson', addressConfirmed: ['p1', 'p2'] } },
    { to: 'session', act: 'recordSession', input: SESSION },
  ];

  const dispute: World['dispute'] = async (state, changes = {}) => {
    let record = await register(changes);
    for (const step of steps) {
      if (step.to === 'S09' && state === 'S09' && step.act !== 'acceptAppointment') continue;
      record = await act(people.mediator, record.id, step.act, step.input);
      if (step.to === state && (state !== 'S09' || step.act === 'acceptAppointment')) break;
    }
    return record;
  };

  return {
    clock,
    database,
    disputes,
    deadlines,
    warnings,
    supervision,
    repository,
    mediation,
    mediationRepository,
    agreements,
    filing,
    notes,
    holidays,
    act,
    register,
    dispute,
    drop: () => database.drop(),
  };
}

const NEIGHBOURS = {
  source: 'I01',
  type: '02',
  facts: '王某家屋檐滴水损坏张某家院墙，双方多次争吵。',
  claims: ['修复院墙', '赔偿 3000 元'],
  amount: '3000',
  placeUnit: VILLAGE,
  parties: [
    { side: 'applicant', name: '张建国', phone: '13800000001' },
    { side: 'respondent', name: '王秀英', phone: '13800000002' },
  ],
};

export const BOTH_CONSENT = {
  parties: ['p1', 'p2'],
  answer: 'given',
  channel: 'inPerson',
  evidence: '当面表示，记录在卷',
  rightsToldOn: '2026-03-02',
};

export const SESSION = {
  on: '2026-03-02',
  from: '08:00',
  until: '08:50',
  mode: 'inPerson',
  place: '小堡村调解室',
  host: '赵春梅',
  recorder: '孙敬',
  attendance: [
    { party: 'p1', presence: 'present' },
    { party: 'p2', presence: 'present' },
  ],
  identityChecked: 'true',
  rightsTold: 'true',
  disclosed: 'true',
  statements: '双方陈述滴水与院墙受损经过。',
  result: 'continue',
  nextStep: '三日后再谈',
};

/** The four-part record of a failure, and the remedies told. */
export const FAILURE = {
  course: '两次组织调解，双方到场陈述。',
  reason: '赔偿数额分歧过大。',
  costConduct: '无',
  hints: '无',
  remediesToldOn: '2026-03-02',
};
