// Planning on the production application: nobody and no room in two places at once, calendars, subscriptions.

import { expect } from 'chai';
import { trusted } from 'mongoose';
import request from 'supertest';
import { plannedSessionModel, bookingModel } from '../../../src/features/schedule/schedule.model.ts';
import { CONSENTS, type Followed, type Journey, SESSION, startJourney, UNITS } from '../../support/journey.ts';
import { filled, send, submit } from '../../support/form.ts';

const PLAN = { on: '2026-03-04', from: '09:00', until: '10:00', mode: 'inPerson', place: '宋庄村调解室' } as const;

describe('the plan of sessions', () => {
  let journey: Journey;

  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  let phones = 0;
  /** A dispute of the village whose parties nobody else knows, with its mediator. */
  const dispute = async (changes: object = {}, by = journey.people.mediator): Promise<Followed> => {
    phones += 2;
    const followed = await journey.register(by, {
      parties: [
        { side: 'applicant', name: '张建国', phone: `139000${String(10_000 + phones)}` },
        { side: 'respondent', name: '王秀英', phone: `139000${String(10_001 + phones)}` },
      ],
      ...changes,
    });
    await journey.act(by, followed, 'takeUp');
    await journey.act(by, followed, 'appointMediator', { mediator: by.id, choice: 'parties' });
    await journey.act(by, followed, 'acceptAppointment', { relations: ['none'] });
    return followed;
  };
  const plan = (followed: Followed, changes: object = {}, by = journey.people.mediator) =>
    by.call(
      'post',
      `/disputes/${followed.id}/actions/planSession`,
      { ...PLAN, parties: ['p1', 'p2'], ...changes },
      { 'If-Match': `"${followed.version}"` },
    );
  const planned = async (followed: Followed, changes: object = {}, by = journey.people.mediator): Promise<void> => {
    const answer = await plan(followed, changes, by);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    followed.version = (answer.body as Followed).version;
  };
  const errorsOf = (answer: request.Response): string[] =>
    (answer.body.errors ?? []).map(({ field, code }: { field: string; code: string }) => `${field} ${code}`);
  const models = () => {
    const { connection } = journey.composition.database;
    return { sessions: plannedSessionModel(connection), bookings: bookingModel(connection) };
  };

  it('When the mediator leads another session at that time, then it is refused and the hours are told', async () => {
    const [first, second] = [await dispute(), await dispute()];
    await planned(first, { on: '2026-03-05' });
    const clash = await plan(second, { on: '2026-03-05', from: '09:30', until: '10:30' });
    const next = await plan(second, { on: '2026-03-05', from: '10:00', until: '10:30' });

    expect([clash.status, errorsOf(clash)]).to.deep.equal([422, ['from schedule.personTaken']]);
    expect(JSON.stringify(clash.body)).to.include('09:00').and.include('宋春和');
    expect(next.status).to.equal(200);
  });

  it('When a party is asked to two mediators at once, then the second is refused, under whatever name it is known', async () => {
    const phone = '13911112222';
    const parties = (name: string) => ({
      parties: [
        { side: 'applicant', name: '赵大', phone: `1391111${String(3000 + (phones += 1))}` },
        { side: 'respondent', name, phone },
      ],
    });
    const first = await dispute(parties('钱二'));
    const second = await dispute(parties('钱二（绰号老钱）'), journey.people.colleague);
    await planned(first, { on: '2026-03-06' });
    const clash = await plan(second, { on: '2026-03-06' }, journey.people.colleague);

    expect([clash.status, errorsOf(clash)]).to.deep.equal([422, ['parties schedule.partyTaken']]);
    expect(JSON.stringify(clash.body)).to.include('老钱').and.not.include(first.number);
  });

  it('When a room of the township is taken, then a village cannot have it, and sees in the calendar that it is taken but not by whom', async () => {
    const { clerk, mediator, nextMediator } = journey.people;
    const keeper = await clerk.browser();
    const added = await submit(keeper, '/schedule/rooms', { name: '第一调解室', address: '宋庄镇政府一层' });
    const twice = await submit(keeper, '/schedule/rooms', { name: '第一调解室', address: '别处' });
    const rooms = (await mediator.call('get', '/rooms')).body.items as { id: string; name: string }[];
    const roomId = rooms.find(({ name }) => name === '第一调解室')?.id;
    const [first, second] = [await dispute(), await dispute({ placeUnit: UNITS.nextVillage }, nextMediator)];
    await planned(first, { on: '2026-03-09', roomId, place: '' });
    const clash = await plan(second, { on: '2026-03-09', roomId, place: '' }, nextMediator);
    const page = await (await nextMediator.browser()).get('/schedule?view=day&by=room&on=2026-03-09');

    expect([added.status, twice.status]).to.deep.equal([303, 422]);
    expect([clash.status, errorsOf(clash)]).to.deep.equal([422, ['roomId schedule.roomTaken']]);
    expect(page.text).to.include('第一调解室').and.include('其他单位使用');
    expect(page.text).not.to.include(first.number);
    expect(page.text).not.to.include('张建国');
  });

  it('When eight people plan the same hour at once, then exactly one has it and no quarter is booked twice', async () => {
    const { colleague } = journey.people;
    const all: Followed[] = [];
    for (let i = 0; i < 8; i += 1) all.push(await dispute({}, colleague));
    const answers = await Promise.all(all.map((one) => plan(one, { on: '2026-03-10' }, colleague)));
    const { sessions, bookings } = models();
    const held = await sessions
      .find({ disputeId: trusted({ $in: all.map(({ id }) => id) }) })

      .lean();

    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    expect(answers.filter(({ status }) => status === 422)).to.have.length(7);
    expect(held).to.have.length(1);
    expect(await bookings.countDocuments({ sessionId: held[0]!._id })).to.equal(3 * 4);
  });

  it('When a session is moved, then its hour is free again; when it is called off, then the reason is in the record', async () => {
    const [first, second] = [await dispute(), await dispute()];
    await planned(first, { on: '2026-03-11' });
    const id = (await journey.people.mediator.call('get', `/disputes/${first.id}/planned-sessions`)).body.items[0].id;
    await planned(first, { on: '2026-03-12', replaces: id });
    await planned(second, { on: '2026-03-11' });
    const items = (await journey.people.mediator.call('get', `/disputes/${first.id}/planned-sessions`)).body.items;
    await journey.act(journey.people.mediator, first, 'cancelSession', { session: items[0].id, reason: 'partyAsked' });
    const { events } = await journey.stored(first.id);

    expect(items.map(({ startsAt }: { startsAt: string }) => startsAt)).to.deep.equal(['2026-03-12T01:00:00.000Z']);
    expect(events.at(-1)?.data).to.include({ cancelled: 'partyAsked' });
    expect(await models().bookings.countDocuments({ sessionId: items[0].id })).to.equal(0);
  });

  it('When the mediation ends, then what was planned is called off by itself', async () => {
    const followed = await dispute();
    await planned(followed, { on: '2026-03-13' });
    await journey.act(journey.people.mediator, followed, 'withdraw', { settled: true, note: '双方自行和解' });
    const left = await models().sessions.find({ disputeId: followed.id }).lean();

    expect(left.map(({ state, cancelReason }) => [state, cancelReason])).to.deep.equal([
      ['cancelled', 'mediationOver'],
    ]);
    expect(await models().bookings.countDocuments({ sessionId: left[0]!._id })).to.equal(0);
  });

  it('When the form is wrong, then it comes back filled and names what to do', async () => {
    const followed = await dispute();
    const browser = await journey.people.mediator.browser();
    const address = `/disputes/${followed.id}/acts/planSession`;
    const { text } = await browser.get(address);
    const wrong = await send(
      browser,
      address,
      filled(text, address, { on: '2026-03-01', until: '08:00', note: '带房产证' }),
    );

    expect(text).to.include('value="09:00"').and.include('value="2026-03-03"');
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('带房产证').and.include('结束').and.not.include('schedule.');
  });

  it('When a session is to be held today, then it leads the desk, and once recorded it counts as held', async () => {
    const { mediator } = journey.people;
    const followed = await dispute();
    await planned(followed, { on: '2026-03-02', from: '11:00', until: '11:30' });
    await journey.act(mediator, followed, 'recordConsent', CONSENTS);
    await journey.act(mediator, followed, 'beginMediation', { mode: 'inPerson', addressConfirmed: ['p1', 'p2'] });
    const browser = await mediator.browser();
    const before = await browser.get('/desk');
    journey.clock.advance({ minutes: 180 });
    const late = await browser.get('/desk');
    await journey.act(mediator, followed, 'recordSession', { ...SESSION, from: '11:00', until: '11:25' });
    const week = await browser.get('/schedule?on=2026-03-02');

    expect(before.text).to.include('id="pile-sessions"').and.include('已约定');
    expect(late.text).to.include('还没有笔录').and.include(`/disputes/${followed.id}/acts/recordSession`);
    expect(week.text).to.include('已举行');
  });

  it('When a person subscribes, then the file has times and places and no name; a new address or an end closes the old one', async () => {
    const { colleague } = journey.people;
    const followed = await dispute({}, colleague);
    await planned(followed, { on: '2026-03-20' }, colleague);
    const browser = await colleague.browser();
    const secretOf = (html: string): string => /\/calendar\/([\w-]+)\.ics/.exec(html)?.[1] ?? '';
    const anybody = (secret: string) => request(journey.app).get(`/calendar/${secret}.ics`).buffer(true);

    const first = secretOf((await submit(browser, '/schedule/feed')).text);
    const file = await anybody(first);
    const again = await browser.get('/schedule/feed');
    const second = secretOf((await submit(browser, '/schedule/feed')).text);
    const old = await anybody(first);
    const renewed = await anybody(second);
    await submit(browser, '/schedule/feed', {}, '/schedule/feed/end');
    const ended = await anybody(second);

    expect(file.status).to.equal(200);
    expect(file.type).to.equal('text/calendar');
    const { text } = file;
    expect(text).to.include('BEGIN:VEVENT').and.include('DTSTART:20260320T010000Z').and.include(followed.number);
    expect(text).not.to.match(/张建国|王秀英|1390/);
    expect(again.text).not.to.include(first);
    expect([old.status, renewed.status, ended.status]).to.deep.equal([404, 200, 404]);
  });
});
