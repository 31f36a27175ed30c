import { expect } from 'chai';
import { createDraftService, type DraftService } from '../../../src/features/drafts/index.ts';
import { draftModel } from '../../../src/features/drafts/draft.model.ts';
import { createPersonalData } from '../../../src/platform/crypto.ts';
import { type Database, ensureIndexes } from '../../../src/platform/database.ts';
import { testDatabase } from '../../support/database.ts';
import { people } from '../../support/disputes.ts';

const KEY = Buffer.alloc(32, 7);
const personalData = createPersonalData({ current: 'k1', keys: new Map([['k1', KEY]]) }, KEY);
const NOW = new Date('2026-03-02T01:00:00Z');
const FORM = { act: 'recordSession', disputeId: 'a'.repeat(24) };

describe('drafts', () => {
  let database: Database & { drop(): Promise<void> };
  let drafts: DraftService;

  before(async () => {
    database = await testDatabase();
    drafts = createDraftService({ connection: database.connection, personalData, clock: { now: () => NOW } });
    await ensureIndexes(database.connection);
  });
  after(() => database.drop());
  afterEach(() => draftModel(database.connection).deleteMany({}));

  const saved = (base: number, statements: string, device = 'device-one') =>
    drafts.save(people.mediator, FORM, { base, of: '1', device, fields: { statements, 'result=agreed': true } });

  it('When the same page saves again, then the revision counts on and the latest words are kept, sealed, for thirty days', async () => {
    await saved(0, '第一句');
    const second = await saved(1, '第一句，第二句');
    const stored = await draftModel(database.connection).findOne({}).lean();

    expect(second.saved && second.draft.revision).to.equal(2);
    expect((await drafts.read(people.mediator, FORM))?.fields).to.deep.equal({
      statements: '第一句，第二句',
      'result=agreed': true,
    });
    expect(JSON.stringify(stored)).not.to.include('第一句');
    expect(stored?.expiresAt.getTime()).to.equal(NOW.getTime() + 30 * 86_400_000);
  });

  it('When another device saved first, then nothing is overwritten and its words come back', async () => {
    await saved(0, '手机');
    await saved(1, '电脑', 'device-two');
    const late = await saved(1, '手机又写');

    expect(late.saved).to.equal(false);
    expect(late.draft).to.deep.include({ revision: 2, device: 'device-two' });
    expect(late.draft?.fields['statements']).to.equal('电脑');
  });

  it('When two devices begin at once, then one is first and the other is told', async () => {
    const both = await Promise.all([saved(0, '甲'), saved(0, '乙', 'device-two')]);

    expect(both.filter(({ saved: done }) => done)).to.have.length(1);
    expect(await draftModel(database.connection).countDocuments()).to.equal(1);
  });

  it('When a draft was forgotten elsewhere, then a page that knew it is told that there is none', async () => {
    await saved(0, '一');
    await drafts.forget(people.mediator, FORM);

    expect(await saved(1, '二')).to.deep.equal({ saved: false, draft: undefined });
  });

  it('When somebody else asks, then there is none', async () => {
    await saved(0, '只有我');

    expect(await drafts.read(people.townshipHead, FORM)).to.equal(undefined);
  });
});
