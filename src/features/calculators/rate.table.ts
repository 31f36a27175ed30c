// A table of loan prime rates as the court hands it in: one publication a row, with its source. Nothing is guessed.

import { isDay } from '../../domain/calendar-day.ts';
import { type FieldError, invalid, invalidField } from '../../domain/errors.ts';
import { type PrimeRate } from '../../domain/interest.ts';
import { readTextTable } from '../../platform/text-table.ts';

const COLUMNS = {
  publishedOn: ['公布日期', '发布日期', '日期', 'publishedon', 'date'],
  oneYear: ['一年期', '1年期', '1年期lpr', '一年期lpr', 'oneyear', '1y'],
  fiveYears: ['五年期以上', '5年期以上', '5年期以上lpr', '五年期', '五年期以上lpr', 'fiveyears', '5y'],
  source: ['来源', '出处', 'source'],
} as const;

const HUNDREDTHS = /^(\d{1,2})(?:\.(\d{1,2}))?%?$/;
const LONGEST_SOURCE = 200;

/** @throws DomainError `validation` at `file`, naming the line of each row that cannot be read */
export function readRates(bytes: Buffer, today: string): readonly PrimeRate[] {
  const { header, rows } = readTextTable(bytes);
  const at = (names: readonly string[]) => header.findIndex((name) => names.includes(name));
  const places = {
    publishedOn: at(COLUMNS.publishedOn),
    oneYear: at(COLUMNS.oneYear),
    fiveYears: at(COLUMNS.fiveYears),
    source: at(COLUMNS.source),
  };
  if (Object.values(places).some((place) => place < 0)) throw invalidField('file', 'calculators.columns');
  const errors: FieldError[] = [];
  const rates = rows.flatMap(({ line, cells }): readonly PrimeRate[] => {
    const publishedOn = (cells[places.publishedOn] ?? '')
      .trim()
      .replaceAll(/[./年月]/g, '-')
      .replace(/日$/, '');
    const oneYear = hundredths(cells[places.oneYear]);
    const fiveYears = hundredths(cells[places.fiveYears]);
    const source = (cells[places.source] ?? '').trim().slice(0, LONGEST_SOURCE);
    const wrong = (code: string) => {
      errors.push({ field: 'file', code, params: { line } });
      return [];
    };
    if (!isDay(publishedOn) || publishedOn > today) return wrong('calculators.rowDay');
    if (oneYear === undefined || fiveYears === undefined) return wrong('calculators.rowRate');
    if (source === '') return wrong('calculators.rowSource');
    return [{ publishedOn, oneYear, fiveYears, source }];
  });
  const days = new Set<string>();
  for (const [index, { publishedOn }] of rates.entries()) {
    if (days.has(publishedOn))
      errors.push({ field: 'file', code: 'calculators.rowTwice', params: { line: index + 2 } });
    days.add(publishedOn);
  }
  if (errors.length > 0) throw invalid('validation', errors.slice(0, 20));
  return rates;
}

function hundredths(text: string | undefined): number | undefined {
  const match = HUNDREDTHS.exec((text ?? '').trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : undefined;
}
