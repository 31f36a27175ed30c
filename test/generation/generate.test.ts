import { expect } from 'chai';
import { bookingModel, plannedSessionModel } from '../../src/features/schedule/schedule.model.ts';
import { trusted, type Types } from 'mongoose';
import { STATE_CODES } from '../../src/domain/lifecycle.ts';
import { type CalendarDay } from '../../src/domain/calendar-day.ts';
import { isCreditCode, readResidentId } from '../../src/domain/identity.ts';
import { disputeModel, type DisputeRecord, eventModel, termsOf } from '../../src/features/disputes/index.ts';
import { readDistrict } from '../../src/features/units/index.ts';
import { generate } from '../../src/generation/index.ts';
import { sampleCreditCode, samplePhone, sampleResidentId } from '../../src/generation/people.ts';
import { Random } from '../../src/generation/random.ts';
import { verify } from '../../src/verification/index.ts';
import { type PeopleApp, startWithNetwork } from '../support/people.ts';

const COUNT = 270;

async function generated(app: PeopleApp, seed: number) {
  const { services, ...foundation } = app.composition;
  const district = await readDistrict('tongzhou');
  const { accounts, units, holidays, policies } = services;
  return generate({ foundation, accounts, units, holidays, policies, district }, { disputes: COUNT, seed });
}

/** What happened to every dispute, without what is sealed anew each time. */
async function storyOf(app: PeopleApp) {
  const { connection } = app.composition.database;
  const disputes = await disputeModel(connection)
    .find()
    .sort({ number: 1 })
    .lean<(DisputeRecord & { _id: Types.ObjectId })[]>();
  const events = await eventModel(connection).find().sort({ disputeId: 1, seq: 1 }).lean();
  return {
    disputes: disputes.map(({ _id, ...dispute }) => ({
      id: _id.toHexString(),
      number: dispute.number,
      state: dispute.state,
      facts: dispute.facts,
      names: dispute.parties.map((party) => party.name),
      indexes: dispute.parties.map((party) => party.idIndex),
      clocks: dispute.clocks,
    })),
    events: events.map(({ disputeId, seq, act, at, actor }) => ({ disputeId, seq, act, at, actor })),
  };
}

describe('generated disputes', function () {
  this.timeout(60_000);
  let app: PeopleApp;
  before(async () => {
    app = await startWithNetwork();
    await generated(app, 11);
  });
  after(() => app.close());

  it('rest in every state a stored dispute can be in', async () => {
    const states = await disputeModel(app.composition.database.connection).distinct('state');
    expect(states).to.have.members(STATE_CODES.filter((state) => state !== 'S00'));
  });

  it('When they rest in mediation, then some have a session in the coming days, and nobody is in two places', async () => {
    const { connection } = app.composition.database;
    const now = app.composition.clock.now();
    const planned = await plannedSessionModel(connection).find().lean();
    expect(planned.length).to.be.greaterThan(2);
    for (const { startsAt, state, mediator, place } of planned) {
      expect([state, startsAt > now, mediator.name.length > 0, place.endsWith('调解室')]).to.deep.equal([
        'planned',
        true,
        true,
        true,
      ]);
    }
    const quarters = planned.reduce(
      (sum, { startsAt, endsAt }) => sum + (endsAt.getTime() - startsAt.getTime()) / 900_000,
      0,
    );
    expect(await bookingModel(connection).countDocuments()).to.be.at.least(quarters * 2);
  });

  it('leave nothing for verification to find', async () => {
    const { services, database } = app.composition;
    const { repository, holidays } = services.casework;
    const deps = {
      connection: database.connection,
      repository,
      units: services.units,
      holidays,
      statistics: services.statisticStore,
      audit: services.audit,
    };
    const report = await verify(deps);
    expect(report.findings).to.deep.equal([]);
    expect(report.checked.disputes).to.equal(COUNT);
  });

  it('have the shape every stored document has', async () => {
    for (const model of Object.values(app.composition.database.connection.models)) {
      const samples = await model.find().limit(40).lean<object[]>();
      for (const sample of samples) await new model(sample).validate();
    }
  });

  it('reach every township, source group and tier', async () => {
    const { connection } = app.composition.database;
    expect(await disputeModel(connection).distinct('place.townshipCode')).to.have.length.greaterThan(18);
    expect(await disputeModel(connection).distinct('source')).to.have.length.greaterThan(12);
    expect(await disputeModel(connection).distinct('origin.tier')).to.have.length(4);
  });

  it('have not happened yet in the future', async () => {
    const { connection } = app.composition.database;
    const [latest] = await eventModel(connection).find().sort({ at: -1 }).limit(1).lean();
    expect(latest?.at.getTime()).to.be.at.most(app.clock.now().getTime());
  });

  it('are not written among disputes that are there already', async () => {
    const refusal = await generated(app, 12).then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
    expect(refusal).to.equal('generation.notEmpty');
  });

  it('are the same for the same seed and day', async () => {
    const other = await startWithNetwork();
    try {
      await generated(other, 11);
      expect(await storyOf(other)).to.deep.equal(await storyOf(app));
    } finally {
      await other.close();
    }
  });
});

