// A month once frozen prints the same bytes whatever is recorded later.

import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { type Browser } from '../../support/app.ts';
import { AGREEMENT, type Followed, type Journey, mediate, startJourney, UNITS } from '../../support/journey.ts';
import { PASSWORD } from '../../support/people.ts';

describe('frozen months', () => {
  let journey: Journey;
  let settled: Followed;
  let second: Followed;

  before(async () => {
    journey = await startJourney();
    const { mediator } = journey.people;
    settled = await journey.register(mediator);
    await journey.act(mediator, settled, 'takeUp');
    second = await journey.register(mediator, { type: '06' });
    await mediate(journey, settled);
    await journey.composition.services.statisticStore.catchUp();
  });
  after(() => journey.close());

  // Sessions do not outlast a month.
  let signedIn: Promise<Browser> | undefined;
  const today = () => (signedIn ??= journey.signIn(journey.people.courtAdmin.username, PASSWORD));
  const text = async (unit: string): Promise<string> => {
    const browser = await today();
    const answer = await browser.raw('get', `/statistics/months/2026-03/table.json?unit=${unit}`).buffer(true);
    expect(answer.status).to.equal(200);
    return answer.text;
  };
  const month = async (unit: string) => {
    const answer = await journey.people.courtAdmin.call('get', `/statistics/months/2026-03?unit=${unit}`);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body as {
      digest: string;
      corrections: number;
      whole: { items: { id: string; numerator: number; corrected: boolean; now: { numerator: number } }[] };
    };
  };

  it('When the month is not over, then nothing is frozen and the page says so', async () => {
    const { snapshots } = journey.composition.services;
    await snapshots.freezeDue();
    expect((await journey.people.courtAdmin.call('get', '/statistics/months/2026-03')).status).to.equal(404);
    expect((await (await journey.people.courtAdmin.browser()).get('/statistics/months')).status).to.equal(200);
  });

  it('When the month is over, then it is frozen once for every unit, and its bytes fit their digest', async () => {
    const { snapshots, statisticStore } = journey.composition.services;
    journey.clock.advance({ days: 30 });
    await statisticStore.catchUp();
    const frozen = await snapshots.freezeDue();
    expect(frozen).to.be.greaterThan(20);
    expect(await snapshots.freezeDue()).to.equal(0);

    const { digest, corrections, whole } = await month(UNITS.court);
    expect(corrections).to.equal(0);
    expect(whole.items.find(({ id }) => id === 'entered')?.numerator).to.equal(2);
    expect(
      createHash('sha256')
        .update(await text(UNITS.court))
        .digest('hex'),
    ).to.equal(digest);
  });

  it('When entries come later with days of the month, then the table prints the same bytes and the change stands beside it', async () => {
    const { mediator } = journey.people;
    const before = [await text(UNITS.court), await text(UNITS.township)];
    await journey.act(mediator, settled, 'recordAgreement', { ...AGREEMENT, reachedOn: '2026-03-10' });
    await journey.composition.services.statisticStore.catchUp();

    expect([await text(UNITS.court), await text(UNITS.township)]).to.deep.equal(before);
    const { corrections, whole } = await month(UNITS.court);
    expect(corrections).to.be.greaterThan(0);
    const success = whole.items.find(({ id }) => id === 'success');
    expect(success).to.deep.include({ numerator: 0, corrected: true });
    expect(success?.now.numerator).to.equal(1);

    const page = await (await today()).get('/statistics/months/2026-03');
    expect(page.status).to.equal(200);
    expect(page.text).to.include('现 1').and.include('个数字发生变化');
  });

  it('When what is over is paid, closed and reopened, and another one corrected, then the same bytes are printed still', async () => {
    const { mediator } = journey.people;
    const before = [await text(UNITS.court), await text(UNITS.tribunal), await text(UNITS.township)];
    const item = (await journey.stored(settled.id)).dispute.agreement?.items[0]?.id;
    await journey.act(mediator, settled, 'recordReceipt', { item, amount: '3000', voucher: '收条' });
    await journey.act(mediator, settled, 'recordPerformed');
    await journey.act(mediator, settled, 'close', { summary: '双方和好，款已付清。' });
    await journey.act(mediator, settled, 'reopen', { because: 'partiesAsk', reason: '双方愿意再谈' });
    const amended = await mediator.call(
      'patch',
      `/disputes/${second.id}`,
      { amount: '5000', reason: '登记时金额写错' },
      { 'If-Match': `"${second.version}"` },
    );
    expect(amended.status, JSON.stringify(amended.body)).to.equal(200);
    const { statisticStore, snapshots } = journey.composition.services;
    await statisticStore.catchUp();
    await snapshots.freezeDue();

    expect([await text(UNITS.court), await text(UNITS.tribunal), await text(UNITS.township)]).to.deep.equal(before);
    expect((await journey.stored(settled.id)).dispute.state).to.equal('S10');
    expect((await month(UNITS.court)).whole.items.find(({ id }) => id === 'success')?.numerator).to.equal(0);
  });

  it('When a viewer from outside or somebody of another branch asks, then few cases stay hidden and the branch closed', async () => {
    const { justiceViewer, clerk } = journey.people;
    const answer = await justiceViewer.call('get', '/statistics/months/2026-03');
    expect(answer.body.digest).to.equal(null);
    expect(answer.body.whole.items.find(({ id }: { id: string }) => id === 'entered').suppressed).to.equal(true);
    expect(
      (await (await journey.signIn(justiceViewer.username, PASSWORD)).get('/statistics/months/2026-03/table.json'))
        .status,
    ).to.equal(403);
    expect((await clerk.call('get', `/statistics/months/2026-03?unit=${UNITS.otherTownship}`)).status).to.equal(403);
  });
});
