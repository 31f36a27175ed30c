import { expect } from 'chai';
import { formatMoney, parseMoney, splitMoney, sumMoney } from '../../src/domain/money.ts';
import { refusal } from './refusals.ts';

describe('money', () => {
  const amounts = [
    ['12,345.60', 1_234_560],
    ['12345.6', 1_234_560],
    ['1.2万元', 1_200_000],
    ['0.07', 7],
    ['¥1,000', 100_000],
    ['３万', 3_000_000],
    ['１２，３４５．６０元', 1_234_560],
    ['1.00000001亿', 10_000_000_100],
    ['-5', -500],
    ['0.290', 29],
  ] as const;
  for (const [text, fen] of amounts) {
    it(`When "${text}" is typed, then it is ${fen} fen`, () => expect(parseMoney(text)).to.equal(fen));
  }

  const refused = [
    ['', 'law.money.invalid'],
    ['一万', 'law.money.invalid'],
    ['1e5', 'law.money.invalid'],
    ['1,23.45', 'law.money.invalid'],
    ['0.005', 'law.money.tooFine'],
    ['90071992547409.93', 'law.money.tooLarge'],
    ['-90071992547409.93', 'law.money.tooLarge'],
  ] as const;
  for (const [text, code] of refused) {
    it(`When "${text}" is typed, then it is refused as ${code}`, () =>
      expect(refusal(() => parseMoney(text)).code).to.equal(code));
  }

  it('When amounts are written, then thousands are grouped and fen shown', () => {
    expect([0, 7, 1_234_560, -120, 100_000_000].map(formatMoney)).to.deep.equal([
      '0.00',
      '0.07',
      '12,345.60',
      '-1.20',
      '1,000,000.00',
    ]);
  });

  it('When amounts are added or divided, then not a fen is lost', () => {
    expect(splitMoney(100, 3)).to.deep.equal([34, 33, 33]);
    expect(sumMoney(splitMoney(1_000_001, 7))).to.equal(1_000_001);
    expect(refusal(() => splitMoney(2, 3)).code).to.equal('law.money.cannotSplit');
    expect(refusal(() => sumMoney([Number.MAX_SAFE_INTEGER, 1])).code).to.equal('law.money.tooLarge');
  });
});
