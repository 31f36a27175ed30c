import { expect } from 'chai';
import {
  actsOf,
  AGREEMENT,
  custodyOf,
  type Followed,
  type Journey,
  mediate,
  running,
  startJourney,
  UNITS,
} from '../support/journey.ts';

describe('a court lodging goes down to the village and its result comes back', function () {
  this.bail(true);
  let journey: Journey;
  let dispute: Followed;

  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const pile = async (who: 'tribunalClerk' | 'clerk' | 'mediator', name: string): Promise<readonly string[]> => {
    const { body } = await journey.people[who].call('get', `/disputes?pile=${name}`);
    return (body.items as { number: string }[]).map((item) => item.number);
  };

  it('When the tribunal registers a lodging, then it lies on its desk to be pushed, numbered and timed', async () => {
    const { tribunalClerk } = journey.people;
    dispute = await journey.register(tribunalClerk, { source: 'I09' });

    const desk = await (await tribunalClerk.browser()).get('/desk');
    const stored = await journey.stored(dispute.id);

    expect(dispute.number).to.equal('TZ-110112-F01-2026-000001');
    expect(desk.text).to.include(`/disputes/${dispute.id}`);
    expect(await pile('tribunalClerk', 'toPush')).to.deep.equal([dispute.number]);
    expect(actsOf(stored)).to.deep.equal(['lodge', 'screen']);
    expect(running(stored)).to.deep.equal(['CL03']);
  });

  it('When it is pushed to the township, then the tribunal still owns it and the answer has a clock', async () => {
    const { tribunalClerk } = journey.people;
    await journey.act(tribunalClerk, dispute, 'pushDown', { toUnit: UNITS.township, reason: '邻里纠纷，就近化解' });

    const stored = await journey.stored(dispute.id);
    const [handOver] = stored.handOvers;

    expect([dispute.state, stored.dispute.owner.code]).to.deep.equal(['S05', UNITS.tribunal]);
    expect(running(stored)).to.deep.equal(['CL04']);
    expect(handOver).to.include({ state: 'sent', kind: 'push-down', reason: '邻里纠纷，就近化解' });
    expect(handOver?.brief).to.include('屋檐滴水').and.not.include('13800000001');
    expect(await pile('clerk', 'toAnswer')).to.deep.equal([dispute.number]);
    expect(await pile('tribunalClerk', 'toPush')).to.deep.equal([]);
    expect(await pile('tribunalClerk', 'sent')).to.deep.equal([dispute.number]);
  });

  it('When the township accepts, then it owns the case and the term begins', async () => {
    journey.clock.advance({ minutes: 30 });
    await journey.act(journey.people.clerk, dispute, 'acceptHandOver');

    const stored = await journey.stored(dispute.id);

    expect(dispute.state).to.equal('S07');
    expect(custodyOf(stored)).to.deep.equal([UNITS.tribunal, UNITS.township]);
    expect(stored.handOvers[0]).to.include({ state: 'accepted' });
    expect(running(stored)).to.include('CL05').and.not.include('CL04');
    expect(await pile('clerk', 'toAppoint')).to.deep.equal([dispute.number]);
  });

  it('When the village takes it over in turn, then the custody chain has three rows and the term runs on', async () => {
    const { clerk, mediator } = journey.people;
    const before = await journey.stored(dispute.id);
    journey.clock.advance({ minutes: 30 });
    await journey.act(clerk, dispute, 'pushDown', { toUnit: UNITS.village, reason: '村里熟悉情况' });
    journey.clock.advance({ minutes: 30 });
    await journey.act(mediator, dispute, 'acceptHandOver');

    const stored = await journey.stored(dispute.id);
    const answer = await journey.people.tribunalClerk.call('get', `/disputes/${dispute.id}/custody`);
    const term = (of: typeof stored) =>
      of.dispute.clocks.filter((clock) => clock.rule === 'CL06' && !clock.stoppedAt).map((clock) => clock.dueAt);

    expect(custodyOf(stored)).to.deep.equal([UNITS.tribunal, UNITS.township, UNITS.village]);
    expect((answer.body.items as { tier: string }[]).map((row) => row.tier)).to.deep.equal([
      'tribunal',
      'township',
      'village',
    ]);
    const totals = answer.body.totals as { tier: string; days: number; stays: number }[];
    expect(totals.map(({ tier, stays }) => [tier, stays])).to.deep.equal([
      ['tribunal', 1],
      ['township', 1],
      ['village', 1],
    ]);
    expect(term(stored)).to.deep.equal(term(before));
    expect(stored.dispute.pushedDown).to.equal(true);
  });

  it('When the village settles it, then the tribunal finds the agreement among its results', async () => {
    const { mediator, tribunalClerk } = journey.people;
    journey.clock.advance({ minutes: 60 });
    await mediate(journey, dispute);
    await journey.act(mediator, dispute, 'recordAgreement', AGREEMENT);

    const stored = await journey.stored(dispute.id);
    const results = await (await tribunalClerk.browser()).get('/disputes?pile=results');

    expect([dispute.state, stored.dispute.outcome?.code]).to.deep.equal(['S13', 'O12']);
    expect(stored.dispute.outcome).to.include({ tier: 'village', unitCode: UNITS.village });
    expect(actsOf(stored).slice(-2)).to.deep.equal(['recordAgreement', 'beginPerformance']);
    expect(running(stored)).to.deep.equal(['CL17', 'CL18']);
    expect(results.text).to.include(dispute.number);
    expect(await pile('tribunalClerk', 'results')).to.deep.equal([dispute.number]);
  });

  it('When the tribunal opens the case, then it reads the result but not what was said', async () => {
    const browser = await journey.people.tribunalClerk.browser();

    const page = await browser.get(`/disputes/${dispute.id}`);

    expect(page.status).to.equal(200);
    expect(page.text).to.include('王秀英赔偿张建国三千元').and.not.include('愿意出钱修墙');
  });
});
