import { expect } from 'chai';
import { gistOf, type IntegrityFacts, integrityFlags } from '../../src/domain/integrity.ts';
import { MAX_TRIES, standingOfProof } from '../../src/domain/proof.ts';
import { at } from './holidays.ts';

const sound: IntegrityFacts = {
  settled: true,
  sessions: 1,
  sessionFlags: [],
  acceptedAt: at('2026-03-02 09:00'),
  closedAt: at('2026-03-09 09:00'),
  onePhone: false,
  phoneReused: false,
  textCopied: false,
  denied: false,
  confirmed: true,
};

describe('integrity of a record', () => {
  it('When everything is as it should be, then nothing is flagged', () =>
    expect(integrityFlags(sound)).to.deep.equal([]));

  const flagged: readonly (readonly [Partial<IntegrityFacts>, string])[] = [
    [{ denied: true }, 'denied'],
    [{ sessions: 0 }, 'noSession'],
    [{ sessionFlags: ['sameMinute'] }, 'sameMinute'],
    [{ closedAt: at('2026-03-02 09:00') }, 'closedAtOnce'],
    [{ onePhone: true }, 'onePhone'],
    [{ phoneReused: true }, 'phoneReused'],
    [{ textCopied: true }, 'textCopied'],
    [{ sessionFlags: ['lateEntry'] }, 'lateEntry'],
    [{ confirmed: false }, 'unconfirmed'],
  ];
  for (const [change, flag] of flagged) {
    it(`When ${JSON.stringify(change)}, then it is flagged as ${flag}`, () =>
      expect(integrityFlags({ ...sound, ...change })).to.deep.equal([flag]));
  }

  it('When nothing was settled, then neither a missing session nor a missing answer is flagged', () =>
    expect(integrityFlags({ ...sound, settled: false, sessions: 0, confirmed: false })).to.deep.equal([]));

  it('When only names, days and sums differ, then two texts have the same gist; short texts have none', () => {
    const text = (name: string, sum: number) =>
      `${name}到场陈述，认可基本事实，对数额有不同意见，经调解愿意给付${sum}元，分两次付清。`;
    expect(gistOf(text('张三', 200), ['张三'])).to.equal(gistOf(text('李四', 350), ['李四']));
    expect(gistOf('双方到场', [])).to.equal(undefined);
  });
});

describe('a request to confirm', () => {
  const request = { expiresAt: at('2026-03-10 00:00'), tries: 0 };
  const now = at('2026-03-03 09:00');
  const cases = [
    [request, 'waiting'],
    [{ ...request, answer: 'denied' as const, tries: MAX_TRIES }, 'denied'],
    [{ ...request, tries: MAX_TRIES }, 'locked'],
    [{ ...request, expiresAt: at('2026-03-02 00:00') }, 'expired'],
  ] as const;
  for (const [one, standing] of cases) {
    it(`When it is ${JSON.stringify(one)}, then it stands as ${standing}`, () =>
      expect(standingOfProof(one, now)).to.equal(standing));
  }
});
