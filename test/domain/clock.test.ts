import { expect } from 'chai';
import { dayOfInstant, parseDay } from '../../src/domain/calendar-day.ts';
import { CLOCK_IDS, CLOCK_RULES, type ClockId } from '../../src/domain/clock-catalogue.ts';
import {
  clockRule,
  dueAtOf,
  extendClock,
  keptInTime,
  pauseClock,
  remaining,
  resumeClock,
  startClock,
  stopClock,
  termClock,
  warningInstants,
  withDue,
} from '../../src/domain/clock.ts';
import { at, shippedHolidays as holidays } from './holidays.ts';
import { refusal } from './refusals.ts';

const due = (id: ClockId, start: string, options: { variant?: string; amount?: number } = {}) =>
  dayOfInstant(dueAtOf(startClock(id, at(start), holidays, options)));

describe('clock catalogue', () => {
  for (const id of CLOCK_IDS) {
    it(`When ${id} is looked up today, then one row with a basis is in force`, () => {
      const rule = clockRule(id, parseDay('2026-11-22'));
      expect(rule.id).to.equal(id);
      expect(rule.basis).to.not.equal('');
      expect(Object.keys(rule.terms)).to.not.have.lengthOf(0);
    });
  }

  it('When rows of one clock follow each other, then each begins later than the one before', () => {
    for (const id of CLOCK_IDS) {
      const days = CLOCK_RULES.filter((rule) => rule.id === id).map((rule) => rule.effectiveFrom);
      expect(days).to.deep.equal([...new Set(days)].toSorted());
    }
  });

  it('When a limit did not exist yet, then the clock cannot be started', () => {
    expect(refusal(() => startClock('CL10', at('2024-12-31 10:00'), holidays)).code).to.equal('law.clock.notInForce');
  });

  it('When a track begins, then its own mediation clock runs', () => {
    expect([termClock('T1'), termClock('T2'), termClock('T3'), termClock('T3', 'simple')]).to.deep.equal([
      'CL06',
      'CL07',
      'CL08',
      'CL09',
    ]);
  });
});

describe('due dates', () => {
  const terms: readonly (readonly [ClockId, string, string, { variant?: string }, string])[] = [
    [
      'CL04',
      '2026-02-13 17:30',
      '2026-02-25',
      {},
      'three working days over the Spring Festival, the make-up Saturday counted',
    ],
    ['CL04', '2026-11-20 09:00', '2026-11-25', {}, 'a weekend lies between'],
    ['CL06', '2026-10-20 09:00', '2026-11-19', {}, 'thirty calendar days from the next day'],
    [
      'CL08',
      '2026-09-16 09:00',
      '2026-10-08',
      {},
      'fifteen days end in the National Day week and roll to the first workday',
    ],
    ['CL09', '2026-11-16 09:00', '2026-11-23', {}, 'seven days'],
    ['CL13', '2026-01-16 09:00', '2026-02-24', {}, 'thirty days end in the Spring Festival'],
    [
      'CL16',
      '2026-05-31 09:00',
      '2026-11-30',
      { variant: 'interestedPerson' },
      'six months end on the last day of a shorter month',
    ],
    ['CL19', '2024-02-29 09:00', '2026-02-28', {}, 'two years from a leap day end on a make-up workday'],
    ['CL17', '2026-11-22 00:00', '2026-11-23', {}, 'an agreed Sunday rolls to Monday'],
  ];
  for (const [id, start, expected, options, why] of terms) {
    it(`When ${id} starts ${start}, then it is due ${expected}: ${why}`, () =>
      expect(due(id, start, options)).to.equal(expected));
  }

  it('When an hour clock starts, then it is due to the minute', () => {
    const clock = startClock('CL20', at('2026-11-22 23:30'), holidays, { variant: 'danger' });
    expect(clock.dueAt).to.deep.equal(at('2026-11-23 01:30'));
  });

  it('When the due day lies beyond the announced calendar, then it is provisional until the table grows', () => {
    const clock = startClock('CL06', at('2026-12-20 09:00'), holidays);
    const grown = { ...holidays, knownUntil: parseDay('2027-12-31') };

    expect(clock.provisional).to.equal(true);
    expect(withDue(clock, grown)).to.not.have.property('provisional');
  });

  it('When the law fixes a length, then no other can be chosen, and an unknown variant is refused', () => {
    expect(refusal(() => due('CL08', '2026-11-02 09:00', { amount: 20 })).code).to.equal('law.clock.fixedByLaw');
    expect(refusal(() => due('CL22', '2026-11-02 09:00')).code).to.equal('law.clock.unknownVariant');
    expect(due('CL06', '2026-11-02 09:00', { amount: 20 })).to.equal('2026-11-23');
  });
});

