import { expect } from 'chai';
import { parseDay } from '../../src/domain/calendar-day.ts';
import { changesBetween, doubtsOf, movedFrom, reachOf, withDay, withYear } from '../../src/domain/holiday-calendar.ts';
import { readHolidayNotice } from '../../src/domain/holiday-notice.ts';
import { type HolidayRecord } from '../../src/domain/working-days.ts';
import { packageCalendar } from '../../src/features/holidays/holiday.package.ts';
import { fieldsOf } from '../support/refusal.ts';
import { refusal } from './refusals.ts';

/** The notice for 2026 as an office publishes it. */
const NOTICE_2026 = `国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。`;

const known = packageCalendar();
/** The calendar before the notice of 2026 was loaded. */
const until2025: HolidayRecord = {
  knownUntil: '2025-12-31',
  holidays: Object.fromEntries(Object.entries(known.holidays).filter(([day]) => day < '2026')),
  makeUpWorkdays: Object.fromEntries(Object.entries(known.makeUpWorkdays).filter(([day]) => day < '2026')),
};

describe('the notice of a year', () => {
  it('When the notice of 2026 is pasted, then the calendar is the one the package has', () => {
    const { year, days } = readHolidayNotice(NOTICE_2026);
    const next = withYear(until2025, year, days);

    expect(year).to.equal(2026);
    expect(changesBetween(next, known)).to.deep.equal([]);
    expect(next.knownUntil).to.equal('2026-12-31');
    expect(doubtsOf(days)).to.deep.equal({ missing: [], odd: [] });
  });

  it('When the same days come as a list, then they are read the same', () => {
    const { days } = readHolidayNotice(NOTICE_2026);
    const list = days.map(({ day, kind, name }) => `${day},${kind === 'holiday' ? '休' : '班'},${name}`).join('\r\n');

    expect(readHolidayNotice(list)).to.deep.equal({ year: 2026, days });
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ['nothing of a notice', '各位同事：请注意安全。2027年见。', 'holidays.nothing'],
    ['no year', '一、元旦：1月1日放假。', 'holidays.noYear'],
    ['a day that does not exist', '2027年\n一、清明节：4月31日放假。', 'holidays.noSuchDay'],
    ['a stretch that ends before it begins', '2027年\n一、元旦：1月3日至1日放假。', 'holidays.backwards'],
    ['a day that rests and works', '2027年\n一、元旦：1月1日放假。1月1日上班。', 'holidays.both'],
    ['a line of a list it cannot read', '2027-01-01 元旦', 'holidays.line'],
    ['two years in one list', '2027-01-01 休 元旦\n2028-01-01 休 元旦', 'holidays.oneYear'],
  ];
  for (const [what, text, code] of refused) {
    it(`When the text holds ${what}, then it is refused with the reason`, () => {
      expect(fieldsOf(refusal(() => readHolidayNotice(text)))).to.deep.equal([`text ${code}`]);
    });
  }

  it('When a year is left out, then the one after it cannot be loaded', () => {
    expect(fieldsOf(refusal(() => withYear(until2025, 2027, [])))).to.deep.equal(['text holidays.yearBefore']);
  });

  it('When a festival is missing or a weekday is to be worked for it, then the preview says so', () => {
    const { days } = readHolidayNotice('2027-01-01 休 元旦\n2027-01-05 班 元旦');

    expect(doubtsOf(days)).to.deep.equal({
      missing: ['春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'],
      odd: ['2027-01-05'],
    });
  });
});

describe('changing the calendar', () => {
  it('When one day is changed and changed back, then nothing has changed', () => {
    const day = parseDay('2026-09-21');
    const rest = withDay(known, { day, kind: 'holiday', name: '中秋节' });

    expect(changesBetween(known, rest)).to.deep.equal([{ day, before: 'ordinary', after: 'holiday', name: '中秋节' }]);
    expect(movedFrom(known, rest)).to.equal(day);
    expect(withDay(rest, { day, kind: 'ordinary', name: '' })).to.deep.equal(known);
  });

  it('When a day of an unknown year is changed, then the year’s notice is asked for', () => {
    const change = { day: parseDay('2031-01-01'), kind: 'holiday', name: '元旦' } as const;

    expect(fieldsOf(refusal(() => withDay(known, change)))).to.deep.equal(['day holidays.yearUnknown']);
  });

  it('When a new year becomes known, then dates move from its first day on', () => {
    expect(movedFrom(until2025, known)).to.equal('2026-01-01');
    expect(movedFrom(until2025, { ...until2025, knownUntil: '2026-12-31' })).to.equal('2026-01-01');
    expect(movedFrom(known, known)).to.equal(undefined);
  });

  it('When the known calendar comes to its end, then a word is said ninety days before', () => {
    const end = parseDay('2026-12-31');
    expect(
      ['2026-10-01', '2026-10-02', '2026-12-31', '2027-01-01'].map((today) => reachOf(end, parseDay(today))),
    ).to.deep.equal(['ahead', 'ending', 'ending', 'behind']);
  });
});
