import { expect } from 'chai';
import {
  firstChoice,
  rankMediators,
  smoothedShare,
  type SuggestionCandidate,
  type SuggestionPart,
} from '../../src/domain/suggestion.ts';

const dispute = { ownerUnit: '110112104', placeUnit: '110112104201', disputeType: '02', languages: [] as string[] };
const person = (accountId: string, changes: Partial<SuggestionCandidate> = {}): SuggestionCandidate => ({
  accountId,
  unitCode: '110112104',
  tier: 'township',
  skills: [],
  languages: [],
  openCases: 3,
  maximumOpen: 15,
  absent: false,
  ended: 0,
  succeeded: 0,
  declined: 0,
  ...changes,
});
const order = (...people: readonly SuggestionCandidate[]): readonly string[] =>
  rankMediators(people, dispute).map(({ candidate }) => candidate.accountId);

describe('the suggestion of a mediator', () => {
  const better: readonly [string, Partial<SuggestionCandidate>, Partial<SuggestionCandidate>][] = [
    ['of the own unit', {}, { unitCode: '110112' }],
    ['who knows the kind of dispute', { skills: ['02'] }, { skills: ['13'] }],
    ['with fewer open cases', { openCases: 1 }, { openCases: 9 }],
    ['with better results', { ended: 40, succeeded: 38 }, { ended: 40, succeeded: 10 }],
    ['who is there', { openCases: 14 }, { absent: true, openCases: 0, skills: ['02'] }],
    ['who is not full', { openCases: 14 }, { openCases: 15, skills: ['02'] }],
  ];
  for (const [name, first, second] of better) {
    it(`When two differ in one thing, then the one ${name} comes first`, () => {
      expect(order(person('z', first), person('a', second))).to.deep.equal(['z', 'a']);
    });
  }

  it('When a language is needed, then whoever speaks it comes first', () => {
    const needed = { ...dispute, languages: ['sign'] };
    const ranking = rankMediators([person('a'), person('z', { languages: ['sign'] })], needed);
    expect(ranking[0]?.candidate.accountId).to.equal('z');
    expect(ranking[0]?.parts.find(({ part }) => part === 'language')?.reason).to.equal('speaks');
  });

  it('When all is equal, then the lower id comes first, whatever the order asked in', () => {
    expect(order(person('b'), person('a'))).to.deep.equal(['a', 'b']);
    expect(order(person('a'), person('b'))).to.deep.equal(['a', 'b']);
  });

  it('When an appointment is declined, then the share falls and never rises', () => {
    const before = smoothedShare({ ended: 10, succeeded: 8, declined: 0 });
    expect(smoothedShare({ ended: 10, succeeded: 8, declined: 3 })).to.be.lessThan(before);
  });

  it('When there are few cases, then one success proves little and the part says so', () => {
    expect(smoothedShare({ ended: 1, succeeded: 1, declined: 0 })).to.be.lessThan(0.7);
    const [ranked] = rankMediators([person('a', { ended: 1, succeeded: 1 })], dispute);
    expect(ranked?.parts.find(({ part }) => part === 'result')?.reason).to.equal('resultSmall');
  });

  it('When the score is asked for, then its weighted parts add up to it', () => {
    const [ranked] = rankMediators([person('a', { skills: ['02'] })], dispute);
    const weights = ranked!.parts.reduce((sum, { weight }) => sum + weight, 0);
    const sum = ranked!.parts.reduce((total, { value, weight }) => total + (value * weight) / weights, 0);
    expect(ranked!.score).to.be.closeTo(sum, 0.0001);
    expect(ranked!.parts.map(({ part }): SuggestionPart => part)).to.deep.equal([
      'area',
      'skill',
      'language',
      'load',
      'result',
    ]);
  });

  it('When everybody is away or full, then nobody is chosen by itself', () => {
    expect(
      firstChoice(rankMediators([person('a', { absent: true }), person('b', { openCases: 20 })], dispute)),
    ).to.equal(undefined);
  });
});
