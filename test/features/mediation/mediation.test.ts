import { expect } from 'chai';
import { DomainError } from '../../../src/domain/errors.ts';
import { deadlineSweep } from '../../../src/jobs/deadline-sweep.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { BOTH_CONSENT, CODES, disputeWorld, FAILURE, people, SESSION, type World } from '../../support/disputes.ts';
import { fieldsOf, refused } from '../../support/refusal.ts';

const { mediator, neighbour, townshipHead, judge, tribunalClerk } = people;

describe('mediation', function () {
  let world: World;
  before(async () => {
    world = await disputeWorld();
  });
  beforeEach(() => world.clock.set('2026-03-02T09:00'));
  after(() => world.drop());

  const clockOf = async (id: string, rule: string) =>
    (await world.repository.get(id)).clocks.findLast((clock) => clock.rule === rule);

  describe('the mediator', () => {
    it('is refused without a disclosure', async () => {
      const { id } = await world.dispute('S08');
      const error = await refused(world.act(mediator, id, 'acceptAppointment', {}));
      expect(fieldsOf(error)).to.deep.equal(['relations any.required']);
    });

    it('with a relation goes on only when both parties, knowing it, agree', async () => {
      const { id } = await world.dispute('S08');
      const relation = { relations: 'relative', note: '与申请人系表亲' };
      const error = await refused(world.act(mediator, id, 'acceptAppointment', { ...relation, waivedBy: ['p1'] }));
      expect(fieldsOf(error)).to.deep.equal(['waivedBy mediation.recuse', 'waiverEvidence any.required']);
      const waiver = { waivedBy: ['p1', 'p2'], waivedOn: '2026-03-01', waiverEvidence: '双方签字的知情同意书' };
      const accepted = await world.act(mediator, id, 'acceptAppointment', { ...relation, ...waiver });
      const entries = await world.mediationRepository.consents(accepted);
      expect(entries.map(({ partyId, scope, evidence }) => [partyId, scope, evidence])).to.deep.equal([
        ['p1', 'mediatorRelation', '双方签字的知情同意书'],
        ['p2', 'mediatorRelation', '双方签字的知情同意书'],
      ]);
      expect(accepted.mediator?.disclosure?.waivers?.map(({ partyId, on }) => [partyId, on])).to.deep.equal([
        ['p1', '2026-03-01'],
        ['p2', '2026-03-01'],
      ]);
      expect(accepted.state).to.equal('S09');
      expect(accepted.mediator?.disclosure?.relations).to.deep.equal(['relative']);
    });

    it('who shares a phone with a party cannot declare to have no relation', async () => {
      const { id } = await world.dispute('S07');
      await world.act(mediator, id, 'appointMediator', { mediator: 'a-neighbour', choice: 'appointed' });
      const error = await refused(world.act(neighbour, id, 'acceptAppointment', { relations: ['none'] }));
      expect(fieldsOf(error)).to.deep.equal(['relations mediation.relationOnRecord']);
    });

    it('may decline with a reason, and the unit appoints anew', async () => {
      const { id } = await world.dispute('S08');
      const declined = await world.act(mediator, id, 'declineAppointment', { reason: 'overloaded', note: '本周已满' });
      expect(declined.state).to.equal('S07');
      expect(declined.mediator).to.equal(undefined);
    });
  });

  describe('contact', () => {
    it('stops CL05 at the moment of the first real contact, also when typed later', async () => {
      const { id } = await world.dispute('S09');
      world.clock.set('2026-03-03T16:00');
      await world.act(mediator, id, 'recordContact', { party: 'p2', channel: 'phone', result: 'noAnswer' });
      expect((await clockOf(id, 'CL05'))?.stoppedAt).to.equal(undefined);
      await world.act(mediator, id, 'recordContact', {
        party: 'p2',
        at: '2026-03-03T10:30',
        channel: 'visit',
        result: 'reached',
      });
      expect((await clockOf(id, 'CL05'))?.stoppedAt?.toISOString()).to.equal('2026-03-03T02:30:00.000Z');
    });

    it('fails as unreachable only after three attempts on two days by two channels', async () => {
      const { id } = await world.dispute('S09');
      const fail = () => world.act(mediator, id, 'failMediation', { ending: 'O32', ...FAILURE });
      const attempt = (channel: string) =>
        world.act(mediator, id, 'recordContact', { party: 'p2', channel, result: 'noAnswer' });
      await attempt('phone');
      await attempt('phone');
      await attempt('visit');
      expect(fieldsOf(await refused(fail()))).to.deep.equal(['ending mediation.proof.contactLog']);
      world.clock.set('2026-03-03T09:00');
      await attempt('phone');
      const failed = await fail();
      expect(failed.state).to.equal('S17');
      expect(failed.outcome).to.deep.equal({ code: 'O32', on: '2026-03-03', tier: 'village', unitCode: CODES.VILLAGE });
    });
  });

  describe('consent', () => {
    it('missing from one side keeps mediation from beginning', async () => {
      const { id } = await world.dispute('S09');
      await world.act(mediator, id, 'recordConsent', { ...BOTH_CONSENT, parties: 'p1' });
      const error = await refused(world.act(mediator, id, 'beginMediation', { mode: 'inPerson' }));
      expect(error.code).to.equal('law.everyPartyConsents');
    });

    it('refused ends the mediation at once, with what is known of it on record, and the transfer begins', async () => {
      const { id } = await world.dispute('S09');
      const fail = () => world.act(mediator, id, 'failMediation', { ending: 'O31', ...FAILURE });
      expect(fieldsOf(await refused(fail()))).to.deep.equal(['ending mediation.proof.refusal']);
      const failed = await world.act(mediator, id, 'recordConsent', {
        parties: 'p2',
        answer: 'refused',
        channel: 'phone',
        evidence: '通话录音5号',
        remediesToldOn: '2026-03-02',
      });
      expect(failed).to.include({ state: 'S17', failures: 1 });
      expect(failed.failure).to.include({ ending: 'O31', remediesToldOn: '2026-03-02', costConduct: '' });
      expect(failed.failure?.reason).to.include('明确不同意调解');
      expect(failed.clocks.filter((clock) => !clock.stoppedAt).map((clock) => clock.rule)).to.deep.equal(['CL14']);
    });

    it('revoked in the middle ends the mediation in the same minute, and the mediator completes the record', async () => {
      const { id } = await world.dispute('session');
      const revoked = await world.act(mediator, id, 'recordConsent', {
        parties: ['p1'],
        answer: 'revoked',
        channel: 'writing',
        evidence: '书面撤回',
      });
      expect(revoked.state).to.equal('S17');
      expect(revoked.endedAt?.getTime()).to.equal(revoked.updatedAt.getTime());
      const completed = await world.act(mediator, id, 'completeFailureRecord', FAILURE);
      expect(completed).to.include({ state: 'S17', failures: 1 });
      expect(completed.failure).to.include({ ending: 'O31', course: FAILURE.course });
      expect((await refused(world.act(mediator, id, 'completeFailureRecord', FAILURE))).code).to.equal(
        'law.failureRecordOpen',
      );
    });

    it('refused to a longer term is on record and ends nothing', async () => {
      const { id } = await world.dispute('session');
      const answered = await world.act(mediator, id, 'recordConsent', {
        parties: ['p2'],
        scope: 'extension',
        answer: 'refused',
        channel: 'phone',
        evidence: '通话录音5号',
      });
      expect(answered.state).to.equal('S10');
      expect(answered.parties.map((party) => party.consent.state)).to.deep.equal(['given', 'given']);
    });

    it('is given by parties who each have been told their rights', async () => {
      const { id } = await world.dispute('S09');
      const first = await world.act(mediator, id, 'recordConsent', { ...BOTH_CONSENT, parties: 'p1' });
      expect([first.rightsToldOn, first.parties[0]?.rightsTold?.how]).to.deep.equal([undefined, 'inPerson']);
      const second = await world.act(mediator, id, 'recordConsent', { ...BOTH_CONSENT, parties: 'p2' });
      expect(second.rightsToldOn).to.be.a('string');
    });
  });

  describe('a session', () => {
    it('is numbered, kept and read back, with the oddities flagged', async () => {
      const { id } = await world.dispute('session');
      world.clock.set('2026-03-10T09:00');
      await world.act(mediator, id, 'recordSession', { ...SESSION, on: '2026-03-03', recorder: '赵春梅' });
      const dispute = await world.repository.get(id);
      const { sessions } = await world.mediation.sections(mediator, dispute);
      expect(sessions.map((session) => session.no)).to.deep.equal([1, 2]);
      expect(sessions[1]?.flags).to.deep.equal(['lateEntry', 'mediatorRecordedAlone']);
      expect(sessions[1]?.content?.statements).to.equal(SESSION.statements);
    });

    it('with one side alone needs the other to know, and every rule told', async () => {
      const { id } = await world.dispute('S10');
      const error = await refused(
        world.act(mediator, id, 'recordSession', {
          ...SESSION,
          rightsTold: '',
          attendance: { 0: { party: 'p1', presence: 'present' }, 1: { party: 'p2', presence: 'absent' } },
          until: '07:00',
        }),
      );
      expect(fieldsOf(error)).to.have.members([
        'rightsTold law.session.rightsTold',
        'attendance law.session.oneSideOnly',
        'until law.session.endBeforeStart',
      ]);
    });

    it('is known to the tribunal as held, not what was said in it', async () => {
      const { id } = await world.dispute('session');
      const dispute = await world.repository.get(id);
      const { sessions } = await world.mediation.sections(tribunalClerk, dispute);
      expect(sessions).to.have.length(1);
      expect(sessions[0]?.content).to.equal(null);
    });
  });

  describe('the term', () => {
    it('stands still while paused and runs on afterwards', async () => {
      const { id } = await world.dispute('S10');
      const before = (await clockOf(id, 'CL06'))?.dueAt;
      const error = await refused(world.act(mediator, id, 'pause', { cause: 'expert', reason: '房屋鉴定' }));
      expect(fieldsOf(error)).to.deep.equal(['courtConsentOn mediation.courtConsentMissing']);
      const expert = { cause: 'expert', reason: '房屋鉴定', courtConsentOn: '2026-03-02' };
      expect((await world.act(mediator, id, 'pause', expert)).state).to.equal('S11');
      expect((await clockOf(id, 'CL06'))?.dueAt).to.equal(null);
      world.clock.set('2026-03-12T09:00');
      await world.act(mediator, id, 'resume', {});
      const after = (await clockOf(id, 'CL06'))?.dueAt;
      expect(after!.getTime() - before!.getTime()).to.be.at.least(9 * 86_400_000);
    });

    it('is extended only with the signature of every party', async () => {
      const { id } = await world.dispute('S10');
      const half = { days: '15', signedOn: '2026-03-02', signedBy: 'p1', reason: '等待测绘结果' };
      expect(fieldsOf(await refused(world.act(mediator, id, 'extendTerm', half)))).to.deep.equal([
        'signedBy mediation.everyPartyMustSign',
      ]);
      const extended = await world.act(mediator, id, 'extendTerm', { ...half, signedBy: ['p1', 'p2'] });
      expect(extended.extensions).to.equal(1);
      expect((await clockOf(id, 'CL06'))?.extensions.map(({ amount }) => amount)).to.deep.equal([15]);
    });

    it('over without agreement ends the mediation by itself, once', async () => {
      const { id } = await world.dispute('S10');
      world.clock.set('2026-04-30T09:00');
      const error = await refused(world.act(mediator, id, 'recordSession', SESSION));
      expect(error.code).to.equal('law.termOpen');
      const job = deadlineSweep({ deadlines: world.deadlines, logger: createLogger('silent') });
      await job.perform(null);
      await job.perform(null);
      const expired = await world.repository.get(id);
      expect([expired.state, expired.outcome?.code, expired.failures]).to.deep.equal(['S17', 'O34', 1]);
      const events = await world.disputes.history(id);
      expect(events.filter((event) => event.act === 'expireTerm')).to.have.length(1);
      expect(events.at(-1)?.actor.role).to.equal('system');
    });
  });

  describe('private notes', () => {
    it('are read by their mediator, and by no colleague and nobody of the court', async () => {
      const { id } = await world.dispute('S10');
      await world.notes.write(mediator, id, '申请人私下愿意降到两千元');
      expect((await world.notes.read(mediator, id)).notes.map((note) => note.text)).to.deep.equal([
        '申请人私下愿意降到两千元',
      ]);
      const colleague = { ...mediator, accountId: 'a-colleague', name: '同村调解员' };
      for (const reader of [colleague, judge, tribunalClerk, townshipHead]) {
        expect((await refused(world.notes.read(reader, id))).code).to.equal('mediation.notesNotYours');
      }
      expect((await refused(world.notes.write(tribunalClerk, id, '旁注'))).kind).to.equal('forbidden');
    });

    it('are sealed where they are stored', async () => {
      const { id } = await world.dispute('S10');
      await world.notes.write(mediator, id, '金丝雀私下让步');
      const stored = await world.database.connection.collection('privateNotes').findOne({ disputeId: id });
      expect(JSON.stringify(stored)).not.to.contain('金丝雀');
    });
  });

  it('knows no party that is not there', async () => {
    const { id } = await world.dispute('S09');
    const error = await refused(
      world.act(mediator, id, 'recordContact', { party: 'p9', channel: 'phone', result: 'reached' }),
    );
    expect(error).to.be.instanceOf(DomainError);
    expect(fieldsOf(error)).to.deep.equal(['party party.unknown']);
  });
});
