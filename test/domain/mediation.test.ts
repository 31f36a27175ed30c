import { expect } from 'chai';
import { parseDay } from '../../src/domain/calendar-day.ts';
import { findConflicts, mayAppoint } from '../../src/domain/conflict.ts';
import { allConsented, anyRefused, consentOf, type Consent } from '../../src/domain/consent.ts';
import { cannotBeReached, firstContact, type ContactAttempt } from '../../src/domain/contact.ts';
import { checkSession, type SessionRecord } from '../../src/domain/session.ts';
import { at } from './holidays.ts';

const day = parseDay;

describe('contact', () => {
  const attempt = (
    when: string,
    channel: ContactAttempt['channel'],
    result: ContactAttempt['result'],
  ): ContactAttempt => ({
    at: at(when),
    channel,
    result,
  });
  const missed = [
    attempt('2026-11-02 09:00', 'phone', 'noAnswer'),
    attempt('2026-11-02 15:00', 'sms', 'unreachableNumber'),
    attempt('2026-11-03 10:00', 'visit', 'notAtAddress'),
  ];

  const logs: readonly (readonly [string, readonly ContactAttempt[], boolean])[] = [
    ['three attempts on two days by three channels failed', missed, true],
    ['there were only two attempts', missed.slice(1), false],
    ['all were on one day', missed.slice(0, 2).concat(attempt('2026-11-02 16:00', 'visit', 'notAtAddress')), false],
    ['all were by phone', missed.map((row) => ({ ...row, channel: 'phone' as const })), false],
    ['one reached the party', [...missed, attempt('2026-11-04 10:00', 'phone', 'reached')], false],
    ['one met a refusal', [...missed, attempt('2026-11-04 10:00', 'phone', 'refused')], false],
    ['there was none', [], false],
  ];
  for (const [why, log, met] of logs) {
    it(`When ${why}, then the party ${met ? 'cannot be reached' : 'does not count as unreachable'}`, () =>
      expect(cannotBeReached(log).met).to.equal(met));
  }

  it('When a party was reached, then the first real contact counts, in whatever order it was typed', () => {
    const log = [
      attempt('2026-11-05 10:00', 'phone', 'reached'),
      ...missed,
      attempt('2026-11-04 08:00', 'visit', 'refused'),
    ];
    expect(firstContact(log)).to.deep.equal(at('2026-11-04 08:00'));
    expect(firstContact(missed)).to.equal(undefined);
  });
});

describe('consent', () => {
  const consent = (partyId: string, answer: Consent['answer'], on: string, more: Partial<Consent> = {}): Consent => ({
    partyId,
    scope: 'mediation',
    answer,
    on: day(on),
    channel: 'phone',
    evidence: '录音17',
    ...more,
  });
  const both = [consent('p1', 'given', '2026-11-02'), consent('p2', 'given', '2026-11-03')];

  const cases: readonly (readonly [string, readonly Consent[], boolean, boolean])[] = [
    ['both gave it', both, true, false],
    ['one is missing', both.slice(1), false, false],
    ['one refused', [...both, consent('p2', 'refused', '2026-11-04')], false, true],
    [
      'one took it back',
      [consent('p1', 'given', '2026-11-02', { revokedOn: day('2026-11-05') }), ...both.slice(1)],
      false,
      true,
    ],
    ['one refused first and agreed later', [consent('p1', 'refused', '2026-11-01'), ...both], true, false],
    [
      'it was given for something else',
      [consent('p1', 'given', '2026-11-02', { scope: 'online' }), ...both.slice(1)],
      false,
      false,
    ],
  ];
  for (const [why, consents, all, refused] of cases) {
    it(`When ${why}, then all consent: ${all}, somebody refuses: ${refused}`, () => {
      expect(allConsented(['p1', 'p2'], 'mediation', consents)).to.equal(all);
      expect(anyRefused(['p1', 'p2'], 'mediation', consents)).to.equal(refused);
    });
  }

  it('When there are no parties, then nobody has consented', () => {
    expect(allConsented([], 'mediation', both)).to.equal(false);
    expect(consentOf('p9', 'mediation', both)).to.equal('none');
  });
});

