import { expect } from 'chai';
import { filterOf } from '../../../src/features/disputes/dispute.list.ts';
import { CODES, disputeWorld, FAILURE, people, type World } from '../../support/disputes.ts';
import { fieldsOf, refused } from '../../support/refusal.ts';

const { mediator, tribunalClerk } = people;

const SERVICE = {
  party: 'p1',
  postcode: '101118',
  address: '通州区宋庄镇小堡村东街12号',
  phone: '13800000009',
  electronic: 'email',
  electronicTo: 'zhang@example.org',
  consequencesTold: 'true',
};

describe('what travels to the court and what comes back', function () {
  let world: World;
  let serial = 500;
  before(async () => {
    world = await disputeWorld();
  });
  beforeEach(() => world.clock.set('2026-03-02T09:00'));
  after(() => world.drop());

  const failed = async (changes: object = {}) => {
    const { id } = await world.dispute('session', changes);
    return world.act(mediator, id, 'failMediation', { ending: 'O33', ...FAILURE });
  };
  const file = (id: string, changes: object = {}) =>
    world.act(tribunalClerk, id, 'fileCase', {
      docket: `（2026）京0112民初${(serial += 1)}号`,
      procedure: 'simple',
      ...changes,
    });
  const packageOf = (id: string) => world.database.connection.collection('filingPackages').findOne({ disputeId: id });

  describe('facts nobody disputes', () => {
    it('When one side has not confirmed a fact, then it stays with the mediation until it does', async () => {
      const { id } = await world.dispute('session');
      await world.act(mediator, id, 'recordFacts', {
        undisputedFacts: '院墙二月受损\n屋檐朝东',
        factsConfirmedBy: 'p1',
      });
      const half = await world.act(mediator, id, 'answerFacts', {
        facts: 'f1',
        parties: 'p2',
        answer: 'confirmed',
        channel: 'phone',
        on: '2026-03-01',
      });
      expect(
        half.undisputedFacts?.map(({ answers }) => answers.map(({ partyId, on, channel }) => [partyId, on, channel])),
      ).to.deep.equal([
        [
          ['p1', '2026-03-02', 'inPerson'],
          ['p2', '2026-03-01', 'phone'],
        ],
        [['p1', '2026-03-02', 'inPerson']],
      ]);
      await world.act(mediator, id, 'failMediation', { ending: 'O33', ...FAILURE });
      await file(id);
      const sent = await packageOf(id);
      expect(sent?.['undisputedFacts']).to.deep.equal(['院墙二月受损']);
      expect(JSON.stringify(sent)).not.to.contain('屋檐朝东');
    });

    it('When a party takes its confirmation back, then the fact does not travel', async () => {
      const { id } = await world.dispute('session');
      await world.act(mediator, id, 'recordFacts', { undisputedFacts: '院墙二月受损', factsConfirmedBy: ['p1', 'p2'] });
      await world.act(mediator, id, 'answerFacts', {
        facts: 'f1',
        parties: 'p2',
        answer: 'withdrawn',
        channel: 'inPerson',
      });
      await world.act(mediator, id, 'failMediation', { ending: 'O33', ...FAILURE });
      await file(id);
      expect((await packageOf(id))?.['undisputedFacts']).to.deep.equal([]);
    });

    it('When a sentence reads like an offer, then it is refused until somebody says that it is a fact', async () => {
      const { id } = await world.dispute('session');
      const offer = { undisputedFacts: '王秀英愿意赔偿两千元', factsConfirmedBy: ['p1', 'p2'] };
      const error = await refused(world.act(mediator, id, 'recordFacts', offer));
      expect(fieldsOf(error)).to.deep.equal(['undisputedFacts mediation.soundsLikeConcession']);
      const kept = await world.act(mediator, id, 'recordFacts', { ...offer, factsOnly: 'true' });
      expect(kept.undisputedFacts).to.have.length(1);
    });

    it('When facts are typed with the failure, then every party must have confirmed them', async () => {
      const { id } = await world.dispute('session');
      const error = await refused(
        world.act(mediator, id, 'failMediation', {
          ending: 'O33',
          ...FAILURE,
          undisputedFacts: '院墙受损',
          factsConfirmedBy: 'p1',
        }),
      );
      expect(fieldsOf(error)).to.deep.equal(['factsConfirmedBy mediation.factsNotConfirmed']);
    });
  });

  describe('the address of service', () => {
    it('When a party confirms it, then it is sealed, opened to whoever serves, and travels with the package', async () => {
      const { id } = await world.dispute('session');
      const record = await world.act(mediator, id, 'confirmServiceAddress', SERVICE);
      const stored = JSON.stringify(
        await world.database.connection.collection('disputes').findOne({ number: record.number }),
      );
      for (const plain of [SERVICE.address, SERVICE.postcode, SERVICE.phone, SERVICE.electronicTo]) {
        expect(stored).not.to.contain(plain);
      }
      const own = (await world.filing.papers(record, mediator))?.addresses;
      expect(own?.[0]?.address).to.include({ address: SERVICE.address, postcode: '101118', phone: SERVICE.phone });
      expect(own?.[1]?.address).to.equal(null);
      const above = (await world.filing.papers(record, tribunalClerk))?.addresses[0]?.address;
      expect(above?.phone).to.equal('138****0009');
      expect(JSON.stringify(above)).not.to.contain('东街12号').and.not.to.contain('zhang@');

      await world.act(mediator, id, 'failMediation', { ending: 'O33', ...FAILURE });
      const filed = await file(id);
      expect(JSON.stringify(await packageOf(id))).not.to.contain(SERVICE.address);
      const section = await world.filing.section(filed, tribunalClerk);
      expect(section?.package?.parties[0]?.address).to.include({ address: SERVICE.address, recipient: '张建国' });
      expect(JSON.stringify(await world.disputes.history(id))).not.to.contain(SERVICE.phone);
    });

    it('When it is incomplete, then each fault is told on its field', async () => {
      const { id } = await world.dispute('S09');
      const wrong = async (changes: object) =>
        fieldsOf(await refused(world.act(mediator, id, 'confirmServiceAddress', { ...SERVICE, ...changes })));
      expect(await wrong({ postcode: '1011' })).to.deep.equal(['postcode mediation.postcode']);
      expect(await wrong({ phone: '12' })).to.deep.equal(['phone mediation.servicePhone']);
      expect(await wrong({ consequencesTold: '' })).to.deep.equal(['consequencesTold mediation.consequencesNotTold']);
      expect(await wrong({ electronicTo: '' })).to.deep.equal(['electronicTo any.required']);
      expect(await wrong({ electronicTo: 'nowhere' })).to.deep.equal(['electronicTo string.email']);
      expect(await wrong({ party: 'p7' })).to.deep.equal(['party party.unknown']);
    });
  });

  describe('the notice of termination', () => {
    it('When it is served, then remedies, parties and limitation are on record and in the package', async () => {
      const { id } = await failed();
      await world.act(mediator, id, 'serveTermination', { remedies: 'litigation', parties: 'p1', how: 'inPerson' });
      const served = await world.act(mediator, id, 'serveTermination', {
        remedies: ['litigation'],
        parties: 'p2',
        how: 'message',
        note: '微信送达',
      });
      expect(served.termination?.served.map(({ partyId, how }) => [partyId, how])).to.deep.equal([
        ['p1', 'inPerson'],
        ['p2', 'message'],
      ]);
      expect((await world.filing.papers(served, mediator))?.limitation).to.include({
        interruptedOn: '2026-03-02',
        until: '2029-03-02',
      });
      await file(id);
      expect((await packageOf(id))?.['materials']).to.include('termination');
    });

    it('When the dispute is about labour, then arbitration must be among the remedies', async () => {
      const { id } = await failed({ type: '13' });
      const notice = { remedies: ['litigation'], parties: ['p1', 'p2'], how: 'inPerson' };
      const error = await refused(world.act(mediator, id, 'serveTermination', notice));
      expect(fieldsOf(error)).to.deep.equal(['remedies mediation.arbitrationFirst']);
      const served = await world.act(mediator, id, 'serveTermination', { ...notice, remedies: ['arbitration'] });
      expect((await world.filing.papers(served, mediator))?.limitation?.until).to.equal('2027-03-02');
    });
  });

  describe('the filed case', () => {
    it('When the procedure is small claims, then the rules of suitability say whether it may be', async () => {
      const dear = await failed({ claims: ['停止侵害'], facts: '屋檐滴水', amount: '' });
      expect(fieldsOf(await refused(file(dear.id, { procedure: 'smallClaim' })))).to.deep.equal([
        'procedure filing.notSmallClaim',
      ]);
      const small = await failed();
      expect((await file(small.id, { procedure: 'smallClaim' })).filing?.followUp).to.equal('O52');
    });

    it('When the matter goes to arbitration first, then it is filed only with what came of that', async () => {
      const { id } = await failed({ type: '13' });
      const early = await refused(file(id));
      expect([early.rule, ...fieldsOf(early)]).to.deep.equal(['SU04', 'arbitration filing.arbitrationFirst']);
      expect(early.errors[0]?.params).to.deep.equal({ article: '劳动争议调解仲裁法14' });
      const filed = await file(id, { arbitration: '京通劳人仲字〔2026〕第9号不予受理通知书' });
      expect(filed.filing?.arbitration).to.include('不予受理');
    });

    it('When the fee is not paid in seven days, then the clerk may deem the suit withdrawn, and not before', async () => {
      const { id } = await failed();
      const filed = await file(id, { feeNotifiedOn: '2026-03-02', fee: '25' });
      expect(filed.filing?.fee).to.deep.equal({ notifiedOn: '2026-03-02', amountFen: 2500 });
      const clock = filed.clocks.find(({ rule }) => rule === 'CL27');
      expect(clock?.dueAt?.toISOString()).to.equal('2026-03-09T15:59:59.999Z');
      expect((await refused(world.act(tribunalClerk, id, 'deemWithdrawn', {}))).code).to.equal('law.feeOverdue');
      world.clock.set('2026-03-10T09:00');
      const deemed = await world.act(tribunalClerk, id, 'deemWithdrawn', {});
      expect([deemed.state, deemed.courtResult?.kind, deemed.outcome?.code]).to.deep.equal([
        'S19',
        'deemedWithdrawn',
        'O33',
      ]);
      expect((await refused(world.act(tribunalClerk, id, 'recordCourtResult', { result: 'judgment' }))).code).to.equal(
        'law.courtResultOpen',
      );
    });

    it('When the fee is paid or put off, then its clock stops and nothing can be deemed', async () => {
      const { id } = await failed();
      await file(id, { feeNotifiedOn: '2026-03-02' });
      const paid = await world.act(tribunalClerk, id, 'recordFee', { how: 'deferred' });
      expect(paid.filing?.fee?.how).to.equal('deferred');
      expect(paid.clocks.filter(({ rule, stoppedAt }) => rule === 'CL27' && !stoppedAt)).to.deep.equal([]);
      world.clock.set('2026-04-10T09:00');
      expect((await refused(world.act(tribunalClerk, id, 'deemWithdrawn', {}))).code).to.equal('law.feeOverdue');
      expect((await refused(world.act(tribunalClerk, id, 'recordFee', { how: 'paid' }))).code).to.equal(
        'law.feeNotified',
      );
    });

    it('When the suit ends, then the village that once held the dispute finds the result on its desk', async () => {
      const { id } = await failed();
      await file(id);
      world.clock.set('2026-03-20T09:00');
      const ended = await world.act(tribunalClerk, id, 'recordCourtResult', {
        result: 'courtMediation',
        note: '分期给付',
      });
      expect([ended.outcome?.code, ended.courtResult?.kind]).to.deep.equal(['O33', 'courtMediation']);
      const pile = filterOf({ pile: 'outcomes', limit: 10 }, mediator, world.clock.now());
      const { items } = await world.disputes.list(mediator, pile.filter, { limit: 10, order: pile.order });
      expect(items.map((item) => item.id)).to.include(id);
      expect(items.every((item) => item.owner.code !== CODES.VILLAGE)).to.equal(true);
      const late = filterOf({ pile: 'outcomes', limit: 10 }, mediator, new Date('2026-05-20T09:00:00+08:00'));
      expect(await world.disputes.count(mediator, late.filter)).to.equal(0);
      const [last] = (await world.disputes.history(id)).slice(-1);
      expect(last?.data).to.include({ courtResult: 'courtMediation', outcome: 'O16' });
    });

    it('When the day of the result lies before the filing, then it is refused on its field', async () => {
      const { id } = await failed();
      await file(id);
      const error = await refused(
        world.act(tribunalClerk, id, 'recordCourtResult', { result: 'judgment', on: '2026-02-27' }),
      );
      expect(fieldsOf(error)).to.deep.equal(['on filing.resultBeforeFiling']);
    });
  });
});
