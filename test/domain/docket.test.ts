import { expect } from 'chai';
import { expectedDocket, formatDocket, formatOwnNumber, parseDocket, readOwnNumber } from '../../src/domain/docket.ts';

describe('docket', () => {
  const known = [
    ['(2024)京0112民初19067号', '京0112', '', '民初', 19067, ''],
    ['（2025）京0112民特3号', '京0112', '', '民特', 3, ''],
    ['（2023）京0112民诉前调1234号', '京0112', '', '民诉前调', 1234, ''],
    ['(2022)京73知民初5号', '京73', '知', '民初', 5, ''],
    ['(2021)最高法知民终1号', '最高法', '知', '民终', 1, ''],
    ['（2020）京民申77号', '京', '', '民申', 77, ''],
    ['（2024）京0112执88号之一', '京0112', '', '执', 88, '之一'],
  ] as const;
  for (const [raw, court, special, type, serial, suffix] of known) {
    it(`When ${raw} is read, then its parts are known and it is written in full width`, () => {
      const docket = parseDocket(raw);

      expect(docket.parts).to.include({ court, special, type, serial, suffix });
      expect(docket.warnings).to.deep.equal([]);
      expect(docket.raw).to.equal(raw);
      expect(docket.parts && formatDocket(docket.parts)).to.equal(docket.text);
    });
  }

  it('When a docket is typed with blanks, square brackets and wide digits, then it is the same docket', () => {
    expect(parseDocket(' [２０２４] 京 0112 民初 19067 号 ').text).to.equal(
      parseDocket('(2024)京0112民初19067号').text,
    );
  });

  const odd = [
    ['（2024）京0112执测L2号', ['unrecognised']],
    ['2024京0112民初1号', ['unrecognised']],
    ['（2024）京0112民初0012号', ['serialPadded']],
    ['（2024）京0112民商事特调1号', ['typeTooLong']],
    ['（1900）京0112民初1号', ['yearUnlikely']],
  ] as const;
  for (const [raw, warnings] of odd) {
    it(`When ${raw} is read, then it is kept with a warning`, () =>
      expect(parseDocket(raw).warnings).to.deep.equal(warnings));
  }

  it('When a track is named, then the type words to expect are known', () => {
    expect(expectedDocket('T1')).to.deep.equal([]);
    expect(expectedDocket('T2')).to.include('民诉前调');
    expect(expectedDocket('T3')).to.include('民初');
    expect(expectedDocket('confirmation')).to.include('民特');
  });
});

describe('own number', () => {
  for (const unitCode of ['110112', '110112-F01', '110112104', '110112104201']) {
    it(`When unit ${unitCode} numbers a dispute, then the number reads back`, () => {
      const number = { unitCode, year: 2026, serial: 42 };
      expect(formatOwnNumber(number)).to.equal(`TZ-${unitCode}-2026-000042`);
      expect(readOwnNumber(formatOwnNumber(number))).to.deep.equal(number);
    });
  }

  it('When something else is read, then it is refused', () =>
    expect(readOwnNumber('TZ-110112-2026-42')).to.equal(undefined));
});
