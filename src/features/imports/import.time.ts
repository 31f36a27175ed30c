import { type CalendarDay, dayOfInstant, isDay } from '../../domain/calendar-day.ts';

const MS_PER_DAY = 86_400_000;
/** Excel counts days from here; 1900 was no leap year, but Excel thinks so. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const EXCEL_SHAPE = /^\d{5}(?:\.\d+)?$/;
const EXCEL_FIRST = 36_526;
const EXCEL_LAST = 73_050;
/** 2019/1/15 16:36:54 · 2019-01-15 · 2019.1.15 · 2019年1月15日 16时36分 · 20190115 */
const WRITTEN = /^(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?(?:[\sT].*)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\d{6})?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** The day in Beijing that a cell names, in any of the shapes seen; undefined when it names none. */
export function dayOfCell(cell: string): CalendarDay | undefined {
  const text = cell.normalize('NFKC').trim();
  if (ZONED.test(text)) {
    const instant = new Date(text);
    return Number.isNaN(instant.getTime()) ? undefined : dayOfInstant(instant);
  }
  if (EXCEL_SHAPE.test(text)) {
    const serial = Math.floor(Number(text));
    if (serial < EXCEL_FIRST || serial > EXCEL_LAST) return undefined;
    return new Date(EXCEL_EPOCH + serial * MS_PER_DAY).toISOString().slice(0, 10) as CalendarDay;
  }
  const [, year, month = '', day = ''] = WRITTEN.exec(text) ?? COMPACT.exec(text) ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(written) ? written : undefined;
}
