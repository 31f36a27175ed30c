// People of two neighbouring chains of the network, each with a browser and a token, and what they do to a dispute.

import { PDFDocument } from '@cantoo/pdf-lib';
import { expect } from 'chai';
import supertest from 'supertest';
import { type Config } from '../../config/index.ts';
import { type DisputeEvent } from '../../src/domain/event.ts';
import { type Act } from '../../src/domain/lifecycle.ts';
import { type Role } from '../../src/domain/permission.ts';
import { type DisputeRecord } from '../../src/features/disputes/index.ts';
import { type HandOverRecord } from '../../src/features/hand-overs/index.ts';
import { type FoundationOverrides } from '../../src/foundation.ts';
import { type Browser, startApp, type TestApp } from './app.ts';
import { verify } from '../../src/verification/index.ts';
import { engage, seedSmallDistrict } from './cast.ts';
import { PASSWORD, TestClock } from './people.ts';

/** Units of the district: a chain below 宋庄法庭 with a second village and township, and one below 张家湾法庭. */
export const UNITS = {
  court: '110112',
  tribunal: '110112-F01',
  township: '110112104',
  village: '110112104201',
  nextVillage: '110112104202',
  otherTribunal: '110112-F02',
  otherTownship: '110112105',
  otherVillage: '110112105209',
} as const;

/** Everybody of the cast: role, unit and name. */
const CAST = {
  mediator: ['villageMediator', UNITS.village, '宋春和'],
  colleague: ['villageMediator', UNITS.village, '宋兰英'],
  nextMediator: ['villageMediator', UNITS.nextVillage, '孙满仓'],
  clerk: ['townshipClerk', UNITS.township, '李晓敏'],
  townshipMediator: ['townshipMediator', UNITS.township, '赵德明'],
  head: ['townshipHead', UNITS.township, '周建国'],
  tribunalClerk: ['tribunalClerk', UNITS.tribunal, '郑文静'],
  judge: ['tribunalJudge', UNITS.tribunal, '陈立衡'],
  filingClerk: ['courtFilingClerk', UNITS.court, '韩雪梅'],
  courtAdmin: ['courtAdmin', UNITS.court, '朱明远'],
  justiceViewer: ['justiceViewer', UNITS.court, '许安民'],
  committeeViewer: ['committeeViewer', UNITS.court, '何静怡'],
  systemAdmin: ['systemAdmin', UNITS.court, '吕维'],
  auditAdmin: ['auditAdmin', UNITS.court, '严审'],
  otherMediator: ['villageMediator', UNITS.otherVillage, '张秋实'],
  otherClerk: ['townshipClerk', UNITS.otherTownship, '王立新'],
  otherHead: ['townshipHead', UNITS.otherTownship, '吴海燕'],
  otherTribunalClerk: ['tribunalClerk', UNITS.otherTribunal, '冯志远'],
} as const satisfies Readonly<Record<string, readonly [Role, string, string]>>;
export type PersonName = keyof typeof CAST;
export const PERSON_NAMES = Object.keys(CAST) as readonly PersonName[];

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly role: Role;
  readonly unit: string;
  readonly token: string;
  /** This person's browser, signed in once. */
  browser(): Promise<Browser>;
  /** A call of the API with this person's token; nothing is checked. */
  call(method: Method, path: string, body?: object, headers?: Readonly<Record<string, string>>): supertest.Test;
}

/** What is stored of a dispute. */
export interface Stored {
  readonly dispute: DisputeRecord;
  readonly events: readonly DisputeEvent[];
  readonly handOvers: readonly HandOverRecord[];
}

/** A dispute as a client follows it: its id and the version last seen. */
export interface Followed {
  readonly id: string;
  readonly number: string;
  version: number;
  state: string;
}

export interface Journey extends TestApp {
  readonly clock: TestClock;
  readonly people: Readonly<Record<PersonName, Person>>;
  stored(id: string): Promise<Stored>;
  /** Registers over the API. */
  register(by: Person, changes?: object): Promise<Followed>;
  /** Does an act over the API and follows the version; fails when it is refused. */
  act(by: Person, dispute: Followed, act: Act, body?: object): Promise<Record<string, unknown>>;
}

