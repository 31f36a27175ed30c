import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  formatDocket,
  formatOwnNumber,
  parseDocket,
  readOwnNumber,
  type DocketParts,
} from '../../src/domain/docket.ts';
import { formatMoney, parseMoney, splitMoney, sumMoney } from '../../src/domain/money.ts';

const parts: fc.Arbitrary<DocketParts> = fc.record({
  year: fc.integer({ min: 1949, max: 2099 }),
  court: fc.constantFrom('京0112', '京01', '京73', '京', '最高法', '沪0115', '兵01'),
  special: fc.constantFrom('', '知'),
  type: fc.constantFrom('民初', '民特', '民终', '民申', '执', '财保', '民诉前调', '诉前调确'),
  serial: fc.integer({ min: 1, max: 999_999 }),
  suffix: fc.constantFrom('', '之一', '之二十三'),
});
const brackets = fc.constantFrom(['(', ')'], ['（', '）'], ['[', ']'], ['〔', '〕']);

describe('numbers read back', () => {
  it('When a docket is typed in any bracket width with blanks, then its parts return', () => {
    fc.assert(
      fc.property(parts, brackets, fc.constantFrom('', ' ', '\u3000'), (docket, [open, close], blank) => {
        const written = formatDocket(docket);
        const typed = written.replace('（', `${blank}${open}`).replace('）', `${close}${blank}`);
        const read = parseDocket(typed);

        expect(read.parts).to.deep.equal(docket);
        expect(read.text).to.equal(written);
        expect(read.raw).to.equal(typed);
        expect(read.warnings).to.deep.equal([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('When any text is read as a docket, then nothing is thrown and reading again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = parseDocket(text);
        expect(parseDocket(once.text).text).to.equal(once.text);
      }),
      { numRuns: 1000 },
    );
  });

  it('When a unit numbers a dispute, then the number reads back', () => {
    const aNumber = fc.record({
      unitCode: fc.constantFrom('110112', '110112-F01', '110112104', '110112104201'),
      year: fc.integer({ min: 2000, max: 2099 }),
      serial: fc.integer({ min: 1, max: 99_999_999 }),
    });
    fc.assert(
      fc.property(aNumber, (number) => {
        expect(readOwnNumber(formatOwnNumber(number))).to.deep.equal(number);
      }),
      { numRuns: 1000 },
    );
  });

  it('When an amount is written and read, then not a fen is lost', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        expect(parseMoney(formatMoney(fen))).to.equal(fen);
      }),
      { numRuns: 1000 },
    );
  });

  it('When an amount is divided, then the parts differ by a fen at most and add up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(10_000_000_000), (count, more) => {
        const total = count + more;
        const split = splitMoney(total, count);
        expect(sumMoney(split)).to.equal(total);
        expect(Math.max(...split) - Math.min(...split)).to.be.at.most(1);
      }),
      { numRuns: 1000 },
    );
  });
});