describe('session record F07', () => {
  const now = at('2026-11-10 18:00');
  const record: SessionRecord = {
    startedAt: at('2026-11-10 09:00'),
    endedAt: at('2026-11-10 10:30'),
    mode: 'inPerson',
    place: '宋庄镇多元解纷中心',
    host: '李某',
    recorder: '王某',
    attendance: [
      { partyId: 'p1', side: 'applicant', present: true },
      { partyId: 'p2', side: 'respondent', present: true },
    ],
    separately: false,
    separateConsent: false,
    identityChecked: true,
    rightsTold: true,
    disclosed: true,
    statements: '双方陈述',
    issues: '噪声',
    proposals: '',
    result: 'continue',
    nextStep: '11月15日再谈',
  };
  const alone = record.attendance.map((row) => ({ ...row, present: row.side === 'applicant' }));

  it('When the record is complete, then it has neither error nor flag', () => {
    expect(checkSession(record, now)).to.deep.equal({ errors: [], flags: [] });
  });

  const wrong: readonly (readonly [string, Partial<SessionRecord>, string, string])[] = [
    ['it ends before it starts', { endedAt: at('2026-11-10 08:00') }, 'endedAt', 'law.session.endBeforeStart'],
    [
      'it starts in the future',
      { startedAt: at('2026-11-11 09:00'), endedAt: at('2026-11-11 10:00') },
      'startedAt',
      'law.session.inFuture',
    ],
    ['it ends in the future', { endedAt: at('2026-11-10 19:00') }, 'endedAt', 'law.session.inFuture'],
    ['one side is absent', { attendance: alone }, 'attendance', 'law.session.oneSideOnly'],
    ['nobody came', { attendance: [] }, 'attendance', 'law.session.nobodyPresent'],
    [
      'the sides were met apart without consent',
      { attendance: alone, separately: true },
      'separateConsent',
      'law.session.separateConsentMissing',
    ],
    ['the rights were not told', { rightsTold: false }, 'rightsTold', 'law.session.rightsTold'],
    ['no place is named', { place: ' ' }, 'place', 'any.required'],
    ['it goes on without a next step', { nextStep: '' }, 'nextStep', 'law.session.nextStepMissing'],
  ];
  for (const [why, change, field, code] of wrong) {
    it(`When ${why}, then it is refused`, () =>
      expect(checkSession({ ...record, ...change }, now).errors).to.deep.include({ field, code }));
  }

  const odd: readonly (readonly [string, Partial<SessionRecord>, string])[] = [
    ['it lasted less than a minute', { endedAt: new Date(record.startedAt.getTime() + 30_000) }, 'sameMinute'],
    ['it ran past midnight', { startedAt: at('2026-11-09 23:30'), endedAt: at('2026-11-10 00:30') }, 'overnight'],
    [
      'the sides were met apart with consent',
      { attendance: alone, separately: true, separateConsent: true },
      'heldSeparately',
    ],
    ['the mediator kept the record alone', { recorder: '李某' }, 'mediatorRecordedAlone'],
  ];
  for (const [why, change, flag] of odd) {
    it(`When ${why}, then it is kept and flagged ${flag}`, () =>
      expect(checkSession({ ...record, ...change }, now)).to.deep.equal({ errors: [], flags: [flag] }));
  }

  it('When it is typed more than three days later, then it is flagged as late; the deployment may set the days', () => {
    expect(checkSession(record, at('2026-11-13 23:00')).flags).to.deep.equal([]);
    expect(checkSession(record, at('2026-11-14 08:00')).flags).to.deep.equal(['lateEntry']);
    expect(checkSession(record, at('2026-11-14 08:00'), 7).flags).to.deep.equal([]);
  });
});

describe('conflict of interest', () => {
  const mediator = { accountId: 'm1', name: '张平', phoneIndex: 'tel-m', idIndex: 'id-m', addressIndex: 'home-m' };
  const party = { id: 'p1', name: '张强', phoneIndex: 'tel-p', idIndex: 'id-p', addressIndex: 'home-p' };

  const cases = [
    ['nothing is shared', {}, [], true, true],
    ['the identity is the same', { idIndex: 'id-m' }, ['samePerson'], false, false],
    ['the phone is the same', { phoneIndex: 'tel-m' }, ['samePhone'], false, true],
    ['surname and address are the same', { addressIndex: 'home-m' }, ['sameHousehold'], false, true],
    ['only the address is the same', { addressIndex: 'home-m', name: '李强' }, [], true, true],
  ] as const;
  for (const [why, change, signs, silent, disclosed] of cases) {
    it(`When ${why}, then the signs are [${signs.join()}]`, () => {
      const findings = findConflicts(mediator, [{ ...party, ...change }], []);
      expect(findings.map((finding) => finding.sign)).to.deep.equal(signs);
      expect(mayAppoint(findings, false)).to.equal(silent);
      expect(mayAppoint(findings, true)).to.equal(disclosed);
    });
  }

  it('When earlier cases tie them, then an agent must disclose and a former mediator is only noted', () => {
    const earlier = [
      { number: 'TZ-1', partyId: 'p1', mediatorPart: 'agent' as const },
      { number: 'TZ-2', partyId: 'p1', mediatorPart: 'mediator' as const },
      { number: 'TZ-3', partyId: 'p7', mediatorPart: 'party' as const },
    ];
    const findings = findConflicts({ accountId: 'm1', name: '张平' }, [{ id: 'p1', name: '张强' }], earlier);

    expect(findings.map(({ sign, weight, caseNumber }) => [sign, weight, caseNumber])).to.deep.equal([
      ['earlierAgent', 'ask', 'TZ-1'],
      ['earlierMediator', 'note', 'TZ-2'],
    ]);
  });
});