export const NEIGHBOURS = {
  source: 'I01',
  type: '02',
  facts: '王某家屋檐滴水损坏张某家院墙，双方多次争吵，村里人劝过两次没有结果。',
  claims: ['修复院墙', '赔偿三千元'],
  amount: '3000',
  placeUnit: UNITS.village,
  placeText: '宋庄村东街12号院墙',
  parties: [
    { side: 'applicant', name: '张建国', phone: '13800000001', idNumber: '11010519491231002X' },
    { side: 'respondent', name: '王秀英', phone: '13800000002', address: '宋庄村东街13号' },
  ],
} as const;

export const CONSENTS = {
  parties: ['p1', 'p2'],
  answer: 'given',
  channel: 'inPerson',
  evidence: '当面表示，记录在卷',
  rightsToldOn: '2026-03-02',
} as const;

export const SESSION = {
  on: '2026-03-02',
  from: '08:00',
  until: '08:50',
  mode: 'inPerson',
  place: '宋庄村调解室',
  host: '宋春和',
  recorder: '李会计',
  attendance: [
    { party: 'p1', presence: 'present' },
    { party: 'p2', presence: 'present' },
  ],
  identityChecked: true,
  rightsTold: true,
  disclosed: true,
  statements: '双方陈述滴水与院墙受损经过，王某愿意出钱修墙。',
  issues: ['院墙受损的原因', '赔偿数额'],
  proposals: ['王某一次给付三千元'],
  result: 'agreed',
} as const;

export const AGREEMENT = {
  form: 'oral',
  facts: '屋檐滴水致院墙受损属实。',
  terms: ['王秀英赔偿张建国三千元', '双方今后互不追究'],
  items: [
    { payer: '王秀英', payee: '张建国', what: '院墙修复款', amount: '3000', dueOn: '2026-03-12', manner: 'once' },
  ],
} as const;

/** The four-part record of a failure, and the remedies told. */
export const FAILURE_RECORD = {
  course: '两次组织调解，双方到场陈述。',
  reason: '被申请人明确表示不同意继续调解。',
  costConduct: '无',
  hints: '申请人手中有照片与录音。',
  undisputedFacts: ['屋檐滴水属实'],
  factsConfirmedBy: ['p1', 'p2'],
  remediesToldOn: '2026-03-02',
} as const;
export const FAILURE = { ending: 'O31', ...FAILURE_RECORD } as const;

/** Starts the application with its cast; the clock stands still on a Monday morning unless another is given. */
export async function startJourney(overrides: FoundationOverrides = {}, config?: Config): Promise<Journey> {
  const clock = new TestClock();
  const app = await startApp({ clock, ...overrides }, config);
  const { composition } = app;
  const { casework } = composition.services;
  await seedSmallDistrict(composition);
  const players = PERSON_NAMES.map((key) => {
    const [role, unitCode, name] = CAST[key];
    return { username: key.toLowerCase(), role, unitCode, name };
  });
  const now = (overrides.clock ?? clock).now();
  const engaged = await engage(composition, players, { password: PASSWORD, now });

  const person = (index: number): Person => {
    const { username, role, unitCode, name } = players[index] as (typeof players)[number];
    const { id, token } = engaged[index] as (typeof engaged)[number];
    let browser: Promise<Browser> | undefined;
    return {
      id,
      name,
      username,
      role,
      unit: unitCode,
      token,
      browser: () => (browser ??= app.signIn(username, PASSWORD)),
      call: (method, path, body, headers = {}) => {
        const call = supertest(app.app)[method](`/api/v1${path}`);
        void call.set({ Authorization: `Bearer ${token}`, ...headers });
        return body === undefined ? call : call.send(body);
      },
    };
  };
  const people = Object.fromEntries(PERSON_NAMES.map((key, index) => [key, person(index)])) as Record<
    PersonName,
    Person
  >;

  return {
    ...app,
    close: async () => {
      const { database, services } = app.composition;
      const { repository, holidays } = services.casework;
      const report = await verify({
        connection: database.connection,
        repository,
        units: services.units,
        holidays,
        statistics: services.statisticStore,
        audit: services.audit,
      });
      await app.close();
      expect(report.findings, 'what the journeys left behind').to.deep.equal([]);
    },
    clock,
    people,
    stored: async (id) => ({
      dispute: await casework.repository.get(id),
      events: await casework.repository.events(id),
      handOvers: await casework.handOvers.ofDispute(id),
    }),
    register: async (by, changes = {}) => {
      const answer = await by.call('post', '/disputes', { ...NEIGHBOURS, ...changes });
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
      const { id, number, version, state } = answer.body as Followed;
      return { id, number, version, state };
    },
    act: async (by, dispute, act, body = {}) => {
      const answer = await by.call('post', `/disputes/${dispute.id}/actions/${act}`, body, {
        'If-Match': `"${dispute.version}"`,
      });
      expect(answer.status, `${act}: ${JSON.stringify(answer.body)}`).to.equal(200);
      const { version, state } = answer.body as Followed;
      expect(version).to.equal(dispute.version + 1);
      expect(answer.headers['etag']).to.equal(`"${version}"`);
      Object.assign(dispute, { version, state });
      return answer.body as Record<string, unknown>;
    },
  };
}

