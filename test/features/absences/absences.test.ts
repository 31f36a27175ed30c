import { expect } from 'chai';
import supertest from 'supertest';
import { operatorOf } from '../../../src/commands/operator.ts';
import { type Journey, mediate, startJourney, UNITS } from '../../support/journey.ts';
import { PASSWORD } from '../../support/people.ts';

describe('absence, substitution and leaving', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  /** A second mediator of the township, who is there when the others are not. */
  const anotherMediator = async () => {
    const { accounts } = journey.composition.services;
    const operator = await operatorOf(journey.composition);
    const posts = [{ unitCode: UNITS.township, role: 'townshipMediator' as const, from: '2026-01-01' }];
    const account = { username: 'third', name: '钱大有', posts, password: PASSWORD };
    const { id, name } = (await accounts.administration.create(operator, account, {})).account;
    const { raw } = await accounts.issueToken(operator, id, { name: 't', scopes: ['*'], days: 30 }, {});
    const act = (path: string, body: object, version: number) =>
      supertest(journey.app)
        .post(`/api/v1${path}`)
        .set({ Authorization: `Bearer ${raw}`, 'If-Match': `"${version}"` })
        .send(body);
    return { id, name, act };
  };

  it('When the substitute is away too, then the substitute’s substitute does the work in their own name', async () => {
    const { clerk, townshipMediator, head, colleague } = journey.people;
    const third = await anotherMediator();
    const dispute = await journey.register(clerk);
    await journey.act(clerk, dispute, 'takeUp');
    await journey.act(clerk, dispute, 'appointMediator', { mediator: townshipMediator.id, choice: 'parties' });

    const browser = await head.browser();
    const form = await browser.get('/absences/new');
    expect(form.text).to.include(townshipMediator.name).and.to.not.include(colleague.name);
    const week = { from: '2026-03-02', to: '2026-03-06', reason: 'leave' };
    const backwards = await browser.post('/absences', { ...week, account: townshipMediator.id, to: '2026-02-01' });
    expect(backwards.status).to.equal(422);
    const entered = await browser.post('/absences', { ...week, account: townshipMediator.id, substitute: head.id });
    expect(entered.status, entered.text).to.equal(303);
    const further = await head.call('post', '/absences', { ...week, account: head.id, substitute: third.id });
    expect(further.status, JSON.stringify(further.body)).to.equal(201);
    const circle = { ...week, account: third.id, substitute: townshipMediator.id };
    expect((await head.call('post', '/absences', circle)).status, 'a circle of substitutes').to.equal(422);

    const accept = `/disputes/${dispute.id}/actions/acceptAppointment`;
    const done = await third.act(accept, { relations: ['none'] }, dispute.version);
    expect(done.status, JSON.stringify(done.body)).to.equal(200);
    const { events } = await journey.stored(dispute.id);
    expect(events.at(-1)?.actor.name).to.equal(third.name);
    expect(events.at(-1)?.data['insteadOf']).to.equal(townshipMediator.name);
    const listed = (await head.call('get', '/absences')).body as { unit: { name: string; state: string }[] };
    expect(listed.unit.map(({ name, state }) => `${name} ${state}`)).to.include.members([
      `${townshipMediator.name} current`,
      `${head.name} current`,
    ]);

    const { id } = further.body as { id: string };
    expect((await head.call('delete', `/absences/${id}`)).status).to.equal(204);
    const contact = { party: 'p2', channel: 'phone', result: 'reached' };
    const late = await third.act(`/disputes/${dispute.id}/actions/recordContact`, contact, dispute.version + 1);
    expect(late.status, 'the first substitute is back').to.equal(403);
  });

  it('When a mediator leaves, then the wizard names every open case and hands each to somebody else', async () => {
    const { mediator, colleague } = journey.people;
    const dispute = await journey.register(mediator);
    await journey.act(mediator, dispute, 'takeUp');
    await mediate(journey, dispute);
    const browser = await colleague.browser();
    const address = `/absences/leavers/${mediator.id}`;
    const page = await browser.get(address);
    expect(page.status, page.text).to.equal(200);
    expect(page.text).to.include(dispute.number).and.include(colleague.id);
    const rows = { 'rows[0][dispute]': dispute.id, 'rows[0][receiver]': colleague.id };
    const without = await browser.post(address, { reason: '', ...rows });
    expect(without.status).to.equal(422);
    const done = await browser.post(address, { reason: '调离岗位', ...rows });
    expect(done.status, done.text).to.equal(200);

    const { dispute: moved, events } = await journey.stored(dispute.id);
    expect(moved.mediator?.accountId).to.equal(colleague.id);
    expect(events.at(-1)?.act).to.equal('replaceMediator');
    expect((await browser.get(address)).text).to.not.include(dispute.number);
  });
});
