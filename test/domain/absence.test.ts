import { expect } from 'chai';
import { type Absence, absenceErrors, actingFor, isAbsent, standInsOf } from '../../src/domain/absence.ts';
import { parseDay } from '../../src/domain/calendar-day.ts';

const today = parseDay('2026-03-02');
const away = (accountId: string, substituteId?: string, from = '2026-03-01', to = '2026-03-10'): Absence => ({
  id: `${accountId}-${from}`,
  accountId,
  from: parseDay(from),
  to: parseDay(to),
  substituteId,
});
const codes = (fresh: Absence, others: readonly Absence[] = []): readonly string[] =>
  absenceErrors(fresh, others, today).map(({ code }) => code);

describe('absence and substitution', () => {
  it('When somebody is away, then the substitute acts; when they are there, they act themselves', () => {
    const table = [away('a', 'b')];
    expect(isAbsent('a', today, table)).to.equal(true);
    expect(actingFor('a', today, table)).to.equal('b');
    expect(actingFor('a', parseDay('2026-03-11'), table)).to.equal('a');
    expect(standInsOf('b', today, table)).to.deep.equal(['a']);
  });

  it('When the substitute is away too, then their substitute does the work of both', () => {
    const table = [away('a', 'b'), away('b', 'c')];
    expect(actingFor('a', today, table)).to.equal('c');
    expect(standInsOf('c', today, table)).to.have.members(['a', 'b']);
    expect(standInsOf('b', today, table)).to.deep.equal([]);
  });

  it('When nobody at the end is there, then nobody acts', () => {
    expect(actingFor('a', today, [away('a')])).to.equal(undefined);
    expect(actingFor('a', today, [away('a', 'b'), away('b')])).to.equal(undefined);
  });

  const wrong: readonly [string, Absence, readonly Absence[], string][] = [
    ['ends before it begins', away('a', 'b', '2026-03-05', '2026-03-04'), [], 'absences.to.beforeFrom'],
    ['is over already', away('a', 'b', '2026-02-01', '2026-02-03'), [], 'absences.to.past'],
    ['overlaps another', away('a', 'b'), [away('a', 'c', '2026-03-08', '2026-03-12')], 'absences.overlap'],
    ['names oneself', away('a', 'a'), [], 'absences.substitute.self'],
    [
      'closes a circle of two',
      away('a', 'b'),
      [away('b', 'a', '2026-03-09', '2026-03-12')],
      'absences.substitute.circle',
    ],
    [
      'closes a circle of three',
      away('a', 'b'),
      [away('b', 'c', '2026-03-02', '2026-03-05'), away('c', 'a', '2026-03-04', '2026-03-12')],
      'absences.substitute.circle',
    ],
  ];
  for (const [name, fresh, others, code] of wrong) {
    it(`When an absence ${name}, then it is refused on its field`, () => {
      expect(codes(fresh, others)).to.include(code);
    });
  }

  it('When two stand in for each other at different times, then there is no circle', () => {
    expect(codes(away('a', 'b'), [away('b', 'a', '2026-03-11', '2026-03-20')])).to.deep.equal([]);
    expect(
      codes(away('a', 'b'), [away('b', 'c', '2026-03-01', '2026-03-03'), away('c', 'a', '2026-03-05', '2026-03-06')]),
    ).to.deep.equal([]);
  });
});
