import { expect } from 'chai';
import { type Act } from '../../../src/domain/lifecycle.ts';
import { type Actor } from '../../../src/domain/permission.ts';
import { keysOf } from '../../../src/features/supervision/index.ts';
import { sweepDeadlines } from '../../../src/jobs/deadline-sweep.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { CODES, disputeWorld, FAILURE, people, type World } from '../../support/disputes.ts';

const { mediator, townshipClerk, townshipHead, judge, tribunalClerk } = people;
const courtAdmin: Actor = { ...people.filingClerk, accountId: 'a-admin', role: 'courtAdmin' };
const logger = createLogger('silent');

describe('warnings', function () {
  let world: World;
  beforeEach(async () => {
    world = await disputeWorld();
  });
  afterEach(() => world.drop());

  const sweepAt = (text: string) => {
    world.clock.set(text);
    return sweepDeadlines({ deadlines: world.deadlines, logger });
  };
  /** Open warnings as `clock level`, with how each earlier one ended. */
  const told = async (id: string, clock?: string) =>
    (await world.warnings.ofDispute(id))
      .filter((row) => clock === undefined || row.clock === clock)
      .map((row) => `${row.clock} ${row.level}${row.open ? '' : ` ${row.ended}`}`);
  const onDeskOf = async (actor: Actor) =>
    (await world.supervision.desk(actor, 50)).items.map(({ warning }) => warning);
  const hears = async (actor: Actor, id: string, clock: string) =>
    (await onDeskOf(actor)).some((row) => row.disputeId === id && row.clock === clock);
  const actsOf = async (id: string): Promise<readonly string[]> =>
    (await world.disputes.history(id)).map((event) => event.act);

  it('When a term passes 70 %, 90 % and its last day, then the mediator hears first and the head later', async () => {
    const { id } = await world.dispute('session');
    const seen: Record<string, readonly boolean[]> = {};
    for (const day of ['2026-03-20', '2026-03-24', '2026-03-30', '2026-04-01']) {
      await sweepAt(`${day}T12:00`);
      seen[day] = await Promise.all([mediator, townshipHead, judge].map((person) => hears(person, id, 'CL06')));
    }

    expect(seen).to.deep.equal({
      '2026-03-20': [false, false, false],
      '2026-03-24': [true, false, false],
      '2026-03-30': [true, true, false],
      '2026-04-01': [true, true, false],
    });
    expect(await told(id, 'CL06')).to.deep.equal(['CL06 warning raised', 'CL06 urgent raised', 'CL06 due']);
  });

  it('When the sweep runs twice, then nothing is raised or done a second time and nothing is read', async () => {
    const { id } = await world.dispute('session');
    await sweepAt('2026-03-24T12:00');
    const before = await world.warnings.ofDispute(id);
    const version = (await world.repository.get(id)).version;

    const again = await sweepAt('2026-03-24T12:00');

    expect(again).to.deep.equal({ read: 0, acts: 0, warned: 0, overtaken: 0, failed: 0 });
    expect(await world.warnings.ofDispute(id)).to.deep.equal(before);
    expect((await world.repository.get(id)).version, 'pages do not grow old').to.equal(version);
  });

  it('When what the clock waits for happens, then its warning ends by itself', async () => {
    const { id } = await world.dispute('S09');
    await sweepAt('2026-03-05T12:00');
    expect(await told(id, 'CL05')).to.deep.equal(['CL05 due']);

    await world.act(mediator, id, 'recordContact', { party: 'p2', channel: 'phone', result: 'reached' });

    expect(await told(id, 'CL05')).to.deep.equal(['CL05 due stopped']);
    expect(await hears(mediator, id, 'CL05')).to.equal(false);
  });

  it('When the term is extended, then the level that no longer holds is taken back and may come again', async () => {
    const { id } = await world.dispute('session');
    await sweepAt('2026-03-30T12:00');
    const extension = { days: '30', signedBy: ['p1', 'p2'], signedOn: '2026-03-30', reason: '尚有希望' };

    await world.act(mediator, id, 'extendTerm', extension);
    expect(await told(id, 'CL06')).to.deep.equal(['CL06 urgent lowered']);
    await sweepAt('2026-04-20T12:00');
    expect(await told(id, 'CL06')).to.deep.equal(['CL06 urgent lowered', 'CL06 warning']);
  });

  it('When another person takes over, then the warning moves to the new desk', async () => {
    const { id } = await world.dispute('S08');
    await sweepAt('2026-03-05T12:00');
    expect(await hears(mediator, id, 'CL05')).to.equal(true);

    await world.act(mediator, id, 'declineAppointment', { reason: 'outsideField', note: '不熟悉相邻关系' });

    const [row] = (await onDeskOf(mediator)).filter(({ clock }) => clock === 'CL05');
    expect(row?.recipients).to.include(keysOf(mediator).at(-1));
    expect(row?.person).to.equal(undefined);
  });

  it('When nobody signs for a hand-over, then it comes back, sender and heads are told, and then it is escalated', async () => {
    const { id } = await world.register();
    await world.act(mediator, id, 'escalate', { toUnit: CODES.TOWNSHIP, reason: '需要街乡协调' });
    expect((await world.repository.get(id)).state).to.equal('S05');

    await sweepAt('2026-03-06T00:01');
    const back = await world.repository.get(id);
    expect([back.state, back.bounces]).to.deep.equal(['S06', 1]);
    expect(await hears(mediator, id, 'CL04'), 'the sender').to.equal(true);
    expect(await hears(townshipHead, id, 'CL04'), 'the head of both').to.equal(true);
    expect(await told(id)).to.include('CL24 warning');
    const [late] = (await onDeskOf(townshipHead)).filter(({ clock }) => clock === 'CL04');
    expect(late?.holder.code, 'whose delay it is').to.equal(CODES.TOWNSHIP);

    await sweepAt('2026-03-10T00:01');
    const escalated = await world.repository.get(id);
    expect([escalated.state, escalated.handOver?.to.code]).to.deep.equal(['S05', CODES.TOWNSHIP]);
    expect(await told(id, 'CL04')).to.deep.equal(['CL04 overdue stopped']);
    const kinds: readonly Act[] = ['timeOutHandOver', 'escalate'];
    expect((await actsOf(id)).filter((act) => kinds.includes(act as Act))).to.deep.equal([
      'escalate',
      'timeOutHandOver',
      'escalate',
    ]);

    await sweepAt('2026-03-14T00:01');
    const contested = await world.repository.get(id);
    expect([contested.state, contested.bounces, contested.rulingUnit]).to.deep.equal(['S06', 2, CODES.TRIBUNAL]);
    expect(await told(id)).to.include('CL25 warning');
    expect(await hears(judge, id, 'CL25'), 'who has to rule').to.equal(true);
    expect(await hears(courtAdmin, id, 'CL25')).to.equal(false);
    await sweepAt('2026-03-17T00:01');
    expect(await hears(courtAdmin, id, 'CL25'), 'the unit above, once the day for the ruling is over').to.equal(true);
  });

  it('When a request is not corrected in the time given, then it counts as withdrawn, with a note', async () => {
    const { id } = await world.register({}, townshipClerk);
    await world.act(townshipClerk, id, 'returnForCorrection', { missing: '被申请人住址', days: '5' });
    await sweepAt('2026-03-09T00:01');
    expect((await world.repository.get(id)).state, 'the fifth day is a Saturday').to.equal('S03');

    await sweepAt('2026-03-10T00:01');

    const withdrawn = await world.repository.get(id);
    const event = (await world.disputes.history(id)).at(-1);
    expect([withdrawn.state, event?.act, event?.actor.role]).to.deep.equal(['S24', 'withdraw', 'system']);
    expect(event?.data['note']).to.equal('补正期限届满未补正，视为撤回');
  });

  it('When an instalment stays unpaid, then it is a breach after seven days of patience, not before', async () => {
    const { id } = await world.dispute('session');
    await world.act(mediator, id, 'recordAgreement', {
      form: 'oral',
      facts: '屋檐滴水致院墙受损属实。',
      terms: ['王秀英赔偿张建国三千元'],
      items: [
        { payer: '王秀英', payee: '张建国', what: '院墙修复款', amount: '3000', dueOn: '2026-03-12', manner: 'once' },
      ],
    });

    await sweepAt('2026-03-09T12:00');
    expect(await told(id, 'CL17')).to.deep.equal(['CL17 warning']);
    await sweepAt('2026-03-19T23:00');
    expect((await world.repository.get(id)).state).to.equal('S13');
    await sweepAt('2026-03-20T00:01');

    const breached = await world.repository.get(id);
    expect(breached.state).to.equal('S21');
    const event = (await world.disputes.history(id)).at(-1);
    expect([event?.act, event?.actor.role, event?.data['remedy']]).to.deep.equal(['recordBreach', 'system', 'suit']);
    expect(await told(id)).to.include('CL17 overdue stopped');
  });

  it('When thirty days pass after an agreement took effect, then confirmation is lost and the remedy is in the record', async () => {
    const { id } = await world.dispute('session');
    await world.act(mediator, id, 'recordAgreement', {
      form: 'written',
      facts: '屋檐滴水致院墙受损属实。',
      responsibility: '王秀英承担修复责任。',
      terms: ['王秀英赔偿张建国三千元'],
      items: [
        { payer: '王秀英', payee: '张建国', what: '院墙修复款', amount: '3000', dueOn: '2026-06-12', manner: 'once' },
      ],
      signedOn: '2026-03-02',
      breachTerm: '逾期按日万分之五支付违约金',
    });
    await sweepAt('2026-03-12T12:00');
    expect(await told(id, 'CL13')).to.deep.equal(['CL13 warning']);
    expect(await hears(townshipHead, id, 'CL13'), 'a right of the parties is no delay of anybody').to.equal(false);

    await sweepAt('2026-04-02T00:01');

    const event = (await world.disputes.history(id)).at(-1);
    expect([event?.act, event?.data['right'], event?.data['remedy']]).to.deep.equal(['lapseRight', 'CL13', 'suit']);
    expect((await told(id, 'CL13')).at(-1)).to.match(/stopped$/);
    expect((await world.repository.get(id)).state).to.equal('S13');
  });

  it('When a mediation fails and nobody passes it on, then the filing clerk hears at once and the courts after expiry', async () => {
    const { id } = await world.dispute('session');
    await world.act(mediator, id, 'failMediation', { ending: 'O33', ...FAILURE });
    await sweepAt('2026-03-02T10:00');
    expect(await hears(tribunalClerk, id, 'CL14')).to.equal(true);
    expect(await hears(judge, id, 'CL14')).to.equal(false);

    await sweepAt('2026-03-04T00:01');

    expect(await hears(judge, id, 'CL14')).to.equal(true);
    expect((await world.repository.get(id)).state, 'the parties decide whether to sue').to.equal('S17');
  });
});
