import { expect } from 'chai';
import { actsOf, type Followed, type Journey, running, startJourney, UNITS } from '../support/journey.ts';

describe('requests that leave the way early', () => {
  let journey: Journey;

  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const atVillage = async (): Promise<Followed> => {
    const dispute = await journey.register(journey.people.mediator);
    await journey.act(journey.people.mediator, dispute, 'takeUp');
    return dispute;
  };

  it('When the parties made it up themselves, then withdrawing counts as settled and the case can be closed', async () => {
    const { mediator } = journey.people;
    const dispute = await atVillage();
    await journey.act(mediator, dispute, 'withdraw', { settled: true, note: '双方自行和解' });
    const withdrawn = await journey.stored(dispute.id);
    await journey.act(mediator, dispute, 'close', { summary: '自行和解，撤回申请。', satisfactionInvited: true });

    expect([withdrawn.dispute.state, withdrawn.dispute.outcome?.code]).to.deep.equal(['S24', 'O21']);
    expect(running(withdrawn)).to.deep.equal([]);
    expect(dispute.state).to.equal('S22');
  });

  it('When an applicant gives up, then it does not count as settled', async () => {
    const { mediator } = journey.people;
    const dispute = await atVillage();
    await journey.act(mediator, dispute, 'withdraw', { settled: false, note: '申请人不愿继续' });

    expect((await journey.stored(dispute.id)).dispute.outcome?.code).to.equal('O31');
  });

  it('When papers are missing, then the request goes back for correction and returns to screening', async () => {
    const { clerk } = journey.people;
    const dispute = await journey.register(clerk);
    await journey.act(clerk, dispute, 'returnForCorrection', { missing: ['身份证复印件', '被申请人电话'], days: 5 });
    const back = await journey.stored(dispute.id);
    const page = await (await clerk.browser()).get(`/disputes/${dispute.id}`);
    await journey.act(clerk, dispute, 'correct', { note: '已补交', facts: '补充：院墙长六米。' });
    const stored = await journey.stored(dispute.id);

    expect([back.dispute.state, back.dispute.missing]).to.deep.equal(['S03', ['身份证复印件', '被申请人电话']]);
    // Five days end on a Saturday, so the term ends on the Monday after it.
    expect(back.events.at(-1)?.data).to.include({ until: '2026-03-09' });
    expect(page.text).to.include('被申请人电话');
    expect([stored.dispute.state, stored.dispute.facts]).to.deep.equal(['S02', '补充：院墙长六米。']);
    expect(stored.dispute.missing ?? []).to.deep.equal([]);
    expect(running(stored)).to.deep.equal(['CL03']);
  });

  it('When a matter is another authority’s, then it is not accepted and the applicant is told where to go', async () => {
    const { clerk, mediator } = journey.people;
    const dispute = await journey.register(clerk);
    const refusal = { reason: 'otherAuthority', note: '属劳动仲裁前置', remedy: '向区劳动仲裁委申请' };
    const stranger = await mediator.call('post', `/disputes/${dispute.id}/actions/refuseAcceptance`, refusal, {
      'If-Match': `"${dispute.version}"`,
    });
    await journey.act(clerk, dispute, 'refuseAcceptance', refusal);
    const stored = await journey.stored(dispute.id);

    expect(stranger.status).to.equal(404);
    expect([stored.dispute.state, stored.dispute.outcome?.code]).to.deep.equal(['S04', 'O44']);
    expect(stored.events.at(-1)?.data).to.include({ remedy: '向区劳动仲裁委申请' });
    expect(running(stored)).to.deep.equal([]);
  });

  it('When the same dispute was registered twice, then one is merged into the other and both stay', async () => {
    const { clerk } = journey.people;
    const master = await journey.register(clerk);
    const copy = await journey.register(clerk);
    const unknown = await clerk.call(
      'post',
      `/disputes/${copy.id}/actions/merge`,
      { masterNumber: 'TZ-110112104-2026-999999', note: '重复' },
      { 'If-Match': `"${copy.version}"` },
    );
    const itself = await clerk.call(
      'post',
      `/disputes/${copy.id}/actions/merge`,
      { masterNumber: copy.number, note: '重复' },
      { 'If-Match': `"${copy.version}"` },
    );
    await journey.act(clerk, copy, 'merge', { masterNumber: master.number, note: '同一件事，两人分别登记' });
    const stored = await journey.stored(copy.id);

    expect([unknown.status, unknown.body.errors?.[0]]).to.deep.include.members([422]);
    expect([itself.status, itself.body.errors?.[0]?.code]).to.deep.equal([422, 'dispute.unknown']);
    expect([stored.dispute.state, stored.dispute.mergedInto]).to.deep.equal(['S25', master.id]);
    expect((await journey.stored(master.id)).dispute.state).to.equal('S02');
    expect(actsOf(stored)).to.deep.equal(['lodge', 'screen', 'merge']);
  });

  it('When facts were typed wrong, then they are corrected with a reason and the old words stay in no list', async () => {
    const { clerk } = journey.people;
    const dispute = await journey.register(clerk);
    const amended = await clerk.call(
      'patch',
      `/disputes/${dispute.id}`,
      { title: '张建国与王秀英相邻滴水', amount: '3500.50', reason: '金额登记有误' },
      { 'If-Match': `"${dispute.version}"` },
    );
    const stored = await journey.stored(dispute.id);

    expect([amended.status, amended.body.amountFen]).to.deep.equal([200, 350050]);
    expect(stored.events.at(-1)).to.deep.include({
      act: 'amend',
      data: { reason: '金额登记有误', fields: ['title', 'amount'] },
    });
    expect(stored.dispute.version).to.equal(dispute.version + 1);
  });

  it('When the first mediation failed, then it may be mediated once more, and the first round is kept', async () => {
    const { mediator, tribunalClerk } = journey.people;
    const dispute = await atVillage();
    await journey.act(mediator, dispute, 'appointMediator', { mediator: mediator.id, choice: 'appointed' });
    await journey.act(mediator, dispute, 'acceptAppointment', { relations: ['none'] });
    await journey.act(mediator, dispute, 'failMediation', {
      ending: 'O33',
      course: '多次联系',
      reason: '分歧过大',
      costConduct: '无',
      hints: '无',
      remediesToldOn: '2026-03-02',
    });
    await journey.act(tribunalClerk, dispute, 'mediateAgain', {
      reason: '双方同意再谈一次',
      requestedOn: '2026-03-02',
    });
    const stored = await journey.stored(dispute.id);

    expect([stored.dispute.state, stored.dispute.round, stored.dispute.owner.code]).to.deep.equal([
      'S02',
      2,
      UNITS.tribunal,
    ]);
    expect(stored.dispute).not.to.have.any.keys('failure', 'outcome', 'mediator');
    expect(running(stored)).to.deep.equal(['CL03']);
  });
});
