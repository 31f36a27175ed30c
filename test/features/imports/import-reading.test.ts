import { expect } from 'chai';
import { DomainError, type FieldError } from '../../../src/domain/errors.ts';
import { guessRespondent, guessType, readTypeTable } from '../../../src/features/imports/import.guess.ts';
import { maskedText } from '../../../src/features/imports/import.masking.ts';
import { MAX_BYTES, readCsv } from '../../../src/features/imports/import.reader.ts';
import { errorSheet } from '../../../src/features/imports/import.result.ts';
import { dayOfCell } from '../../../src/features/imports/import.time.ts';

const TABLE = '编号,时间,内容\n1,2026/1/2,甲\n';
/** The same table as above in GB18030. */
const TABLE_GB18030 = Buffer.from('b1e0bac52ccab1bce42cc4dac8dd0a312c323032362f312f322cbcd70a', 'hex');

function refused(bytes: Buffer): readonly FieldError[] {
  try {
    readCsv(bytes);
  } catch (error) {
    if (error instanceof DomainError) return error.errors;
    throw error;
  }
  return [];
}

describe('reading a hotline file', () => {
  it('takes UTF-8, UTF-8 with a byte order mark, and GB18030', () => {
    for (const [bytes, encoding] of [
      [Buffer.from(TABLE), 'utf-8'],
      [Buffer.from(`\uFEFF${TABLE}`), 'utf-8'],
      [TABLE_GB18030, 'gb18030'],
    ] as const) {
      const read = readCsv(bytes);
      expect(read.encoding).to.equal(encoding);
      expect(read.rows.map(({ line, values }) => [line, values.number, values.text])).to.deep.equal([[2, '1', '甲']]);
    }
  });

  it('finds columns by their header, wherever they stand and however they are called', () => {
    const { columns, rows } = readCsv(Buffer.from(' 留言详情 ,Ｔｉｍｅ,ID,other\n文字,2026-1-2,7,x\n'));
    expect(columns).to.deep.equal({ text: '留言详情', time: 'Ｔｉｍｅ', number: 'ID' });
    expect(rows[0]?.values).to.include({ number: '7', text: '文字', time: '2026-1-2', subject: '' });
  });

  it('keeps line breaks, commas and quotes inside a field, and counts rows as a spreadsheet does', () => {
    const { rows } = readCsv(Buffer.from('id,time,text\r\n1,2026/1/2,"一\r\n二，""三"""\r\n2,2026/1/3,四\r\n'));
    expect(rows.map(({ line, values }) => [line, values.text])).to.deep.equal([
      [2, '一\r\n二，"三"'],
      [3, '四'],
    ]);
  });

  it('leaves out rows that hold nothing', () => {
    expect(
      readCsv(Buffer.from(`${TABLE}${',,\n'.repeat(500)}2,2026/1/3,乙\n`)).rows.map(({ line }) => line),
    ).to.deep.equal([2, 503]);
  });

  for (const [what, bytes, code] of [
    ['an empty file', Buffer.alloc(0), 'imports.file.empty'],
    ['a header alone', Buffer.from('id,time,text\n'), 'imports.file.empty'],
    ['a workbook', Buffer.from('504b030414000600', 'hex'), 'imports.file.zip'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'imports.file.oldExcel'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'imports.file.pdf'],
    ['other bytes', Buffer.from([0x69, 0x64, 0x00, 0x2c]), 'imports.file.binary'],
    ['an unknown encoding', Buffer.from('6964ff80ff', 'hex'), 'imports.file.encoding'],
    ['an open quotation mark', Buffer.from('id,time,text\n1,2026/1/2,"甲\n'), 'imports.file.malformed'],
    ['a file that is too large', Buffer.alloc(MAX_BYTES + 1, 0x61), 'imports.file.tooLarge'],
  ] as const) {
    it(`refuses ${what} with a reason of its own`, () => {
      expect(refused(bytes).map((error) => [error.field, error.code])).to.deep.equal([['file', code]]);
    });
  }

  it('names every column that is missing', () => {
    expect(refused(Buffer.from('id,subject\n1,甲\n')).map(({ code }) => code)).to.deep.equal([
      'imports.columnMissing.time',
      'imports.columnMissing.text',
    ]);
  });
});

describe('the time of an order', () => {
  for (const [cell, day] of [
    ['2019/1/15 16:36:54', '2019-01-15'],
    ['2019-01-15', '2019-01-15'],
    ['2019.1.5', '2019-01-05'],
    ['2019年1月15日 16时36分', '2019-01-15'],
    ['20190115', '2019-01-15'],
    ['20190115163654', '2019-01-15'],
    ['43480', '2019-01-15'],
    ['43480.6923', '2019-01-15'],
    ['2019-01-15T20:00:00Z', '2019-01-16'],
    ['2019-01-15T20:00:00+08:00', '2019-01-15'],
    ['２０１９／１／１５', '2019-01-15'],
    ['2019/2/30', undefined],
    ['15/1/2019', undefined],
    ['12345', undefined],
    ['昨天', undefined],
  ] as const) {
    it(`${cell} is ${day ?? 'no day'}`, () => expect(dayOfCell(cell)).to.equal(day));
  }
});

describe('guesses', () => {
  const table = readTypeTable();

  it('take the type most of whose words occur, and say so', () => {
    expect(guessType('拖欠农民工工资', '物业也不管', table)).to.deep.include({ type: '13' });
    expect(guessType('拖欠农民工工资', '', table).note).to.contain('待核实');
    expect(guessType('建议增加公交班次', '', table).type).to.equal('99');
  });

  it('name a company only when the order names one', () => {
    expect(guessRespondent('投诉北京恒瑞物业管理有限公司乱收费', '')).to.deep.equal({
      name: '北京恒瑞物业管理有限公司',
      kind: 'organisation',
    });
    expect(guessRespondent('物业公司不作为', '小区物业公司不管')).to.deep.equal({ name: '待核实', kind: 'natural' });
  });
});

describe('what a preview shows', () => {
  it('hides identity and mobile numbers inside a text and nothing else', () => {
    expect(maskedText('电话13812348888或138 1234 8888，证号11010119900307123X，工单202601150001')).to.equal(
      '电话138****8888或138****8888，证号110101********123X，工单202601150001',
    );
  });
});

describe('the error sheet', () => {
  it('has one line an error and opens in a spreadsheet', async () => {
    const rows = (async function* () {
      yield {
        importId: 'i',
        line: 7,
        state: 'faulty' as const,
        errors: [
          { field: 'time', code: 'day.invalid' },
          { field: 'text', code: 'any.required' },
        ],
      };
    })();
    const lines: string[] = [];
    for await (const line of errorSheet(rows, ({ code }) => `问题，"${code}"`)) lines.push(line);
    expect(lines.join('')).to.equal(
      '\uFEFFrow,field,code,message\r\n7,time,day.invalid,"问题，""day.invalid"""\r\n' +
        '7,text,any.required,"问题，""any.required"""\r\n',
    );
  });
});
