import { expect } from 'chai';
import { type DisputeRecord, isRunning } from '../../../src/features/disputes/index.ts';
import { nextActs } from '../../../src/features/disputes/next-acts.presenter.ts';
import { riskView } from '../../../src/features/risk/index.ts';
import { verify } from '../../../src/verification/index.ts';
import { CODES, disputeWorld, people, type World } from '../../support/disputes.ts';

const { mediator, townshipClerk, townshipHead, judge, neighbour } = people;

const running = ({ clocks }: DisputeRecord, rule: string) =>
  clocks.filter((clock) => clock.rule === rule && isRunning(clock));
const due = (dispute: DisputeRecord, rule: string): string | undefined =>
  running(dispute, rule)[0]?.dueAt?.toISOString();

describe('danger', function () {
  this.timeout(30_000);
  let world: World;
  before(async () => {
    world = await disputeWorld('2026-03-02T09:00');
  });
  after(() => world.drop());
  beforeEach(() => world.clock.set('2026-03-02T09:00'));

  it('When a request speaks of danger, then the signs wait for a person and the colour stays', async () => {
    const { riskFile, risk, clocks } = await world.register({ facts: '被申请人持刀威胁，已报警。' });

    expect(risk).to.equal('yellow');
    expect(riskFile?.found.map(({ trigger }) => trigger)).to.have.members(['violence', 'weapon', 'priorPolice']);
    expect(riskFile?.undecided).to.equal(true);
    expect(riskFile?.owner).to.deep.equal({
      unitCode: CODES.VILLAGE,
      accountId: mediator.accountId,
      name: mediator.name,
    });
    expect(clocks.map(({ rule }) => rule)).not.to.include('CL29');
  });

  it('When a record made later speaks of danger, then it is found there too, and only once', async () => {
    const { id } = await world.dispute('S10');
    const attempt = { party: 'p2', channel: 'phone', result: 'reached', note: '对方扬言要同归于尽' };
    const noted = await world.act(mediator, id, 'recordContact', attempt);
    expect(noted.riskFile?.found.map(({ trigger }) => trigger)).to.have.members(['violence', 'selfHarm']);

    const again = await world.act(mediator, id, 'recordContact', attempt);
    expect(again.riskFile?.found).to.have.length(2);
  });

  it('When somebody judges, then colour, signs, reason and who answers are theirs, and report and review are due', async () => {
    const { id } = await world.register({ facts: '被申请人持刀威胁。' });
    const judged = await world.act(mediator, id, 'assessRisk', {
      level: 'red',
      triggers: ['weapon'],
      owner: mediator.accountId,
      reason: '有人受伤',
    });

    expect(judged).to.include({ risk: 'red', state: 'S02' });
    expect(judged.riskTriggers).to.deep.equal(['weapon']);
    expect(judged.riskFile).not.to.have.property('undecided');
    expect(due(judged, 'CL28')).to.equal('2026-03-02T02:00:00.000Z');
    expect(due(judged, 'CL29')).to.equal('2026-03-03T15:59:59.999Z');
    const [event] = (await world.repository.events(id)).slice(-1);
    expect(event).to.include({ act: 'assessRisk', article: 'L110' });
    expect(event?.data).to.include({ before: 'yellow', level: 'red', reason: '有人受伤' });
  });

  it('When it was reported upwards but the police do not know, then the report stays due; with the receipt it ends', async () => {
    const { id } = await world.register();
    const assess = { level: 'red', triggers: ['violence'], reason: '打伤一人' };
    await world.act(mediator, id, 'assessRisk', assess);

    const reported = await world.act(mediator, id, 'reportRisk', { to: '宋庄镇综治中心', at: '2026-03-02T08:50' });
    expect(running(reported, 'CL28')).to.have.length(1);
    expect(riskView(reported, (code) => code, world.clock.now())).to.include({ policeDue: true, reportDue: false });

    const known = await world.act(mediator, id, 'reportToPolice', {
      station: '宋庄派出所',
      receipt: '接警2026-0302-17',
    });
    expect(running(known, 'CL28')).to.have.length(0);
    expect(known.riskFile?.policeReports).to.have.length(1);
    expect(known.riskFile?.policeReports[0]).to.include({ station: '宋庄派出所', receipt: '接警2026-0302-17' });
  });

  it('When the colour is looked at again, then the review begins anew; when it falls to yellow, nothing is due', async () => {
    const { id } = await world.register();
    const assess = (level: string) => world.act(mediator, id, 'assessRisk', { level, triggers: [], reason: '复核' });
    await assess('orange');
    await world.act(mediator, id, 'reportRisk', { to: '李主任' });
    world.clock.set('2026-03-04T10:00');
    const again = await assess('orange');
    expect(due(again, 'CL29')).to.equal('2026-03-07T15:59:59.999Z');
    expect(running(again, 'CL29')).to.have.length(1);
    expect(running(again, 'CL28')).to.have.length(0);

    const worse = await assess('red');
    expect(running(worse, 'CL28')).to.have.length(1);
    expect(worse.riskFile?.reportedAt).to.equal(undefined);
    expect(running(worse, 'CL29').map(({ variant }) => variant)).to.deep.equal(['red']);

    const calm = await assess('yellow');
    expect([...running(calm, 'CL28'), ...running(calm, 'CL29')]).to.deep.equal([]);
    expect(
      (await world.act(mediator, id, 'assessRisk', { level: 'blue', triggers: [], reason: '苗头' })).risk,
    ).to.equal('blue');
  });

  it('When danger is open, then dealing with it is the next step on the page, the police first', async () => {
    const { id } = await world.register({ facts: '被申请人持刀威胁。' });
    const next = async () => {
      const dispute = await world.repository.get(id);
      return nextActs(dispute, world.disputes.judgements(mediator, dispute)).allowed[0]?.act;
    };
    expect(await next()).to.equal('assessRisk');
    await world.act(mediator, id, 'assessRisk', { level: 'red', triggers: ['weapon'], reason: '属实' });
    expect(await next()).to.equal('reportToPolice');
    await world.act(mediator, id, 'reportToPolice', { station: '宋庄派出所', receipt: '17' });
    expect(await next()).to.equal('reportRisk');
    await world.act(mediator, id, 'reportRisk', { to: '李主任' });
    expect(await next()).to.equal('recordConsent');
  });

  it('When the colour is ordinary, then there is nothing to report upwards', async () => {
    const { id } = await world.register();
    const refused = await world.act(mediator, id, 'reportRisk', { to: '李主任' }).catch((error: unknown) => error);
    expect(refused).to.deep.include({ code: 'law.riskReported', rule: 'L111' });
  });

  it('When the dispute is handed over, then danger travels with it and the new unit answers for it', async () => {
    const { id } = await world.register();
    await world.act(mediator, id, 'assessRisk', {
      level: 'orange',
      triggers: ['group'],
      owner: mediator.accountId,
      reason: '业主聚集',
    });
    await world.act(mediator, id, 'escalate', {
      toUnit: CODES.TOWNSHIP,
      reason: '涉及多人',
      brief: '业主聚集，需要镇里协调',
    });
    const taken = await world.act(townshipClerk, id, 'acceptHandOver');

    expect(taken.risk).to.equal('orange');
    expect(taken.riskFile?.owner).to.deep.equal({
      unitCode: CODES.TOWNSHIP,
      accountId: townshipClerk.accountId,
      name: townshipClerk.name,
    });
    expect(running(taken, 'CL29')).to.have.length(1);
  });

  it('When the unit, its head, the receiver or the judge above see danger, then they may judge it; a stranger may not', async () => {
    const { id } = await world.register({}, townshipClerk);
    const assess = { level: 'orange', triggers: [], reason: '看到苗头' };
    await world.act(townshipHead, id, 'assessRisk', assess);
    await world.act(judge, id, 'assessRisk', assess);
    const refused = await world.act(neighbour, id, 'assessRisk', assess).catch((error: unknown) => error);
    expect(refused).to.deep.include({ code: 'disputeNotFound' });
  });

  it('When everything is verified, then clocks of danger that are missing or left over are found', async () => {
    const report = async () => {
      const { connection } = world.database;
      const units = { directory: async () => ({ get: () => ({}) }) as never };
      const { findings } = await verify({
        connection,
        repository: world.repository,
        units,
        holidays: async () => world.holidays,
        statistics: { catchUp: async () => 0, differences: async () => [] },
        audit: { check: async () => ({ lines: 0, problems: [] }) },
      });
      return findings.filter(({ check }) => check === 'risk').map(({ detail }) => detail);
    };
    expect(await report()).to.deep.equal([]);

    const { id } = await world.register();
    const { clocks } = await world.act(mediator, id, 'assessRisk', { level: 'blue', triggers: [], reason: '苗头' });
    const record = await world.repository.get(id);
    const disputes = world.database.connection.collection('disputes');
    await disputes.updateOne({ number: record.number }, { $set: { clocks: [] } });
    expect(await report()).to.deep.equal(['its risk is blue, but no review of that colour is due']);
    await disputes.updateOne({ number: record.number }, { $set: { clocks, risk: 'yellow' } });
    expect(await report()).to.deep.equal(['a review of its risk is due for no reason']);
  });
});
