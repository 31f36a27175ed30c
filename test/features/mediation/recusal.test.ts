import { expect } from 'chai';
import { CODES, disputeWorld, FAILURE, people, SESSION, type World } from '../../support/disputes.ts';
import { fieldsOf, refused } from '../../support/refusal.ts';

const { mediator, neighbour, townshipHead, judge, tribunalClerk } = people;

describe('conflict of interest and recusal', function () {
  this.timeout(30_000);
  let world: World;
  before(async () => {
    world = await disputeWorld();
  });
  beforeEach(() => world.clock.set('2026-03-02T09:00'));
  after(() => world.drop());

  const RAISE = { by: 'p2', ground: 'relative', note: '调解员是申请人的表亲' };

  it('When somebody once stood beside one of the parties, then it must be disclosed; a case mediated before is only told', async () => {
    // The neighbour’s own phone was a party in an earlier dispute of the same applicant.
    await world.register({
      parties: [
        { side: 'applicant', name: '张建国', phone: '13800000061' },
        { side: 'respondent', name: '钱守仁', phone: '13800000002' },
      ],
    });
    const { id } = await world.register({
      parties: [
        { side: 'applicant', name: '张建国', phone: '13800000061' },
        { side: 'respondent', name: '李四', phone: '13800000062' },
      ],
    });
    await world.act(mediator, id, 'takeUp');
    await world.act(mediator, id, 'appointMediator', { mediator: 'a-neighbour', choice: 'parties' });
    const error = await refused(world.act(neighbour, id, 'acceptAppointment', { relations: ['none'] }));
    expect(fieldsOf(error)).to.deep.equal(['relations mediation.relationOnRecord']);
    const accepted = await world.act(neighbour, id, 'acceptAppointment', {
      relations: ['interest'],
      note: '曾与申请人有纠纷',
      waivedBy: ['p1', 'p2'],
      waiverEvidence: '笔录第3页',
    });
    expect(accepted.mediator?.disclosure?.signs?.map(({ sign, partyId }) => [sign, partyId])).to.deep.equal([
      ['earlierParty', 'p1'],
    ]);
  });

  it('When an agent of a party has the mediator’s phone or name, then it must be disclosed', async () => {
    for (const agent of [
      { name: '某律师', phone: '13800000002' },
      { name: '钱守仁', phone: '13800000077' },
    ]) {
      const { id } = await world.register({
        parties: [
          { side: 'applicant', name: '赵六', agents: [{ ...agent, authority: 'general' }] },
          { side: 'respondent', name: '孙七' },
        ],
      });
      await world.act(mediator, id, 'takeUp');
      await world.act(mediator, id, 'appointMediator', { mediator: 'a-neighbour', choice: 'parties' });
      const error = await refused(world.act(neighbour, id, 'acceptAppointment', { relations: ['none'] }));
      expect(fieldsOf(error)).to.deep.equal(['relations mediation.relationOnRecord']);
    }
  });

  it('When recusal is raised, then nothing goes on until the head or the court has decided, and never the mediator', async () => {
    const { id } = await world.dispute('S10');
    await world.act(mediator, id, 'raiseRecusal', RAISE);
    expect(await refused(world.act(mediator, id, 'recordSession', SESSION))).to.include({
      code: 'law.mediatorMayGoOn',
      rule: 'L24',
    });
    expect(await refused(world.act(mediator, id, 'decideRecusal', { result: 'stays', reason: '无关系' }))).to.include({
      code: 'law.notYours',
    });
    const decided = await world.act(townshipHead, id, 'decideRecusal', { result: 'stays', reason: '经核实并非亲属' });
    expect(decided.recusal?.decision).to.deep.include({
      result: 'stays',
      reason: '经核实并非亲属',
      by: { accountId: townshipHead.accountId, name: townshipHead.name, unitCode: CODES.TOWNSHIP },
    });
    expect((await world.act(mediator, id, 'recordSession', SESSION)).sessions).to.equal(1);
  });

  it('When the mediator steps aside, then only another mediator can go on', async () => {
    const { id } = await world.dispute('S10');
    await world.act(mediator, id, 'raiseRecusal', { ...RAISE, by: 'mediator' });
    await world.act(judge, id, 'decideRecusal', { result: 'stepsAside', reason: '系近亲属' });
    expect(await refused(world.act(mediator, id, 'recordSession', SESSION))).to.include({ rule: 'L24' });
    const replaced = await world.act(mediator, id, 'replaceMediator', { mediator: 'a-head', reason: '回避' });
    expect(replaced.recusal).to.equal(undefined);
    expect(replaced.mediator?.accountId).to.equal('a-head');
  });

  it('When a party asks for another mediator in the session, then the question is open', async () => {
    const { id } = await world.dispute('S10');
    const held = await world.act(mediator, id, 'recordSession', {
      ...SESSION,
      recusal: 'raised',
      recusalNote: '认为调解员偏袒',
    });
    expect(held.recusal).to.include({ by: 'session', note: '认为调解员偏袒' });
  });

  it('When the case goes to trial, then whoever mediated it may take none of the closed roles', async () => {
    const { id } = await world.dispute('session');
    await world.act(mediator, id, 'failMediation', { ending: 'O33', ...FAILURE });
    await world.act(mediator, id, 'transferToFiling', {});
    const error = await refused(
      world.act(tribunalClerk, id, 'recordTrialRoles', { witness: ['赵春梅', '周某'], layJudge: ['吴某'] }),
    );
    expect(fieldsOf(error)).to.deep.equal(['witness filing.mediatedBefore']);
    const explained = await world.act(tribunalClerk, id, 'recordTrialRoles', {
      witness: ['赵春梅'],
      explained: '同名，身份证号码不同',
    });
    expect(explained.filing?.trialRoles).to.deep.include({
      explained: '同名，身份证号码不同',
      checkedBy: tribunalClerk.name,
    });
    const clean = await world.act(tribunalClerk, id, 'recordTrialRoles', { layJudge: ['吴某'] });
    expect(clean.filing?.trialRoles?.named['layJudge']).to.deep.equal(['吴某']);
  });

  const FILE = { docket: '（2026）京0112民初771号', procedure: 'simple', filedOn: '2026-03-02' };
  const agents = [{ name: '李主任', authority: 'general' }];

  it('When a case is filed, then neither its judge nor a party’s agent may have mediated it', async () => {
    const { id } = await world.dispute('session');
    await world.act(mediator, id, 'failMediation', { ending: 'O33', ...FAILURE });
    const judged = await refused(world.act(tribunalClerk, id, 'fileCase', { ...FILE, judge: '赵春梅' }));
    expect(fieldsOf(judged)).to.deep.equal(['judge filing.judgeMediated']);
    expect((await world.act(tribunalClerk, id, 'fileCase', { ...FILE, judge: '吴法官' })).filing?.judge).to.equal(
      '吴法官',
    );

    const parties = [
      { side: 'applicant', name: '张建国', agents },
      { side: 'respondent', name: '王秀英' },
    ];
    const next = await world.dispute('session', { parties });
    await world.act(mediator, next.id, 'replaceMediator', { mediator: 'a-head', reason: '调整' });
    await world.act(townshipHead, next.id, 'failMediation', { ending: 'O33', ...FAILURE });
    const other = { ...FILE, docket: '（2026）京0112民初772号' };
    const returning = await refused(world.act(tribunalClerk, next.id, 'fileCase', other));
    expect(returning.rule).to.equal('特邀调解规定16');
    expect(fieldsOf(returning)).to.deep.equal(['explained filing.returnsAtTrial']);
    const filed = await world.act(tribunalClerk, next.id, 'fileCase', { ...other, explained: '同名律师' });
    expect([filed.state, filed.filing?.trialRoles?.explained]).to.deep.equal(['S19', '同名律师']);
    const replaced = await refused(world.act(tribunalClerk, next.id, 'recordTrialRoles', { witness: ['赵春梅'] }));
    expect(fieldsOf(replaced), 'who was replaced has mediated too').to.deep.equal(['witness filing.mediatedBefore']);
  });

  it('When somebody is on record for the trial of a suit, then they cannot be appointed to mediate it', async () => {
    const { id } = await world.dispute('session');
    await world.act(mediator, id, 'failMediation', { ending: 'O33', ...FAILURE });
    await world.act(tribunalClerk, id, 'fileCase', { ...FILE, docket: '（2026）京0112民初773号' });
    await world.act(tribunalClerk, id, 'recordTrialRoles', { layJudge: ['钱守仁'] });
    await world.act(tribunalClerk, id, 'entrustMediation', { agreed: 'true', agreedOn: '2026-03-02', reason: '可调' });
    await world.act(tribunalClerk, id, 'takeUp');
    const appoint = (who: string) =>
      world.act(tribunalClerk, id, 'appointMediator', { mediator: who, choice: 'parties' });
    expect(fieldsOf(await refused(appoint('a-neighbour')))).to.deep.equal(['mediator mediation.namedForTrial']);
    expect((await appoint('a-head')).mediator?.accountId).to.equal('a-head');
  });
});
