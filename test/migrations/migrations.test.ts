import { expect } from 'chai';
import { findConflicts } from '../../src/domain/conflict.ts';
import { type DisputeRecord } from '../../src/features/disputes/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { createPersonalData } from '../../src/platform/crypto.ts';
import { runMigrations } from '../../src/platform/migrations.ts';
import { CODES, disputeWorld, type World } from '../support/disputes.ts';

const KEY = Buffer.alloc(32, 7);
const personalData = createPersonalData({ current: 'k1', keys: new Map([['k1', KEY]]) }, KEY);

/** What a dispute of today has and one written before the migrations had not. */
const LATER_FIELDS = {
  nextSweepAt: '',
  riskFile: '',
  'parties.$[].addressIndex': '',
  'parties.$[].agents.$[].phoneIndex': '',
} as const;

const PARTIES = [
  {
    side: 'applicant',
    name: '张建国',
    phone: '13800000001',
    address: '北京市通州区宋庄镇小堡村 12 号',
    agents: [
      { name: '刘律师', phone: '138-1111-2222', authority: 'special' },
      { name: '张小妹', authority: 'general' },
    ],
  },
  { side: 'respondent', name: '王秀英', phone: '13800000002' },
];

describe('migrations of stored data', () => {
  let world: World;
  before(async () => {
    world = await disputeWorld();
  });
  after(() => world.drop());
  beforeEach(() => world.database.connection.collection('migrations').deleteMany({}));

  const disputes = () => world.database.connection.collection('disputes');
  const migrate = () => runMigrations(world.database.connection, { clock: world.clock, personalData }, migrations);

  /** A dispute as a release before the migrations wrote it, with what it would have been today. */
  async function older(): Promise<DisputeRecord> {
    const today = await world.register({ parties: PARTIES });
    await disputes().updateOne({ number: today.number }, { $unset: LATER_FIELDS });
    return today;
  }

  const indexesOf = ({ parties }: DisputeRecord) =>
    parties.map(({ addressIndex, agents }) => [addressIndex, ...agents.map(({ phoneIndex }) => phoneIndex)]);

  it('When older disputes are brought forward, then homes and agents have the indexes a new dispute has', async () => {
    const today = await older();
    const before = await disputes().findOne({ number: today.number });
    expect(JSON.stringify(before), 'the old shape').not.to.include('addressIndex');

    expect(await migrate()).to.deep.equal(migrations.map(({ name }) => name));
    const after = await world.repository.get(today.id);

    expect(indexesOf(after)).to.deep.equal(indexesOf(today));
    expect(indexesOf(after)[0]?.map((index) => typeof index)).to.deep.equal(['string', 'string', 'undefined']);
    expect(indexesOf(after)[1]).to.deep.equal([undefined]);
    expect({ ...after, nextSweepAt: 0, riskFile: 0, parties: 0, clocks: 0, nextDueAt: 0 }, 'all else').to.deep.equal({
      ...today,
      nextSweepAt: 0,
      riskFile: 0,
      parties: 0,
      clocks: 0,
      nextDueAt: 0,
    });
  });

  it('When a mediator lives where a party lives or has its agent’s phone, then an older dispute tells it now', async () => {
    const { id } = await older();
    const mediator = {
      accountId: 'x',
      name: '张树林',
      phoneIndex: personalData.blindIndex('13811112222'),
      addressIndex: personalData.blindIndex('宋庄镇小堡村12号'),
    };
    const signs = async () =>
      findConflicts(mediator, (await world.repository.get(id)).parties, []).map(({ sign }) => sign);

    expect(await signs()).to.deep.equal([]);
    await migrate();
    expect(await signs()).to.include.members(['agentSamePhone']);
    expect(await signs()).to.have.length(2);
  });

  it('When danger had no file yet, then the owner answers for it and the next sweep looks at once', async () => {
    const { id, owner, lodgedAt } = await older();
    await migrate();
    const stored = await world.repository.get(id);

    expect(owner.code).to.equal(CODES.VILLAGE);
    expect(stored.riskFile).to.deep.include({ owner: { unitCode: owner.code }, assessedAt: lodgedAt, found: [] });
    expect(stored.nextSweepAt.getTime()).to.equal(0);
  });

  it('When it was interrupted half-way and begins again, then what is done stays and the rest follows', async () => {
    const [first, second] = [await older(), await older()];
    await migrate();
    await disputes().updateOne({ number: second.number }, { $unset: LATER_FIELDS });
    await disputes().updateOne({ number: first.number }, { $unset: { 'parties.0.addressIndex': '' } });
    await world.database.connection.collection('migrations').deleteMany({});
    await migrate();

    for (const { id, parties, ...today } of [first, second]) {
      expect(indexesOf(await world.repository.get(id)), today.number).to.deep.equal(
        indexesOf({ id, parties, ...today }),
      );
    }
    expect(await migrate(), 'a finished migration is not run again').to.deep.equal([]);
  });
});
