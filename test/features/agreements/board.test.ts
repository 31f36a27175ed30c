import { expect } from 'chai';
import { disputeWorld, people, type World } from '../../support/disputes.ts';
import { fieldsOf, refused } from '../../support/refusal.ts';

const { mediator, townshipHead, judge, tribunalClerk } = people;
const CANARY = '私下说最多只出八百块';

describe('session board', function () {
  let world: World;
  before(async () => {
    world = await disputeWorld();
  });
  beforeEach(() => world.clock.set('2026-03-02T09:00'));
  after(() => world.drop());

  const write = (id: string, change: object) => world.act(mediator, id, 'updateBoard', change);
  const PROPOSAL = {
    change: 'propose',
    by: 'p1',
    text: '院墙修复费',
    payer: '王秀英',
    payee: '张建国',
    amount: '3,000',
    dueOn: '2026-03-16',
  };
  const accepted = async () => {
    const { id } = await world.dispute('session');
    await write(id, PROPOSAL);
    await write(id, { change: 'counter', id: 'k1', by: 'p2', text: '院墙修复费', amount: '2000', dueOn: '2026-03-16' });
    await write(id, { change: 'accept', id: 'k1', parties: 'p1' });
    return id;
  };
  const clause = async (id: string) => {
    const { context } = await world.disputes.form(mediator, id, 'recordAgreement');
    const model = (await world.agreements.agreementForm(context)) as { begun: { items: readonly object[] } };
    return model.begun.items[0];
  };

  it('When both sides accept a proposal, then the agreement form begins with it, and its clause keeps the id', async () => {
    const id = await accepted();
    const item = await clause(id);
    expect(item).to.deep.include({ clause: 'k1', payer: '王秀英', what: '院墙修复费', amount: '2,000.00' });
    const agreed = await world.act(mediator, id, 'recordAgreement', {
      form: 'written',
      facts: '滴水属实。',
      responsibility: '王秀英担责。',
      items: [{ ...item, what: '院墙修复材料费' }],
    });
    expect(agreed.agreement?.items[0]).to.deep.include({ id: 'k1', what: '院墙修复材料费', amountFen: 200_000 });
    const { board } = await world.agreements.readBoard(mediator, id);
    expect([board.proposals[0]?.standing, board.proposals[0]?.current.what]).to.deep.equal([
      'clause',
      '院墙修复材料费',
    ]);
    await world.act(mediator, id, 'resumeNegotiation', { note: '再谈' });
    const again = await world.agreements.readBoard(mediator, id);
    expect([again.board.proposals[0]?.standing, again.board.proposals[0]?.current.what]).to.deep.equal([
      'open',
      '院墙修复材料费',
    ]);
  });

  it('When a proposal is not accepted by all, then it cannot be written into the agreement', async () => {
    const { id } = await world.dispute('session');
    await write(id, PROPOSAL);
    const item = { clause: 'k1', payer: '王秀英', payee: '张建国', what: '费', amount: '1', dueOn: '2026-03-16' };
    const written = world.act(mediator, id, 'recordAgreement', { form: 'oral', facts: '属实', items: [item] });
    expect(fieldsOf(await refused(written))).to.deep.equal(['items.0.what agreements.notAccepted']);
  });

  it('When the payer is a stranger or the amount is no amount, then the field says so', async () => {
    const { id } = await world.dispute('session');
    const error = await refused(write(id, { ...PROPOSAL, payer: '外人', amount: '许多' }));
    expect(fieldsOf(error)).to.have.members(['payer party.unknown', 'amount money.invalid']);
  });

  it('When the page is old, then nothing is overwritten', async () => {
    const { id, version } = await world.dispute('session');
    await write(id, PROPOSAL);
    const late = world.disputes.perform(mediator, id, 'updateBoard', { change: 'addIssue', text: '旧页' }, { version });
    expect((await refused(late)).kind).to.equal('stale');
  });

  it('When the court looks, then it sees neither the board nor its words, on the page, over the API, in events or in a filing', async () => {
    const id = await accepted();
    await write(id, { change: 'counter', id: 'k1', by: 'p2', text: CANARY, amount: '800' });
    expect((await refused(world.agreements.readBoard(judge, id))).code).to.equal('agreements.boardConfidential');
    await world.act(mediator, id, 'failMediation', {
      ending: 'O33',
      course: '两次',
      reason: '分歧',
      costConduct: '无',
      hints: '无',
      remediesToldOn: '2026-03-02',
    });
    const transferred = await world.act(mediator, id, 'transferToFiling', { evidence: ['照片'] });
    const seen = JSON.stringify([
      transferred,
      await world.agreements.board(tribunalClerk, transferred),
      await world.agreements.section(transferred),
      await world.disputes.history(id),
      await world.filing.section(transferred, judge),
    ]);
    expect(seen).not.to.include(CANARY);
    expect(JSON.stringify(await world.agreements.board(townshipHead, transferred))).to.include(CANARY);
  });

  it('When an agreement nobody has signed is written anew, then the old text is kept and signatures fall away', async () => {
    const { id } = await world.dispute('session');
    const text = {
      form: 'written',
      facts: '属实',
      responsibility: '王秀英担责',
      items: [{ payer: '王秀英', payee: '张建国', what: '费', amount: '900', dueOn: '2026-03-16' }],
    };
    await world.act(mediator, id, 'recordAgreement', text);
    await world.act(mediator, id, 'recordSignatures', { signers: ['p1'] });
    const second = await world.act(mediator, id, 'recordAgreement', { ...text, terms: '今后互谅互让' });
    const view = await world.agreements.section(second);
    expect([second.state, view?.version, view?.versions.map(({ standing }) => standing)]).to.deep.equal([
      'S12',
      2,
      ['replaced', 'awaiting'],
    ]);
    expect(view?.signatures.filter(({ on }) => on)).to.deep.equal([]);
    const done = await world.act(mediator, id, 'recordSignatures', { signers: ['p1', 'p2', 'mediator', 'seal'] });
    expect(done.agreement?.effectiveOn).to.equal('2026-03-02');
    const bound = await refused(world.act(mediator, id, 'recordAgreement', text));
    expect(bound.code).to.be.oneOf(['law.wrongState', 'law.awaitsSignatures']);
  });

  it('When the words themselves bar confirmation, then the agreement stands and cannot be confirmed', async () => {
    const { id } = await world.dispute('session');
    const agreed = await world.act(mediator, id, 'recordAgreement', {
      form: 'written',
      facts: '属实',
      responsibility: '各半',
      terms: '东侧房屋归张建国所有',
    });
    expect(agreed.agreement?.confirmable).to.equal(false);
    expect((await world.agreements.section(agreed))?.exclusions).to.deep.equal(['ownership']);
  });

  it('When clauses are checked before signing, then every fault is named with its article and nothing is stored', async () => {
    const { id } = await world.dispute('session');
    const check = await world.agreements.check(mediator, id, {
      form: 'written',
      partial: false,
      medium: 'paper',
      facts: '属实',
      terms: ['付调解费100元'],
      items: [{ payer: '王秀英', payee: '', what: '费', manner: 'once' }],
      exclusions: [],
    });
    expect(check.findings.map(({ code, basis }) => `${code} ${basis}`)).to.include.members([
      'law.clause.payeeMissing 人民调解法29',
      'law.clause.amountMissing 人民调解法29',
      'law.clause.dueMissing 人民调解法29',
      'law.clause.fee 人民调解法4',
    ]);
    expect((await world.repository.get(id)).agreement).to.equal(undefined);
  });
});
