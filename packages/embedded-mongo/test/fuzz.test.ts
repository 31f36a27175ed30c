import { expect } from 'chai';
import { fuzz } from './fuzz/fuzz.ts';

describe('random and mutated messages', () => {
  it('when thousands of them arrive, then none does harm, none hangs and memory stays', async () => {
    const report = await fuzz(4_000, 7, () => undefined);
    expect(report).to.include({ hung: 0, sameProcess: true });
    expect(report.frames).to.be.at.least(4_000);
    expect(report.slowestPing).to.be.lessThan(2_000);
    expect(Math.max(...report.memory)).to.be.lessThan(350);
  });
});
