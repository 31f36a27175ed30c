import { expect } from 'chai';
import { type DisputeRecord } from '../../../src/features/disputes/index.ts';
import { custodyTotals } from '../../../src/features/disputes/history.presenter.ts';
import { at } from '../../support/disputes.ts';

type Row = DisputeRecord['custody'][number];
const held = (tier: Row['tier'], from: string, until?: string): Row => ({
  unitCode: tier,
  tier,
  from: at(from),
  by: 'lodged',
  ...(until ? { until: at(until) } : {}),
});
const totals = (custody: readonly Row[], now: string, closedAt?: string) =>
  custodyTotals({ custody, ...(closedAt ? { closedAt: at(closedAt) } : {}) }, at(now)).map(({ tier, days, stays }) => [
    tier,
    days,
    stays,
  ]);

describe('days of custody at each tier', () => {
  it('When two townships held it, then their time is one sum; the tiers stand in their order', () => {
    const custody = [
      held('township', '2026-03-02T09:00', '2026-03-04T09:00'),
      held('tribunal', '2026-03-04T09:00', '2026-03-04T15:00'),
      held('township', '2026-03-04T15:00', '2026-03-05T03:00'),
      held('village', '2026-03-05T03:00'),
    ];
    expect(totals(custody, '2026-03-09T03:00')).to.deep.equal([
      ['tribunal', 1, 1],
      ['township', 3, 2],
      ['village', 4, 1],
    ]);
  });

  it('When the dispute is closed, then nobody holds it any longer', () => {
    const custody = [held('village', '2026-03-02T09:00')];
    expect(totals(custody, '2026-05-02T09:00', '2026-03-12T09:00')).to.deep.equal([['village', 10, 1]]);
  });
});
