import { expect } from 'chai';
import { CODES, disputeWorld, FAILURE, people, SESSION, type World } from '../../support/disputes.ts';
import { fieldsOf, refused } from '../../support/refusal.ts';

const { mediator, tribunalClerk, townshipHead } = people;

const CANARIES = {
  proposal: '金丝雀方案一万元',
  statement: '金丝雀让步陈述',
  note: '金丝雀私下底线',
};

describe('filing', function () {
  let world: World;
  let serial = 100;
  before(async () => {
    world = await disputeWorld();
  });
  beforeEach(() => world.clock.set('2026-03-02T09:00'));
  after(() => world.drop());

  const failed = async (changes: object = {}) => {
    const { id } = await world.dispute('S10', changes);
    await world.act(mediator, id, 'recordSession', {
      ...SESSION,
      statements: CANARIES.statement,
      proposals: CANARIES.proposal,
    });
    await world.notes.write(mediator, id, CANARIES.note);
    return world.act(mediator, id, 'failMediation', {
      ending: 'O33',
      ...FAILURE,
      undisputedFacts: '院墙于二月受损\n滴水来自王家屋檐',
      factsConfirmedBy: ['p1', 'p2'],
    });
  };
  const docket = () => `(2026)京0112民初${(serial += 1)}号`;
  const file = (id: string, changes: object = {}) =>
    world.act(tribunalClerk, id, 'fileCase', { docket: docket(), procedure: 'fastTrack', ...changes });

  it('takes one step from the failed mediation: two events, and the case is with the tribunal', async () => {
    const { id } = await failed();
    const filed = await file(id, { docket: '(2026)京0112民初88号' });
    expect([filed.state, filed.filing?.docket, filed.track]).to.deep.equal(['S19', '（2026）京0112民初88号', 'T1']);
    expect(filed.owner.code).to.equal(CODES.TRIBUNAL);
    expect(filed.custody.map((row) => row.unitCode)).to.deep.equal([CODES.VILLAGE, CODES.TRIBUNAL]);
    expect(filed.outcome?.code).to.equal('O33');
    const [transferred, registered] = (await world.disputes.history(id)).slice(-2);
    expect([transferred?.from, transferred?.to, registered?.from, registered?.to]).to.deep.equal([
      'S17',
      'S18',
      'S18',
      'S19',
    ]);
    expect(registered?.data).to.include({ outcome: 'O52', procedure: 'fastTrack' });
  });

  it('takes two steps when the township hands over first', async () => {
    const { id } = await failed();
    const handed = await world.act(mediator, id, 'transferToFiling', { evidence: '院墙照片 6 张\n修缮报价单' });
    expect([handed.state, handed.owner.code]).to.deep.equal(['S18', CODES.TRIBUNAL]);
    expect(handed.filing?.materials).to.deep.equal([
      'complaintSummary',
      'evidence',
      'serviceAddress',
      'undisputedFacts',
      'failureRecord',
    ]);
    const filed = await file(id, { procedure: 'ordinary' });
    expect([filed.state, filed.filing?.materials.length]).to.deep.equal(['S19', 5]);
  });

  it('sends neither proposals nor statements nor private notes', async () => {
    const { id } = await failed();
    await file(id);
    const { connection } = world.database;
    const stored = await connection.collection('filingPackages').findOne({ disputeId: id });
    const record = await world.repository.get(id);
    const shown = await world.filing.section(record, tribunalClerk);
    const events = await world.disputes.history(id);
    const sections = await world.mediation.sections(tribunalClerk, record);
    const text = JSON.stringify([stored, shown, record, events, sections]);
    expect(text).to.contain('滴水来自王家屋檐');
    for (const canary of Object.values(CANARIES)) expect(text).not.to.contain(canary);
  });

  it('does not hand an agreement that nobody signed to the court', async () => {
    const { id } = await world.dispute('session');
    await world.act(mediator, id, 'recordAgreement', {
      form: 'written',
      facts: '属实',
      responsibility: '各半',
      terms: CANARIES.proposal,
    });
    await world.act(mediator, id, 'refuseToSign', { party: 'p1', ...FAILURE });
    const filed = await file(id);
    const section = await world.filing.section(filed, tribunalClerk);
    expect(JSON.stringify([filed, section, await world.disputes.history(id)])).not.to.contain(CANARIES.proposal);
  });

  it('refuses a docket that is not a civil case of this court and year', async () => {
    const { id } = await failed();
    const wrong = async (text: string) => fieldsOf(await refused(file(id, { docket: text })));
    expect(await wrong('京0112民初5号')).to.deep.equal(['docket docket.unrecognised']);
    expect(await wrong('(2026)京0113民初5号')).to.deep.equal(['docket docket.otherCourt']);
    expect(await wrong('(2026)京0112民特5号')).to.deep.equal(['docket docket.otherType']);
    expect(await wrong('(2025)京0112民初5号')).to.deep.equal(['docket docket.otherYear']);
    const ahead = await refused(file(id, { filedOn: '2026-03-09' }));
    expect(fieldsOf(ahead)).to.deep.equal(['filedOn day.future']);
  });

  it('refuses a docket that another dispute has', async () => {
    const [first, second] = [await failed(), await failed()];
    await file(first.id, { docket: '(2026)京0112民初777号' });
    const error = await refused(file(second.id, { docket: '（2026）京0112民初777号' }));
    expect(fieldsOf(error)).to.deep.equal(['docket docket.taken']);
  });

  it('asks for the record when the system ended the mediation', async () => {
    const { id } = await world.dispute('S10');
    world.clock.set('2026-04-30T09:00');
    const { systemActor } = await import('../../../src/features/disputes/index.ts');
    await world.disputes.perform(systemActor(CODES.COURT), id, 'expireTerm', {});
    expect(fieldsOf(await refused(world.act(mediator, id, 'transferToFiling', {})))).to.deep.equal([
      'course any.required',
      'reason any.required',
      'costConduct any.required',
      'hints any.required',
      'remediesToldOn any.required',
    ]);
    const handed = await world.act(mediator, id, 'transferToFiling', { ...FAILURE });
    expect([handed.state, handed.failure?.course]).to.deep.equal(['S18', FAILURE.course]);
  });

  it('may give way to one more mediation, which starts afresh', async () => {
    const { id } = await failed();
    const again = await world.act(tribunalClerk, id, 'mediateAgain', { reason: '双方申请到街乡再调' });
    expect([again.state, again.round, again.owner.code, again.mediator]).to.deep.equal([
      'S02',
      2,
      CODES.TRIBUNAL,
      undefined,
    ]);
    expect(again.parties.map((party) => party.consent.state)).to.deep.equal(['none', 'none']);
    const [first] = await world.mediationRepository.rounds(id);
    expect([first?.failure?.ending, first?.sessions]).to.deep.equal(['O33', 1]);
  });

  it('is entrusted with consent once it is registered: the same dispute, a new round on the track of registered suits', async () => {
    const { id } = await failed();
    const filed = await file(id);
    const number = filed.filing?.docket;
    const asked = { agreed: 'true', agreedOn: '2026-03-02', reason: '双方愿在审理前再谈' };
    const without = await refused(world.act(tribunalClerk, id, 'entrustMediation', { ...asked, agreed: '' }));
    expect(fieldsOf(without)).to.deep.equal(['agreed filing.consentMissing']);

    const entrusted = await world.act(tribunalClerk, id, 'entrustMediation', asked);
    expect([entrusted.state, entrusted.track, entrusted.round, entrusted.filing?.docket]).to.deep.equal([
      'S02',
      'T3',
      2,
      number,
    ]);
    expect(entrusted.parties.map((party) => party.consent.state)).to.deep.equal(['none', 'none']);
    const [first] = await world.mediationRepository.rounds(id);
    expect(first?.track).to.equal('T1');

    // Fast track is simple procedure: seven days (特邀调解规定27).
    const taken = await world.act(tribunalClerk, id, 'takeUp');
    const term = taken.clocks.find(({ rule, stoppedAt }) => rule === 'CL09' && stoppedAt === undefined);
    expect(term?.dueAt?.toISOString()).to.equal('2026-03-09T15:59:59.999Z');

    // Time is over: back to the docket by itself, and no second entrustment.
    world.clock.set('2026-03-10T09:00');
    const late = await world.repository.get(id);
    await world.deadlines.settle(late);
    const back = await world.repository.get(id);
    expect([back.state, back.filing?.docket, back.track]).to.deep.equal(['S19', number, 'T3']);
    expect((await refused(world.act(tribunalClerk, id, 'entrustMediation', asked))).code).to.equal('law.notEntrusted');
    const acts = (await world.disputes.history(id)).map(({ act }) => act);
    expect(acts.filter((act) => act === 'fileCase').length, 'filed once').to.equal(2);
  });

  const entrustedAgain = async () => {
    const { id } = await failed();
    const { filing } = await file(id);
    await world.act(tribunalClerk, id, 'entrustMediation', {
      agreed: 'true',
      agreedOn: '2026-03-02',
      reason: '愿再谈',
    });
    await world.act(tribunalClerk, id, 'takeUp');
    await world.act(tribunalClerk, id, 'appointMediator', { mediator: mediator.accountId, choice: 'parties' });
    await world.act(mediator, id, 'acceptAppointment', { relations: ['none'] });
    return { id, docket: filing?.docket };
  };

  it('goes back to its docket as soon as a registered suit has not been settled and its record is written', async () => {
    const { id, docket } = await entrustedAgain();
    const consent = { channel: 'phone', evidence: '通话录音', rightsToldHow: 'phone', rightsToldOn: '2026-03-02' };
    await world.act(mediator, id, 'recordConsent', { ...consent, parties: ['p1'], answer: 'given' });
    const ended = await world.act(mediator, id, 'recordConsent', { ...consent, parties: ['p2'], answer: 'refused' });
    expect([ended.state, ended.failure?.ending]).to.deep.equal(['S17', 'O31']);
    for (const [act, input] of [
      ['close', { summary: '调解不成' }],
      ['mediateAgain', { reason: '另找组织再调' }],
    ] as const) {
      const error = await refused(world.act(tribunalClerk, id, act, input));
      expect([error.code, error.rule], act).to.deep.equal(['law.notEntrusted', act === 'close' ? 'L125' : 'L44']);
    }
    const back = await world.act(mediator, id, 'completeFailureRecord', { ...FAILURE });
    expect([back.state, back.owner.code, back.filing?.docket]).to.deep.equal(['S19', CODES.TRIBUNAL, docket]);
  });

  it('waits for the record one working day and no longer; whoever mediated may still write it', async () => {
    const { id, docket } = await entrustedAgain();
    const no = {
      channel: 'phone',
      evidence: '通话录音',
      parties: ['p1'],
      answer: 'refused',
      rightsToldOn: '2026-03-02',
    };
    await world.act(mediator, id, 'recordConsent', no);
    world.clock.set('2026-03-04T00:30');
    await world.deadlines.settle(await world.repository.get(id));
    const back = await world.repository.get(id);
    expect([back.state, back.filing?.docket]).to.deep.equal(['S19', docket]);
    const written = await world.act(mediator, id, 'completeFailureRecord', { ...FAILURE });
    expect([written.state, written.failure?.course]).to.deep.equal(['S19', FAILURE.course]);
  });

  it('reopens as a new round', async () => {
    const { id } = await failed();
    const closed = await world.act(mediator, id, 'close', { summary: '调解不成，当事人另行起诉' });
    const [report] = await world.filing.dossiers(closed);
    expect(report?.summary).to.equal('调解不成，当事人另行起诉');
    expect(
      (await refused(world.act(townshipHead, id, 'reopen', { because: 'newFacts', reason: '新证据' }))).kind,
    ).to.equal('forbidden');
    expect(fieldsOf(await refused(world.act(mediator, id, 'reopen', { reason: '双方愿意再谈' })))).to.deep.equal([
      'because any.required',
    ]);
    const reopened = await world.act(mediator, id, 'reopen', { because: 'partiesAsk', reason: '双方愿意再谈' });
    expect([reopened.state, reopened.round, reopened.outcome, reopened.closedAt]).to.deep.equal([
      'S10',
      2,
      undefined,
      undefined,
    ]);
  });
});
