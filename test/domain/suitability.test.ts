import { expect } from 'chai';
import { ARTICLES } from '../../src/domain/lifecycle.ts';
import { citationsOf, cited } from '../../src/domain/citation.ts';
import { CLOCK_RULES } from '../../src/domain/clock-catalogue.ts';
import { ENDINGS } from '../../src/domain/ending.ts';
import { SUGGESTION_RULES } from '../../src/domain/jurisdiction.ts';
import {
  barring,
  confirmationExclusionOf,
  mayBeMediated,
  SUITABILITY_RULES,
  suitabilityOf,
  type SuitabilityFacts,
} from '../../src/domain/suitability.ts';

const matter = (changes: Partial<SuitabilityFacts> = {}): SuitabilityFacts => ({
  type: '02',
  facts: '屋檐滴水损坏院墙。',
  claims: ['赔偿三千元'],
  villageMatters: new Set(['02', '11']),
  ...changes,
});
const wage = { year: 2025, amountFen: 12_000_000 };

describe('suitability', () => {
  const cases: readonly (readonly [string, Partial<SuitabilityFacts>, readonly string[]])[] = [
    ['neighbours quarrel', {}, []],
    ['a guardian is to be named', { cause: 'C1103' }, ['SU01 bars', 'SU06 bars']],
    ['a payment order is asked for', { cause: 'C1102' }, ['SU02 bars']],
    ['a marriage is to be declared void', { claims: ['请求确认双方婚姻关系无效'] }, ['SU03 ask', 'SU05 ask']],
    ['a divorce is asked for', { cause: 'C0201' }, ['SU05 bars']],
    ['wages are owed', { type: '13' }, ['SU04 bars', 'SU08 bars', 'SU11 ask']],
    ['ownership is to be confirmed', { claims: ['确认房屋所有权归申请人'] }, ['SU07 ask']],
    ['the matter is not on the village’s list', { type: '12' }, ['SU08 bars']],
    ['the amount is small and no wage is set', { amountFen: 300_000 }, ['SU09 unset', 'SU10 unset']],
    ['the amount is small', { amountFen: 300_000, averageWage: wage }, ['SU09 ask']],
    ['the amount is exactly half the wage', { amountFen: 6_000_000, averageWage: wage }, ['SU09 ask']],
    ['the amount is one fen more', { amountFen: 6_000_001, averageWage: wage }, ['SU10 ask']],
    ['the amount is above twice the wage', { amountFen: 24_000_001, averageWage: wage }, []],
    ['ownership is in dispute, the amount small', { cause: 'C0301', amountFen: 1, averageWage: wage }, ['SU07 bars']],
  ];
  for (const [why, changes, expected] of cases) {
    it(`When ${why}, then the findings are [${expected.join(', ')}]`, () => {
      const found = suitabilityOf(matter(changes));
      expect(found.map(({ rule, weight }) => `${rule} ${weight}`)).to.deep.equal(expected);
    });
  }

  it('When a cause bars mediation or confirmation, then the short questions agree with the table', () => {
    for (const cause of ['C0201', 'C0301', 'C0601', 'C1102', 'C1103', 'C1104', 'C0403']) {
      const found = suitabilityOf(matter({ cause }));
      expect(mayBeMediated(cause), cause).to.equal(barring(found, 'cannotMediate') === undefined);
      expect(confirmationExclusionOf(cause) !== undefined, cause).to.equal(
        barring(found, 'notConfirmable') !== undefined,
      );
    }
  });
});

describe('citations', () => {
  const every: readonly { readonly basis: string }[] = [
    ...ARTICLES,
    ...CLOCK_RULES,
    ...SUITABILITY_RULES,
    ...Object.values(ENDINGS),
    ...Object.values(SUGGESTION_RULES),
  ];

  it('When a rule cites its basis, then every part of it names a known source', () => {
    const unknown = every.filter(({ basis }) => citationsOf(basis).length !== basis.split('；').length);
    expect(unknown.map(({ basis }) => basis)).to.deep.equal([]);
  });

  it('When an English page cites, then the law is named in English before the citation', () => {
    expect(cited('人民调解法25', 'en')).to.equal('People’s Mediation Law art. 25 (人民调解法25)');
    expect(cited('在线调解规则25(7)；人民调解法3、23', 'en')).to.equal(
      'Online Mediation Rules art. 25(7) (在线调解规则25(7)); People’s Mediation Law arts. 3, 23 (人民调解法3、23)',
    );
    expect(cited('人民调解法31；D', 'zh-CN')).to.equal('人民调解法31；本系统的设计，并非法律规定');
  });
});
