import { expect } from 'chai';
import { bookingModel, plannedSessionModel } from '../../src/features/schedule/schedule.model.ts';
import { type Types } from 'mongoose';
import { STATE_CODES } from '../../src/domain/lifecycle.ts';
import { type CalendarDay } from '../../src/domain/calendar-day.ts';
import { isCreditCode, readResidentId } from '../../src/domain/identity.ts';
import { disputeModel, type DisputeRecord, eventModel } from '../../src/features/disputes/index.ts';
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