describe('histories told again elsewhere', function () {
  this.timeout(60_000);
  const TELLINGS = 8;
  let app: PeopleApp;
  before(async () => {
    app = await startWithNetwork();
    const { services, ...foundation } = app.composition;
    const { accounts, units, holidays, policies } = services;
    const deps = { foundation, accounts, units, holidays, policies, district: await readDistrict('tongzhou') };
    await generate(deps, { disputes: 640, seed: 5, years: 4, tellings: TELLINGS });
  });
  after(() => app.close());

  it('When verified, then they are as lawful as the first, as many as ordered, and of the tracks of their years', async () => {
    const { services, database } = app.composition;
    const { repository, holidays } = services.casework;
    const { units, statisticStore: statistics, audit } = services;
    const report = await verify({ connection: database.connection, repository, units, holidays, statistics, audit });
    expect(report.findings).to.deep.equal([]);
    expect(report.checked.disputes).to.equal(640);
    const before2025 = { lodgedAt: trusted({ $lt: new Date('2024-12-01') }) };
    const tracks = await disputeModel(database.connection).distinct('track', before2025);
    expect(tracks).to.not.include('T3');
  });

  it('When a history happens again, then its people, phones, villages and numbers are others', async () => {
    const { personalData, database } = app.composition;
    const all = await disputeModel(database.connection).find().lean<DisputeRecord[]>();
    const told = new Map<string, DisputeRecord[]>();
    for (const dispute of all) {
      const history = [dispute.lodgedAt.toISOString(), dispute.type, dispute.amountFen, dispute.state].join(' ');
      told.set(history, [...(told.get(history) ?? []), dispute]);
    }
    const again = [...told.values()].filter((tellings) => tellings.length >= TELLINGS);
    expect(again.length).to.be.greaterThan(20);
    for (const tellings of again) {
      const [first, ...others] = tellings;
      if (!first) throw new Error('nothing was told');
      const people = tellings.map(({ parties }) => parties.map(({ name, phoneIndex }) => name + phoneIndex).join());
      expect(new Set(people).size).to.equal(tellings.length);
      for (const other of others) {
        expect(JSON.stringify(other)).to.not.include(first.number);
        for (const { name } of other.parties) expect(other.terms).to.include(termsOf(name)[0]);
        for (const { phone, phoneIndex, address } of other.parties) {
          if (phone) expect(personalData.blindIndex(personalData.open(phone))).to.equal(phoneIndex);
          if (address) expect(personalData.open(address)).to.include(other.place.text);
        }
        expect([other.state, other.clocks.map(({ dueAt }) => dueAt)]).to.deep.equal([
          first.state,
          first.clocks.map(({ dueAt }) => dueAt),
        ]);
      }
    }
    expect(new Set(all.map(({ place }) => place.townshipCode)).size).to.be.greaterThan(18);
  });

  it('When they are stored, then every document has its shape and every list its index', async () => {
    const { connection } = app.composition.database;
    for (const model of Object.values(connection.models)) {
      for (const sample of await model.find().limit(40).lean<object[]>()) await new model(sample).validate();
    }
    const indexes = await disputeModel(connection).collection.indexes();
    expect(indexes).to.have.length(disputeModel(connection).schema.indexes().length + 1);
  });
});

describe('numbers of invented people', () => {
  it('pass every check and can belong to nobody', () => {
    const random = new Random(5);
    for (let i = 0; i < 200; i++) {
      const id = sampleResidentId(random, i % 2 === 0);
      const read = readResidentId(id, '2026-03-02' as CalendarDay);
      expect(read?.region, id).to.equal('110000');
      expect(read?.sex).to.equal(i % 2 === 0 ? 'male' : 'female');
      expect(isCreditCode(sampleCreditCode(random))).to.equal(true);
      expect(samplePhone(random)).to.match(/^154\d{8}$/);
    }
  });
});