describe('pausing, extending and stopping', () => {
  const mediation = startClock('CL08', at('2026-11-02 09:00'), holidays);

  it('When expert work pauses a clock, then no due date exists until it goes on, and the paused days do not count', () => {
    const paused = pauseClock(mediation, at('2026-11-05 10:00'), holidays, 'expert');
    const resumed = resumeClock(paused, at('2026-11-12 15:00'), holidays);

    expect(dueAtOf(mediation)).to.deep.equal(new Date('2026-11-17T15:59:59.999Z'));
    expect(paused.dueAt).to.equal(null);
    expect(remaining(paused, at('2026-11-10 10:00')).level).to.equal('paused');
    expect(refusal(() => dueAtOf(paused)).code).to.equal('law.clock.paused');
    expect(dayOfInstant(dueAtOf(resumed))).to.equal('2026-11-24');
  });

  it('When working days are paused, then only paused working days move the end', () => {
    const rule = { ...startClock('CL04', at('2026-11-19 09:00'), holidays), rule: 'CL07' as const };
    const resumed = resumeClock(pauseClock(rule, at('2026-11-20 09:00'), holidays), at('2026-11-23 09:00'), holidays);

    expect(dayOfInstant(dueAtOf(rule))).to.equal('2026-11-24');
    expect(dayOfInstant(dueAtOf(resumed))).to.equal('2026-11-25');
  });

  it('When a clock of months is paused, then the paused days are added at its end', () => {
    const trial = startClock('CL22', at('2026-01-05 09:00'), holidays, { variant: 'simple' });
    const resumed = resumeClock(
      pauseClock(trial, at('2026-02-01 09:00'), holidays, 'expert'),
      at('2026-02-11 09:00'),
      holidays,
    );

    expect(dayOfInstant(dueAtOf(trial))).to.equal('2026-04-07');
    expect(dayOfInstant(dueAtOf(resumed))).to.equal('2026-04-15');
  });

  it('When an hour clock would be paused, then its rule does not allow it', () => {
    const order = startClock('CL20', at('2026-11-22 08:00'), holidays, { variant: 'utilities' });
    expect(refusal(() => pauseClock(order, at('2026-11-22 09:00'), holidays)).code).to.equal(
      'law.clock.causeNotAllowed',
    );
  });

  it('When T3 is extended, then once and by 30 days at most', () => {
    const extended = extendClock(mediation, 30, at('2026-11-16 09:00'), holidays);

    expect(dayOfInstant(dueAtOf(extended))).to.equal('2026-12-17');
    expect(refusal(() => extendClock(mediation, 31, at('2026-11-16 09:00'), holidays)).code).to.equal(
      'law.clock.extensionTooLong',
    );
    expect(refusal(() => extendClock(extended, 1, at('2026-11-16 09:00'), holidays)).code).to.equal(
      'law.clock.extendedBefore',
    );
  });

  it('When T1 is extended, then the law sets no cap', () => {
    const once = extendClock(
      startClock('CL06', at('2026-06-01 09:00'), holidays),
      45,
      at('2026-06-20 09:00'),
      holidays,
    );
    const twice = extendClock(once, 10, at('2026-06-21 09:00'), holidays);

    expect(dayOfInstant(dueAtOf(twice))).to.equal('2026-08-25');
  });

  it('When the president extends a simple case, then by one month only', () => {
    const trial = startClock('CL22', at('2026-01-05 09:00'), holidays, { variant: 'simple' });

    expect(dayOfInstant(dueAtOf(extendClock(trial, 1, at('2026-03-01 09:00'), holidays)))).to.equal('2026-05-06');
    expect(refusal(() => extendClock(trial, 2, at('2026-03-01 09:00'), holidays)).code).to.equal(
      'law.clock.extensionTooLong',
    );
  });

  const refusals: readonly (readonly [string, string, () => unknown])[] = [
    ['extending after expiry', 'law.clock.over', () => extendClock(mediation, 5, at('2026-11-18 00:00'), holidays)],
    [
      'extending a clock that has no extension',
      'law.clock.notExtendable',
      () => extendClock(startClock('CL13', at('2026-11-02 09:00'), holidays), 5, at('2026-11-03 09:00'), holidays),
    ],
    ['extending by half a day', 'validation', () => extendClock(mediation, 0.5, at('2026-11-03 09:00'), holidays)],
    [
      'extending a stopped clock',
      'law.clock.stopped',
      () => extendClock(stopClock(mediation, at('2026-11-03 09:00')), 5, at('2026-11-04 09:00'), holidays),
    ],
    ['pausing after expiry', 'law.clock.over', () => pauseClock(mediation, at('2026-11-18 00:00'), holidays)],
    [
      'pausing twice',
      'law.clock.paused',
      () => pauseClock(pauseClock(mediation, at('2026-11-03 09:00'), holidays), at('2026-11-04 09:00'), holidays),
    ],
    [
      'pausing a stopped clock',
      'law.clock.stopped',
      () => pauseClock(stopClock(mediation, at('2026-11-03 09:00')), at('2026-11-04 09:00'), holidays),
    ],
    ['resuming what runs', 'law.clock.notPaused', () => resumeClock(mediation, at('2026-11-04 09:00'), holidays)],
    [
      'stopping twice',
      'law.clock.stopped',
      () => stopClock(stopClock(mediation, at('2026-11-03 09:00')), at('2026-11-04 09:00')),
    ],
  ];
  for (const [what, code, work] of refusals) {
    it(`When somebody tries ${what}, then it is refused`, () => expect(refusal(work).code).to.equal(code));
  }

  it('When a clock is stopped, then it tells whether it was kept', () => {
    expect(keptInTime(mediation)).to.equal(undefined);
    expect(keptInTime(stopClock(mediation, at('2026-11-17 23:59')))).to.equal(true);
    expect(keptInTime(stopClock(mediation, at('2026-11-18 00:00')))).to.equal(false);
    expect(
      keptInTime(stopClock(pauseClock(mediation, at('2026-11-03 09:00'), holidays), at('2026-12-18 00:00'))),
    ).to.equal(true);
  });
});

