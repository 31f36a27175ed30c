import { expect } from 'chai';
import { filled, send, submit } from '../support/form.ts';
import { actsOf, type Followed, type Journey, NEIGHBOURS, startJourney, UNITS } from '../support/journey.ts';

describe('several people, or one person several times', () => {
  let journey: Journey;

  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const lodged = (): Promise<Followed> => journey.register(journey.people.clerk);
  const pageOf = ({ id }: Followed, act: string) => `/disputes/${id}/acts/${act}`;

  it('When two people act on one page, then the second is told so and keeps every word', async () => {
    const dispute = await lodged();
    const [first, second] = await Promise.all([journey.people.clerk.browser(), journey.people.head.browser()]);
    const page = pageOf(dispute, 'returnForCorrection');
    const form = await second.get(page);
    await submit(first, page, { missing: '身份证', days: '5' });
    await journey.act(journey.people.clerk, Object.assign(dispute, { version: 2 }), 'correct', { note: '已补' });
    const answer = await send(second, page, filled(form.text, page, { missing: '电话\n住址', days: '3' }));
    const stored = await journey.stored(dispute.id);

    expect(answer.status).to.equal(412);
    expect(answer.text).to.include('电话\n住址').and.include('value="3"');
    expect(answer.text, 'the form now knows the present version').to.include('name="version" value="3"');
    expect(actsOf(stored).filter((act) => act === 'returnForCorrection')).to.have.length(1);
  });

  it('When the first has moved the case on, then the words of the second are still shown', async () => {
    const dispute = await lodged();
    const second = await journey.people.head.browser();
    const page = pageOf(dispute, 'returnForCorrection');
    const form = await second.get(page);
    await journey.act(journey.people.clerk, dispute, 'takeUp');
    const answer = await send(second, page, filled(form.text, page, { missing: '缺少身份证复印件' }));

    expect(answer.status).to.equal(412);
    expect(answer.text).to.include('缺少身份证复印件');
    expect((await journey.stored(dispute.id)).dispute.state).to.equal('S07');
  });

  it('When a form is sent twice, also at the same moment, then the act is done once', async () => {
    const dispute = await lodged();
    const browser = await journey.people.clerk.browser();
    const page = pageOf(dispute, 'returnForCorrection');
    const fields = filled((await browser.get(page)).text, page, { missing: '身份证' });
    const answers = await Promise.all([1, 2, 3].map(() => send(browser, page, fields)));
    const later = await send(browser, page, fields);
    const stored = await journey.stored(dispute.id);

    expect([...answers, later].map(({ status }) => status)).to.deep.equal([303, 303, 303, 303]);
    expect(actsOf(stored)).to.deep.equal(['lodge', 'screen', 'returnForCorrection']);
    expect(stored.dispute.version).to.equal(2);
  });

  it('When a registration is sent twice, then there is one dispute and no number is lost', async () => {
    const browser = await journey.people.nextMediator.browser();
    const fields = filled((await browser.get('/disputes/new')).text, '/disputes', {
      type: '02',
      facts: '占用过道。',
      'parties.0.name': '甲某',
      'parties.1.name': '乙某',
    });
    const [first, second] = await Promise.all([send(browser, '/disputes', fields), send(browser, '/disputes', fields)]);
    const next = await journey.register(journey.people.nextMediator, { placeUnit: UNITS.nextVillage });

    expect(first.status).to.equal(303);
    expect(second.headers['location']).to.equal(first.headers['location']);
    expect(next.number).to.match(/-000002$/);
  });

  describe('programs', () => {
    const call = (dispute: Followed, headers: Record<string, string>, body: object = {}, act = 'takeUp') =>
      journey.people.clerk.call('post', `/disputes/${dispute.id}/actions/${act}`, body, headers);

    it('When a lost answer is asked for again with its key, then it is the same and nothing happens twice', async () => {
      const dispute = await lodged();
      const headers = { 'If-Match': '"1"', 'Idempotency-Key': `take-up-${dispute.id}` };
      const first = await call(dispute, headers);
      const again = await call(dispute, headers);
      const other = await call(dispute, headers, { settled: true, note: '撤回' }, 'withdraw');

      expect([first.status, again.status]).to.deep.equal([200, 200]);
      expect(again.body).to.deep.equal(first.body);
      expect([other.status, other.body.type]).to.deep.equal([409, 'urn:jiefen:problem:idempotency.otherRequest']);
      expect(actsOf(await journey.stored(dispute.id))).to.deep.equal(['lodge', 'screen', 'takeUp']);
    });

    it('When one registration comes many times at once with its key, then one dispute is made', async () => {
      const key = { 'Idempotency-Key': 'one-and-only-registration' };
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          journey.people.otherClerk.call('post', '/disputes', { ...NEIGHBOURS, placeUnit: UNITS.otherVillage }, key),
        ),
      );

      expect(answers.map(({ status }) => status)).to.deep.equal(Array(8).fill(201));
      expect(new Set(answers.map(({ body }) => body.number as string)).size).to.equal(1);
    });

    it('When no version is named, then 428; when it is old, then 412 with the present one; when it is no version, then 422', async () => {
      const dispute = await lodged();
      await journey.act(journey.people.clerk, dispute, 'takeUp');
      const missing = await call(dispute, {}, { settled: false, note: '撤回' }, 'withdraw');
      const old = await call(dispute, { 'If-Match': '"1"' }, { settled: false, note: '撤回' }, 'withdraw');
      const odd = await call(dispute, { 'If-Match': '*' }, { settled: false, note: '撤回' }, 'withdraw');

      expect([missing.status, missing.body.type]).to.deep.equal([428, 'urn:jiefen:problem:ifMatch.missing']);
      expect([old.status, old.body.params]).to.deep.equal([412, { seen: 1, current: 2 }]);
      expect(odd.status).to.equal(422);
      expect((await journey.stored(dispute.id)).dispute.state).to.equal('S07');
    });

    it('When ten clients act on one version at once, then one wins and nine are told that theirs is old', async () => {
      const dispute = await lodged();
      const answers = await Promise.all(Array.from({ length: 10 }, () => call(dispute, { 'If-Match': '"1"' })));
      const stored = await journey.stored(dispute.id);

      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([200, ...Array(9).fill(412)]);
      expect(actsOf(stored)).to.deep.equal(['lodge', 'screen', 'takeUp']);
      expect(stored.dispute.version).to.equal(2);
    });
  });
});
