import { expect } from 'chai';
import { type Act } from '../../src/domain/lifecycle.ts';
import {
  actsOf,
  custodyOf,
  type Followed,
  type Journey,
  type Person,
  running,
  startJourney,
  UNITS,
} from '../support/journey.ts';

describe('a dispute that nobody wants finds its owner', () => {
  let journey: Journey;

  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const refused = async (by: Person, dispute: Followed, act: Act, body: object = {}) => {
    const answer = await by.call('post', `/disputes/${dispute.id}/actions/${act}`, body, {
      'If-Match': `"${dispute.version}"`,
    });
    return [answer.status, answer.body.errors?.[0]?.code ?? answer.body.type];
  };

  /** A tribunal's dispute that township and village have each declined. */
  const bounced = async (): Promise<Followed> => {
    const { tribunalClerk, clerk, mediator } = journey.people;
    const dispute = await journey.register(tribunalClerk, { source: 'I09' });
    await journey.act(tribunalClerk, dispute, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' });
    await journey.act(clerk, dispute, 'declineHandOver', {
      code: 'B2',
      note: '当事人都在宋庄村',
      proposedUnit: UNITS.village,
    });
    await journey.act(tribunalClerk, dispute, 'pushDown', { toUnit: UNITS.village, reason: '按镇里的建议' });
    await journey.act(mediator, dispute, 'declineHandOver', {
      code: 'B8',
      note: '人手不够',
      proposedUnit: UNITS.township,
    });
    return dispute;
  };

  it('When a decline names no better unit, then it is refused on its field', async () => {
    const { tribunalClerk, clerk } = journey.people;
    const dispute = await journey.register(tribunalClerk, { source: 'I09' });
    await journey.act(tribunalClerk, dispute, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' });

    expect(await refused(clerk, dispute, 'declineHandOver', { code: 'B2', note: '不归我们' })).to.deep.equal([
      422,
      'law.handOver.proposalMissing',
    ]);
    expect(
      await refused(clerk, dispute, 'declineHandOver', { code: 'B2', note: '不归我们', proposedUnit: UNITS.township }),
    ).to.deep.equal([422, 'law.handOver.proposesItself']);
    expect(
      await refused(clerk, dispute, 'declineHandOver', { code: 'B2', note: '不归我们', proposedUnit: '110112999' }),
    ).to.deep.equal([422, 'unit.unknown']);
  });

  it('When it is declined once, then the sender has it back with the reason and pushes it elsewhere', async () => {
    const { tribunalClerk, clerk, mediator } = journey.people;
    const dispute = await journey.register(tribunalClerk, { source: 'I09' });
    await journey.act(tribunalClerk, dispute, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' });
    await journey.act(clerk, dispute, 'declineHandOver', { code: 'B2', note: '在宋庄村', proposedUnit: UNITS.village });
    const back = await journey.stored(dispute.id);
    const box = await clerk.call('get', '/hand-overs?box=in&state=declined');
    await journey.act(tribunalClerk, dispute, 'pushDown', { toUnit: UNITS.village, reason: '按镇里的建议' });
    await journey.act(mediator, dispute, 'acceptHandOver');
    const stored = await journey.stored(dispute.id);

    expect([back.dispute.state, back.dispute.bounces, running(back)]).to.deep.equal(['S06', 1, ['CL24']]);
    expect(back.handOvers[0]?.decline).to.deep.include({ code: 'B2', proposedUnit: UNITS.village });
    expect(box.body.items[0], 'who declined may not open it any more').to.include({
      title: '张某某、王某某',
      href: null,
    });
    expect(custodyOf(stored)).to.deep.equal([UNITS.tribunal, UNITS.village]);
    expect([stored.dispute.state, stored.dispute.bounces]).to.deep.equal(['S07', 0]);
  });

  it('When two units have declined, then only the common parent decides, and all others are told so', async () => {
    const dispute = await bounced();
    const { tribunalClerk, clerk, filingClerk } = journey.people;
    const stored = await journey.stored(dispute.id);
    const actions = await tribunalClerk.call('get', `/disputes/${dispute.id}/actions`);
    const reasonOf = (action: string) =>
      (actions.body.items as { action: string; allowed: boolean; reason?: string }[]).find(
        (item) => item.action === action,
      );

    expect([stored.dispute.state, stored.dispute.bounces]).to.deep.equal(['S06', 2]);
    expect(stored.dispute.rulingUnit).to.equal(UNITS.tribunal);
    expect(reasonOf('pushDown')).to.include({ allowed: false, reason: 'rulingNotDue' });
    expect(reasonOf('ruleHandOver')).to.include({ allowed: true });
    const own = { toUnit: UNITS.village, reason: '我来定' };
    expect(await refused(filingClerk, dispute, 'ruleHandOver', own)).to.deep.equal([
      403,
      'urn:jiefen:problem:law.notYours',
    ]);
    expect(await refused(clerk, dispute, 'ruleHandOver', own)).to.deep.equal([
      404,
      'urn:jiefen:problem:disputeNotFound',
    ]);
  });

  it('When the ruling is given, then it binds: the unit holds the case and may not pass it on', async () => {
    const dispute = await bounced();
    const { judge, mediator } = journey.people;
    await journey.act(judge, dispute, 'ruleHandOver', { toUnit: UNITS.village, reason: '双方都在本村，由村里先调' });
    const stored = await journey.stored(dispute.id);
    const up = await refused(mediator, dispute, 'escalate', { toUnit: UNITS.township, reason: '还是退回去' });
    const aside = await refused(mediator, dispute, 'transferLaterally', {
      toUnit: UNITS.nextVillage,
      reason: '给邻村',
    });
    await journey.act(mediator, dispute, 'appointMediator', { mediator: mediator.id, choice: 'appointed' });

    expect(custodyOf(stored)).to.deep.equal([UNITS.tribunal, UNITS.village]);
    expect(stored.dispute.custody.at(-1)?.by).to.equal('ruling');
    expect([stored.dispute.state, stored.dispute.boundUnit]).to.deep.equal(['S07', UNITS.village]);
    expect(stored.events.slice(-2).map(({ from, to }) => [from, to])).to.deep.equal([
      ['S06', 'S05'],
      ['S05', 'S07'],
    ]);
    expect(stored.handOvers.at(-1)).to.include({ state: 'ruled' });
    expect(up).to.deep.equal([409, 'urn:jiefen:problem:law.notBoundByRuling']);
    expect(aside).to.deep.equal([409, 'urn:jiefen:problem:law.notBoundByRuling']);
    expect(dispute.state).to.equal('S08');
  });

  it('When the parent rules for a unit outside its area, then the ruling is refused on its field', async () => {
    const dispute = await bounced();

    expect(
      await refused(journey.people.judge, dispute, 'ruleHandOver', { toUnit: UNITS.otherVillage, reason: '别处' }),
    ).to.deep.equal([422, 'law.handOver.outsideArea']);
  });

  it('When the sender recalls before an answer, then it has the case back and the receiver can no longer accept', async () => {
    const { tribunalClerk, clerk } = journey.people;
    const dispute = await journey.register(tribunalClerk, { source: 'I09' });
    await journey.act(tribunalClerk, dispute, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' });
    const seen = dispute.version;
    await journey.act(tribunalClerk, dispute, 'recallHandOver', { reason: '当事人改到法庭办理' });
    const stored = await journey.stored(dispute.id);
    const late = await clerk.call(
      'post',
      `/disputes/${dispute.id}/actions/acceptHandOver`,
      {},
      { 'If-Match': `"${seen}"` },
    );

    expect([dispute.state, stored.handOvers[0]?.state]).to.deep.equal(['S06', 'recalled']);
    expect(stored.dispute.bounces).to.equal(0);
    expect(custodyOf(stored)).to.deep.equal([UNITS.tribunal]);
    expect(actsOf(stored).slice(-2)).to.deep.equal(['pushDown', 'recallHandOver']);
    expect([late.status, 404, 412]).to.include(late.status);
    expect(late.status).not.to.equal(200);
  });

  it('When a unit of the same tier can do better, then the case moves sideways by consent of both', async () => {
    const { mediator, nextMediator } = journey.people;
    const dispute = await journey.register(mediator);
    await journey.act(mediator, dispute, 'transferLaterally', { toUnit: UNITS.nextVillage, reason: '纠纷地在邻村' });
    await journey.act(nextMediator, dispute, 'acceptHandOver');

    expect(custodyOf(await journey.stored(dispute.id))).to.deep.equal([UNITS.village, UNITS.nextVillage]);
  });

  it('When a village cannot solve it, then it goes up to the township and on to the tribunal', async () => {
    const { mediator, clerk, tribunalClerk } = journey.people;
    const dispute = await journey.register(mediator);
    await journey.act(mediator, dispute, 'takeUp');
    await journey.act(mediator, dispute, 'escalate', { toUnit: UNITS.township, reason: '涉及两个村' });
    await journey.act(clerk, dispute, 'acceptHandOver');
    await journey.act(clerk, dispute, 'escalate', { toUnit: UNITS.tribunal, reason: '法律关系复杂' });
    await journey.act(tribunalClerk, dispute, 'acceptHandOver');

    expect(custodyOf(await journey.stored(dispute.id))).to.deep.equal([UNITS.village, UNITS.township, UNITS.tribunal]);
  });
});