describe('warnings', () => {
  const mediation = startClock('CL08', at('2026-11-02 00:00'), holidays);
  const levels = [
    ['2026-11-03 09:00', 'ok', 14],
    ['2026-11-13 06:00', 'warning', 4],
    ['2026-11-16 12:00', 'urgent', 1],
    ['2026-11-17 08:00', 'due', 0],
    ['2026-11-18 00:00', 'overdue', -1],
  ] as const;
  for (const [now, level, leftDays] of levels) {
    it(`When it is ${now}, then the clock reads ${level}`, () => {
      const reading = remaining(mediation, at(now));
      expect(reading.level).to.equal(level);
      expect(reading.leftDays).to.equal(leftDays);
    });
  }

  it('When an hour clock nears its end, then it turns urgent and then overdue, never merely due', () => {
    const order = startClock('CL20', at('2026-11-22 08:00'), holidays, { variant: 'danger' });

    expect(remaining(order, at('2026-11-22 09:55')).level).to.equal('urgent');
    expect(remaining(order, at('2026-11-22 10:01')).level).to.equal('overdue');
  });

  it('When the clock has stopped, then its reading no longer changes', () => {
    const stopped = stopClock(mediation, at('2026-11-03 09:00'));
    expect(remaining(stopped, at('2027-01-01 00:00'))).to.deep.equal(remaining(stopped, at('2026-11-04 00:00')));
    expect(
      remaining(
        stopClock(pauseClock(mediation, at('2026-11-03 09:00'), holidays), at('2026-11-04 09:00')),
        at('2027-01-01 00:00'),
      ).level,
    ).to.equal('stopped');
  });

  it('When warnings are planned, then they fall at 70 and 90 per cent of the running time', () => {
    const [warning, urgent] = warningInstants(mediation);

    expect(remaining(mediation, warning?.at ?? at('2000-01-01 00:00')).used).to.be.closeTo(0.7, 1e-6);
    expect(remaining(mediation, urgent?.at ?? at('2000-01-01 00:00')).used).to.be.closeTo(0.9, 1e-6);
    expect(warningInstants(stopClock(mediation, at('2026-11-03 09:00')))).to.have.lengthOf(0);
  });

  it('When the clock was paused, then the paused time counts neither as used nor as left', () => {
    const resumed = resumeClock(
      pauseClock(mediation, at('2026-11-04 00:00'), holidays, 'expert'),
      at('2026-11-14 00:00'),
      holidays,
    );

    expect(remaining(resumed, at('2026-11-14 00:00')).used).to.be.closeTo(
      remaining(mediation, at('2026-11-04 00:00')).used,
      0.001,
    );
  });

  it('When a term has no length, then it is wholly used from the start', () => {
    const item = startClock('CL17', at('2026-11-20 23:59'), holidays);
    expect(remaining({ ...item, dueAt: item.baseStart }, at('2026-11-20 23:59')).used).to.equal(1);
  });
});
