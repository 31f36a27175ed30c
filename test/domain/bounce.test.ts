import { expect } from 'chai';
import { bounceReason, tallyBounces } from '../../src/domain/bounce.ts';
import { pushObstacles, type PushFacts } from '../../src/domain/diversion.ts';

describe('what came back', () => {
  it('When a transfer ends, then only declines, silence and what was ruled upon are bounces', () => {
    expect(bounceReason('declined', 'B2')).to.equal('B2');
    expect(bounceReason('ruled', 'B8')).to.equal('B8');
    expect(bounceReason('ruled', null)).to.equal('NO_ANSWER');
    expect(bounceReason('timed-out', null)).to.equal('NO_ANSWER');
    for (const state of ['sent', 'accepted', 'recalled', 'answered'] as const) {
      expect(bounceReason(state, null)).to.equal(undefined);
    }
  });

  it('When counts are tallied, then what was recalled is not held against the receiver', () => {
    const row = { unit: 'u', tier: 'village' as const };
    const [tally] = tallyBounces([
      { ...row, state: 'accepted', code: null, count: 5 },
      { ...row, state: 'declined', code: 'B1', count: 2 },
      { ...row, state: 'timed-out', code: null, count: 1 },
      { ...row, state: 'recalled', code: null, count: 4 },
    ]);
    expect(tally).to.deep.equal({ ...row, sent: 8, bounced: 3, reasons: { B1: 2, NO_ANSWER: 1 } });
  });
});

describe('what stands in the way of a push', () => {
  const plain: PushFacts = {
    consents: ['none', 'given'],
    missing: 0,
    disputeType: '02',
    risk: 'yellow',
    target: 'village',
    within: true,
    unsuitable: false,
  };
  const matters = new Set(['02']);

  it('When nothing does, then the list is empty', () => {
    expect(pushObstacles(plain, matters)).to.deep.equal([]);
  });

  const cases: readonly [Partial<PushFacts>, string][] = [
    [{ target: undefined, within: false }, 'noUnit'],
    [{ within: false }, 'notBelow'],
    [{ consents: ['given', 'refused'] }, 'consentRefused'],
    [{ consents: ['revoked', 'given'] }, 'consentRefused'],
    [{ missing: 2 }, 'missingPapers'],
    [{ unsuitable: true }, 'unsuitable'],
    [{ risk: 'orange' }, 'riskTooHigh'],
    [{ disputeType: '13' }, 'notForVillage'],
  ];
  for (const [change, obstacle] of cases) {
    it(`When ${JSON.stringify(change)}, then it is ${obstacle}`, () => {
      expect(pushObstacles({ ...plain, ...change }, matters)).to.deep.equal([obstacle]);
    });
  }

  it('When the risk is high but the township takes it, then it may go', () => {
    expect(pushObstacles({ ...plain, risk: 'red', target: 'township' }, matters)).to.deep.equal([]);
  });
});
