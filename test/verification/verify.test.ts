import { expect } from 'chai';
import { type Types } from 'mongoose';
import { disputeModel, eventModel } from '../../src/features/disputes/index.ts';
import { handOverModel } from '../../src/features/hand-overs/index.ts';
import { readDistrict } from '../../src/features/units/index.ts';
import { generate } from '../../src/generation/index.ts';
import { type Check, verify } from '../../src/verification/index.ts';
import { type PeopleApp, startWithNetwork } from '../support/people.ts';

type Fields = Record<string, unknown>;

describe('verification finds', function () {
  this.timeout(60_000);
  let app: PeopleApp;

  const connection = () => app.composition.database.connection;
  const disputes = () => disputeModel(connection()).collection;
  const events = () => eventModel(connection()).collection;
  const handOvers = () => handOverModel(connection()).collection;
  const report = () => {
    const { services } = app.composition;
    const { repository, holidays } = services.casework;
    return verify({
      connection: connection(),
      repository,
      units: services.units,
      holidays,
      statistics: services.statisticStore,
      audit: services.audit,
    });
  };

  before(async () => {
    app = await startWithNetwork();
    const { services, ...foundation } = app.composition;
    const { accounts, units, holidays, policies } = services;
    await generate(
      { foundation, accounts, units, holidays, policies, district: await readDistrict('tongzhou') },
      { disputes: 90, seed: 2 },
    );
  });
  after(() => app.close());

  /** Changes one document, verifies, and puts the document back as it was. */
  async function planted(collection: ReturnType<typeof disputes>, filter: Fields, change: Fields) {
    const whole = await collection.findOne(filter);
    if (!whole) throw new Error('nothing to spoil');
    const { _id } = whole;
    await collection.updateOne({ _id }, change);
    try {
      return { whole, ...(await report()) };
    } finally {
      await collection.replaceOne({ _id }, whole);
    }
  }

  const expectFinding = (findings: Awaited<ReturnType<typeof report>>['findings'], check: Check, detail: RegExp) => {
    const lines = findings.map((finding) => `${finding.check} ${finding.detail}`);
    expect(
      findings.some((finding) => finding.check === check && detail.test(finding.detail)),
      lines.join('\n'),
    ).to.equal(true);
  };

  const RAW: readonly {
    readonly fault: string;
    readonly collection: string;
    readonly filter: Fields;
    readonly change: Fields;
    readonly check: Check;
    readonly detail: RegExp;
  }[] = [
    {
      fault: 'a receipt of another sum',
      collection: 'receipts',
      filter: { amountFen: { $gt: 0 } },
      change: { $inc: { amountFen: 1 } },
      check: 'agreement',
      detail: /fen paid, its receipts/,
    },
    {
      fault: 'a receipt of an item that is not there',
      collection: 'receipts',
      filter: { amountFen: { $gt: 0 } },
      change: { $set: { itemId: 'nowhere' } },
      check: 'agreement',
      detail: /names the item nowhere/,
    },
    {
      fault: 'a paper whose bytes are gone',
      collection: 'files',
      filter: {},
      change: { $set: { 'versions.0.contentId': 'ffffffffffffffffffffffff' } },
      check: 'files',
      detail: /bytes of paper \d+, version 1, are gone/,
    },
    {
      fault: 'a paper numbered twice',
      collection: 'files',
      filter: { no: 2 },
      change: { $set: { no: 99 } },
      check: 'files',
      detail: /without gaps/,
    },
    {
      fault: 'an archived folder that is open',
      collection: 'fileFolders',
      filter: { locked: true },
      change: { $set: { locked: false } },
      check: 'files',
      detail: /folder is open, it is in S23/,
    },
    {
      fault: 'a list of dossiers that lags behind its papers',
      collection: 'dossierStandings',
      filter: {},
      change: { $set: { missing: ['evidence'] } },
      check: 'dossier',
      detail: /the list of dossiers to archive says/,
    },
  ];
  for (const { fault, collection, filter, change, check, detail } of RAW) {
    it(fault, async () => {
      const { findings } = await planted(connection().collection(collection), filter, change);
      expectFinding(findings, check, detail);
    });
  }

  it('a setting of the court without its document', async () => {
    const settings = connection().collection('suitabilitySettings');
    const setBy = { accountId: 'a', name: '某人' };
    const { insertedId } = await settings.insertOne({
      kind: 'villageMatters',
      validFrom: '2026-01-01',
      source: '',
      types: ['02', 'XX'],
      setAt: new Date('2026-01-01'),
      setBy,
    });
    const { findings } = await report();
    expectFinding(findings, 'settings', /no day or no document/);
    expectFinding(findings, 'settings', /XX, which is no type/);
    await settings.deleteOne({ _id: insertedId });
  });

  it('a member of a series that is nowhere, a request to nobody, and bytes nobody names', async () => {
    const database = connection();
    const whose = String((await disputes().findOne({ state: 'S10' }))?._id);
    const add = async (collection: string, document: Fields) => database.collection(collection).insertOne(document);
    await add('seriesRows', {
      seriesId: 's',
      line: 1,
      state: 'done',
      errors: [],
      disputeId: 'ffffffffffffffffffffffff',
    });
    await add('proofs', { disputeId: whose, round: 1, partyId: 'p9', subject: 'session', no: 1, short: 'x' });
    await add('contents.files', { filename: 'contents', length: 1, uploadDate: new Date('2020-01-01') });
    const { findings } = await report();
    expectFinding(findings, 'members', /leads to no dispute/);
    expectFinding(findings, 'proof', /p9, who is no party/);
    expectFinding(findings, 'files', /no record names 1 contents/);
    await database.collection('seriesRows').deleteMany({ seriesId: 's' });
    await database.collection('proofs').deleteMany({ short: 'x' });
    await database.collection('contents.files').deleteMany({ length: 1 });
  });

  it('nothing in sound data', async () => {
    expect((await report()).findings).to.deep.equal([]);
  });

  const FAULTS: readonly {
    readonly fault: string;
    readonly of: 'disputes' | 'events' | 'handOvers';
    readonly filter: Fields;
    readonly change: Fields;
    readonly check: Check;
    readonly detail: RegExp;
  }[] = [
    {
      fault: 'a filed case without its docket',
      of: 'disputes',
      filter: { state: 'S19' },
      change: { $unset: { 'filing.docket': 1 } },
      check: 'filing',
      detail: /has no docket/,
    },
    {
      fault: 'a relation nobody waived',
      of: 'disputes',
      filter: { state: 'S10', 'mediator.acceptedAt': { $exists: true } },
      change: { $set: { 'mediator.disclosure': { relations: ['relative'] } } },
      check: 'mediator',
      detail: /has a relation that \d parties have not waived/,
    },
    {
      fault: 'a mediator who decided on their own recusal',
      of: 'disputes',
      filter: { 'recusal.decision': { $exists: true } },
      change: [{ $set: { 'recusal.decision.by.accountId': '$mediator.accountId' } }] as unknown as Fields,
      check: 'mediator',
      detail: /own recusal/,
    },
    {
      fault: 'a mediator who returns as witness',
      of: 'disputes',
      filter: { 'filing.trialRoles.named': { $exists: true }, mediator: { $exists: true } },
      change: [{ $set: { 'filing.trialRoles.named.witness': ['$mediator.name'] } }] as unknown as Fields,
      check: 'mediator',
      detail: /is witness at the trial/,
    },
    {
      fault: 'a fee taken back as open',
      of: 'disputes',
      filter: { state: 'S19', 'filing.fee.settledOn': { $exists: true } },
      change: { $unset: { 'filing.fee.settledOn': 1, courtResult: 1 } },
      check: 'filing',
      detail: /clock does not run/,
    },
    {
      fault: 'an open dispute that nobody owns',
      of: 'disputes',
      filter: { state: 'S10' },
      change: { $unset: { owner: '' } },
      check: 'owner',
      detail: /nobody owns/,
    },
    {
      fault: 'an owner that is no unit',
      of: 'disputes',
      filter: { state: 'S10' },
      change: { $set: { 'owner.code': '990112' } },
      check: 'owner',
      detail: /is no unit/,
    },
    {
      fault: 'a custody chain that ends elsewhere',
      of: 'disputes',
      filter: { state: 'S10' },
      change: { $set: { owner: { code: '110112', tier: 'court', path: ['110112'] } } },
      check: 'custody',
      detail: /ends with/,
    },
    {
      fault: 'a gap in the custody chain',
      of: 'disputes',
      filter: { 'custody.1.from': { $exists: true } },
      change: { $set: { 'custody.0.until': new Date('2020-01-01') } },
      check: 'custody',
      detail: /gap or overlap/,
    },
    {
      fault: 'a custody row without its hand-over',
      of: 'disputes',
      filter: { 'custody.1.handOverId': { $exists: true } },
      change: { $set: { 'custody.1.handOverId': 'nowhere' } },
      check: 'custody',
      detail: /not stored/,
    },
    {
      fault: 'a number of another unit',
      of: 'disputes',
      filter: { state: 'S22' },
      change: { $set: { number: 'TZ-110112-1999-000001' } },
      check: 'number',
      detail: /another unit or year/,
    },
    {
      fault: 'a missing event',
      of: 'events',
      filter: { seq: 3 },
      change: { $set: { seq: 3000 } },
      check: 'events',
      detail: /event 3 is missing/,
    },
    {
      fault: 'an event that no article allows',
      of: 'events',
      filter: { act: 'appointMediator' },
      change: { $set: { article: 'L01' } },
      check: 'events',
      detail: /no transition of the law/,
    },
    {
      fault: 'a state the events do not lead to',
      of: 'disputes',
      filter: { state: 'S23' },
      change: { $set: { state: 'S22' } },
      check: 'events',
      detail: /last event ends in S23/,
    },
    {
      fault: 'a hand-over that waits although the dispute was taken',
      of: 'handOvers',
      filter: { state: 'accepted' },
      change: { $set: { state: 'sent' } },
      check: 'handOver',
      detail: /waits, but it is in/,
    },
    {
      fault: 'a dispute handed over to nobody',
      of: 'handOvers',
      filter: { state: 'sent' },
      change: { $set: { state: 'recalled' } },
      check: 'handOver',
      detail: /no hand-over waits/,
    },
    {
      fault: 'a due date the engine does not know',
      of: 'disputes',
      filter: { 'clocks.0.dueAt': { $type: 'date' } },
      change: { $set: { 'clocks.0.dueAt': new Date('2031-01-01') } },
      check: 'clocks',
      detail: /the engine says/,
    },
    {
      fault: 'a next due date that is nobody’s',
      of: 'disputes',
      filter: { state: 'S10' },
      change: { $set: { nextDueAt: new Date('2031-01-01') } },
      check: 'clocks',
      detail: /its clocks say/,
    },
  ];

  for (const { fault, of, filter, change, check, detail } of FAULTS) {
    it(fault, async () => {
      const collection = { disputes, events, handOvers }[of]();
      const { findings } = await planted(collection, filter, change);
      expectFinding(findings, check, detail);
    });
  }

  it('a hole in the numbers of a unit', async () => {
    const counted = await disputes()
      .aggregate<{ _id: string; rows: { id: Types.ObjectId; number: string }[] }>([
        { $sort: { number: 1 } },
        { $group: { _id: '$origin.unitCode', rows: { $push: { id: '$_id', number: '$number' } } } },
      ])
      .toArray();
    const series = counted.find(
      ({ rows }) => rows.length > 1 && rows[0]?.number.slice(0, -6) === rows[1]?.number.slice(0, -6),
    );
    const [first, second] = series?.rows ?? [];
    const whole = await disputes().findOne({ _id: first!.id });
    await disputes().deleteOne({ _id: first!.id });
    try {
      const { findings } = await report();
      expectFinding(findings, 'number', /is missing before it/);
      expect(findings.some(({ number }) => number === second?.number)).to.equal(true);
    } finally {
      await disputes().insertOne(whole!);
    }
  });

  it('two disputes with one docket', async () => {
    const [first, second] = await disputes()
      .find({ 'filing.docket': { $exists: true } })
      .limit(2)
      .toArray();
    const other = second ?? (await disputes().findOne({ state: 'S18' }));
    const { _id } = other!;
    const [index] = (await disputes().indexes()).filter(({ key }) => 'filing.docket' in key);
    await disputes().dropIndex(index!.name!);
    await disputes().updateOne({ _id }, { $set: { 'filing.docket': first!['filing'].docket } });
    try {
      expectFinding((await report()).findings, 'docket', /also that of/);
    } finally {
      await disputes().replaceOne({ _id }, other!);
    }
  });
});
