// Reads a year's notice on rest days (国务院办公厅关于…部分节假日安排的通知) as it is published, or a plain list with one day a
// line. Weekday and lunar dates in brackets are for people and left aside.

import { addDays, type CalendarDay, isDay } from './calendar-day.ts';
import { type FieldError, invalid } from './errors.ts';
import { type NoticeDay } from './holiday-calendar.ts';

export interface HolidayNotice {
  readonly year: number;
  readonly days: readonly NoticeDay[];
}

const LIST_LINE = /^(\d{4}-\d{2}-\d{2})\s*[,，;；\t ]\s*(休|放假|holiday|班|上班|workday)\s*[,，;；\t ]\s*(.+)$/i;
const RESTS = /^(?:休|放假|holiday)$/i;
const HEADING = /^\s*(?:[一二三四五六七八九十]+|\d+)\s*[、．.]\s*([^：:]{1,20})[：:]/;
const DATES = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\s*[至到—–-]\s*(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?/g;
const LONGEST_HOLIDAY = 15;

/**
 * Reads a notice or a list.
 * @param year the year it is for, where the text does not say
 * @throws DomainError `validation` on field `text`: nothing to read, a day that does not exist, no year, two years
 */
export function readHolidayNotice(text: string, year?: number): HolidayNotice {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const listed = lines.filter((line) => /^\d{4}-\d{2}-\d{2}/.test(line));
  return listed.length > 0 ? readList(listed) : readProse(lines, year ?? yearOf(text));
}

const wrong = (code: string, params?: FieldError['params']) =>
  invalid('validation', [{ field: 'text', code: `holidays.${code}`, ...(params ? { params } : {}) }]);

const yearOf = (text: string): number | undefined => {
  const found = /关于\s*(\d{4})\s*年/.exec(text) ?? /(\d{4})\s*年/.exec(text);
  return found ? Number(found[1]) : undefined;
};

function readList(lines: readonly string[]): HolidayNotice {
  const days = lines.map((line): NoticeDay => {
    const [, day = '', kind = '', name = ''] = LIST_LINE.exec(line) ?? [];
    if (!isDay(day)) throw wrong('line', { line: line.slice(0, 40) });
    return { day, kind: RESTS.test(kind) ? 'holiday' : 'makeUp', name: name.trim() };
  });
  const years = new Set(days.map(({ day }) => day.slice(0, 4)));
  if (years.size !== 1) throw wrong('oneYear');
  return { year: Number([...years][0]), days: once(days) };
}

function readProse(lines: readonly string[], year: number | undefined): HolidayNotice {
  if (year === undefined) throw wrong('noYear');
  const days: NoticeDay[] = [];
  let name = '';
  for (const line of lines) {
    const heading = HEADING.exec(line);
    if (heading) name = heading[1]?.trim() ?? '';
    if (name === '') continue;
    const body = (heading ? line.slice(heading[0].length) : line).replaceAll(/[（(][^）)]*[）)]/g, '');
    days.push(...daysOf(body, name, year));
  }
  if (days.length === 0) throw wrong('nothing');
  return { year, days: once(days) };
}

/** Dates belong to the next word that says what becomes of them: 放假 and 补休 rest, 上班 works. */
function daysOf(body: string, name: string, year: number): readonly NoticeDay[] {
  const days: NoticeDay[] = [];
  let waiting: CalendarDay[] = [];
  for (const clause of body.split(/[。；，,;]/)) {
    waiting.push(...datesIn(clause, year));
    const kind = /上班/.test(clause) ? 'makeUp' : /放假|补休|调休/.test(clause) ? 'holiday' : undefined;
    if (kind === undefined) continue;
    days.push(...waiting.map((day): NoticeDay => ({ day, kind, name })));
    waiting = [];
  }
  return days;
}

function datesIn(clause: string, year: number): readonly CalendarDay[] {
  let month = 0;
  return [...clause.matchAll(DATES)].flatMap((match) => {
    const from = { year: Number(match[1] ?? year), month: Number(match[2] ?? month), day: Number(match[3]) };
    const to =
      match[6] === undefined
        ? from
        : { year: Number(match[4] ?? from.year), month: Number(match[5] ?? from.month), day: Number(match[6]) };
    month = to.month;
    const [first, last] = [dayOf(from), dayOf(to)];
    const days: CalendarDay[] = [];
    for (let day = first; day <= last; day = addDays(day, 1)) {
      if (days.length === LONGEST_HOLIDAY) throw wrong('tooLong', { day: first });
      days.push(day);
    }
    if (days.length === 0) throw wrong('backwards', { day: first });
    return days;
  });
}

function dayOf({ year, month, day }: { year: number; month: number; day: number }): CalendarDay {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  if (!isDay(text)) throw wrong('noSuchDay', { day: text });
  return text;
}

/** Each day once. @throws DomainError when one is named as rest day and as workday */
function once(days: readonly NoticeDay[]): readonly NoticeDay[] {
  const seen = new Map<string, NoticeDay>();
  for (const day of days) {
    const earlier = seen.get(day.day);
    if (earlier && earlier.kind !== day.kind) throw wrong('both', { day: day.day });
    seen.set(day.day, earlier ?? day);
  }
  return [...seen.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}