/** Hands in a signed sheet for every part the dossier still lacks; tells which parts those were. */
export async function fileMissing(journey: Journey, by: Person, disputeId: string): Promise<readonly string[]> {
  const standing = await by.call('get', `/disputes/${disputeId}/dossier`);
  const parts = (standing.body.parts as { part: string; missing: boolean }[]).filter(({ missing }) => missing);
  const sheet = await PDFDocument.create();
  sheet.addPage();
  const bytes = Buffer.from(await sheet.save());
  for (const { part } of parts) {
    const answer = await supertest(journey.app)
      .post(`/api/v1/disputes/${disputeId}/documents`)
      .set('Authorization', `Bearer ${by.token}`)
      .attach('file', bytes, { filename: `${part}.pdf` })
      .field('part', part);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
  }
  return parts.map(({ part }) => part);
}

/** Brings a dispute of the village into mediation, with one session held. */
export async function mediate(
  journey: Journey,
  dispute: Followed,
  mediator = journey.people.mediator,
  on = SESSION.on as string,
): Promise<void> {
  const act: Journey['act'] = (...what) => journey.act(...what);
  await act(mediator, dispute, 'appointMediator', { mediator: mediator.id, choice: 'parties' });
  await act(mediator, dispute, 'acceptAppointment', { relations: ['none'] });
  await act(mediator, dispute, 'recordContact', { party: 'p2', channel: 'phone', result: 'reached' });
  await act(mediator, dispute, 'recordConsent', { ...CONSENTS, rightsToldOn: on });
  await act(mediator, dispute, 'beginMediation', { mode: 'inPerson', addressConfirmed: ['p1', 'p2'] });
  await act(mediator, dispute, 'recordSession', { ...SESSION, on });
}

/** The acts of a dispute's events in order. */
export const actsOf = ({ events }: Stored): readonly string[] => events.map((event) => event.act);

/** Units of the custody chain in order, after checking that the chain has no gap. */
export function custodyOf({ dispute }: Stored): readonly string[] {
  for (const [index, row] of dispute.custody.entries()) {
    const next = dispute.custody[index + 1];
    expect(row.until?.getTime(), `row ${index} ends where the next begins`).to.equal(next?.from.getTime());
  }
  expect(dispute.custody.at(-1)?.unitCode).to.equal(dispute.owner.code);
  return dispute.custody.map((row) => row.unitCode);
}

/** Rules of the clocks that run. */
export const running = ({ dispute }: Stored): readonly string[] =>
  dispute.clocks
    .filter((clock) => clock.stoppedAt === undefined)
    .map((clock) => clock.rule)
    .toSorted();
