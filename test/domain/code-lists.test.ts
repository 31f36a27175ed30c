import { expect } from 'chai';
import { parseDay } from '../../src/domain/calendar-day.ts';
import { DISPUTE_TYPE_CODES, DISPUTE_TYPES, statisticalType } from '../../src/domain/dispute-type.ts';
import { ENDING_CODES, ENDING_GROUPS, endingsOf, failureRecordErrors, missingProofs } from '../../src/domain/ending.ts';
import { jurisdictionOf, ruleFor, suggestUnit, unitAt, type JurisdictionRule } from '../../src/domain/jurisdiction.ts';
import { needsPoliceReport, suggestRisk, type RiskTriggerId } from '../../src/domain/risk.ts';
import { COURT_SOURCES, SOURCE_CODES, SOURCES } from '../../src/domain/source.ts';

describe('code lists', () => {
  it('When the lists are counted, then they are those of the domain', () => {
    expect(SOURCE_CODES).to.have.lengthOf(20);
    expect(DISPUTE_TYPE_CODES).to.have.lengthOf(22);
    expect(ENDING_CODES).to.have.lengthOf(23);
    expect(DISPUTE_TYPE_CODES.slice(0, 2)).to.deep.equal(['01', '02']);
  });

  it('When names are compared, then none is used twice', () => {
    const names = [...Object.values(SOURCES), ...Object.values(DISPUTE_TYPES)].map((row) => row.name);
    expect(new Set(Object.values(SOURCES).map((row) => row.name)).size).to.equal(SOURCE_CODES.length);
    expect(names).to.not.include('');
    expect(COURT_SOURCES.every((code) => SOURCES[code].group === 'referred')).to.equal(true);
  });

  it('When a local sub-type is counted, then it falls under a national type', () => {
    expect(statisticalType('18')).to.equal('11');
    expect(statisticalType('01')).to.equal('01');
    for (const code of DISPUTE_TYPE_CODES) expect(DISPUTE_TYPE_CODES).to.include(statisticalType(code));
  });
});

describe('endings', () => {
  it('When the groups are joined, then every code is in exactly one', () => {
    expect(ENDING_GROUPS.flatMap(endingsOf).toSorted()).to.deep.equal(ENDING_CODES.toSorted());
  });

  it('When a failure is chosen, then the four-part record and the other remedies are asked for', () => {
    for (const code of endingsOf('failure'))
      expect(missingProofs(code, new Set())).to.include.members(['failureRecord', 'remediesTold']);
    expect(missingProofs('O32', new Set(['failureRecord', 'remediesTold']))).to.deep.equal(['contactLog']);
    expect(missingProofs('O31', new Set(['failureRecord', 'remediesTold', 'refusal']))).to.deep.equal([]);
  });

  it('When a part of the failure record is empty, then it is named', () => {
    const record = { course: '调解两次', reason: '分歧过大', costConduct: '无', hints: ' ' };
    expect(failureRecordErrors(record)).to.deep.equal([{ field: 'hints', code: 'any.required' }]);
  });
});

describe('risk', () => {
  const cases: readonly (readonly [readonly RiskTriggerId[], string, boolean])[] = [
    [[], 'yellow', false],
    [['repeatedHotline'], 'orange', false],
    [['group', 'violence'], 'red', true],
  ];
  for (const [triggers, level, police] of cases) {
    it(`When the signs are [${triggers.join()}], then ${level} is suggested`, () => {
      expect(suggestRisk(triggers)).to.equal(level);
      expect(needsPoliceReport(triggers)).to.equal(police);
    });
  }
});

describe('jurisdiction', () => {
  const rules: readonly JurisdictionRule[] = [
    { id: 'R0', place: '110112', tribunal: '110112-F00', effectiveFrom: parseDay('2011-01-01') },
    {
      id: 'R1',
      place: '110112104',
      tribunal: '110112-F01',
      effectiveFrom: parseDay('2018-06-01'),
      effectiveTo: parseDay('2025-12-31'),
    },
    { id: 'R2', place: '110112104', tribunal: '110112-F02', effectiveFrom: parseDay('2026-01-01') },
    { id: 'R3', place: '110112104201', tribunal: '110112-F05', effectiveFrom: parseDay('2026-06-01') },
  ];
  const on = parseDay('2026-11-22');

  const cases = [
    ['110112104202', '2025-12-31', 'R1'],
    ['110112104202', '2026-01-01', 'R2'],
    ['110112104201', '2026-11-22', 'R3'],
    ['110112104201', '2026-05-31', 'R2'],
    ['110112106', '2026-11-22', 'R0'],
  ] as const;
  for (const [place, day, rule] of cases) {
    it(`When ${place} is asked on ${day}, then rule ${rule} fires`, () =>
      expect(ruleFor(place, parseDay(day), rules)?.id).to.equal(rule));
  }

  it('When the map has a hole, then there is no answer', () => {
    expect(jurisdictionOf('110101001', on, rules)).to.equal(undefined);
    expect(
      suggestUnit(
        { place: '110101001', partyPlaces: [], on, disputeType: '02', risk: 'yellow' },
        rules,
        new Set(['02']),
      ),
    ).to.equal(undefined);
  });

  it('When two rules of one place overlap, then the later one fires', () => {
    const overlapping = [
      ...rules,
      { ...rules[2], id: 'R4', effectiveFrom: parseDay('2026-03-01') } as JurisdictionRule,
    ];
    expect(ruleFor('110112104202', on, overlapping)?.id).to.equal('R4');
  });

  it('When a village is known, then every tier has its unit, and the explanation names the rule', () => {
    const found = jurisdictionOf('110112104202', on, rules);
    expect(
      found && (['court', 'tribunal', 'township', 'village'] as const).map((tier) => unitAt(found, tier)),
    ).to.deep.equal(['110112', '110112-F02', '110112104', '110112104202']);
    expect(found?.params).to.deep.equal({ place: '110112104', tribunal: '110112-F02', since: '2026-01-01' });
  });

  const suggestions = [
    ['neighbours of a village', {}, 'nearest', '110112104202'],
    ['a matter villages are not given', { disputeType: '12' }, 'matterNotForVillage', '110112104'],
    ['an orange risk', { risk: 'orange' }, 'riskNeedsTownship', '110112104'],
    ['two villages', { partyPlaces: ['110112104203'] }, 'severalVillages', '110112104'],
    ['two townships', { partyPlaces: ['110112106001'] }, 'severalTownships', '110112-F02'],
    ['a place known only by its township', { place: '110112104' }, 'nearest', '110112104'],
    ['a place known only by its district', { place: '110112' }, 'nearest', '110112-F00'],
  ] as const;
  for (const [what, change, because, unit] of suggestions) {
    it(`When the dispute is between or has ${what}, then ${unit} is suggested by ${because}`, () => {
      const input = {
        place: '110112104202',
        partyPlaces: [],
        on,
        disputeType: '02',
        risk: 'yellow' as const,
        ...change,
      };
      expect(suggestUnit(input, rules, new Set(['02']))).to.include({ because, unit });
    });
  }
});
