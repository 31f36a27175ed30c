import type { Document } from 'mongodb';

/** An expression over the date `$at`, and what JavaScript makes of it. */
export interface DateCase {
  readonly name: string;
  readonly expression: Document;
  readonly expected: (at: Date) => Date | number | string;
}

const DAY = 86_400_000;

/** Time zones without daylight saving, whose local time is a plain difference. */
const ZONES = [
  { zone: undefined, offset: 0 },
  { zone: 'Asia/Urumqi', offset: 6 * 3_600_000 },
  { zone: '+08:00', offset: 8 * 3_600_000 },
] as const;

function addMonths(at: Date, months: number, offset: number): Date {
  const local = new Date(+at + offset);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(local.getUTCDate(), last);
  const time = ((+local % DAY) + DAY) % DAY;
  return new Date(Date.UTC(year, month, day) + time - offset);
}

function truncate(at: Date, unit: string, offset: number, weekStart = 0): Date {
  const local = new Date(+at + offset);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const starts: Readonly<Record<string, readonly [number, number, number]>> = {
    year: [year, 0, 1],
    quarter: [year, month - (month % 3), 1],
    month: [year, month, 1],
    week: [year, month, day - ((local.getUTCDay() - weekStart + 7) % 7)],
    day: [year, month, day],
  };
  const start = starts[unit];
  if (start) return new Date(Date.UTC(...start) - offset);
  const lengths: Readonly<Record<string, number>> = { hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 };
  const length = lengths[unit] ?? 1;
  return new Date(Math.floor(+local / length) * length - offset);
}

/** Every function that takes dates apart or moves them. */
export function dateCases(): DateCase[] {
  const cases: DateCase[] = [
    { name: '$millisecond', expression: { $millisecond: '$at' }, expected: (at) => at.getUTCMilliseconds() },
    {
      name: '$dateTrunc to a week from Monday',
      expression: { $dateTrunc: { date: '$at', unit: 'week', startOfWeek: 'monday' } },
      expected: (at) => truncate(at, 'week', 0, 1),
    },
    {
      name: '$dateSubtract of 3 months',
      expression: { $dateSubtract: { startDate: '$at', unit: 'month', amount: 3 } },
      expected: (at) => addMonths(at, -3, 0),
    },
    {
      name: '$dateAdd of 77 milliseconds',
      expression: { $dateAdd: { startDate: '$at', unit: 'millisecond', amount: 77 } },
      expected: (at) => new Date(+at + 77),
    },
  ];
  for (const { zone, offset } of ZONES) {
    const timezone = zone === undefined ? {} : { timezone: zone };
    const where = zone === undefined ? '' : ` at ${zone}`;
    const local = (at: Date): Date => new Date(+at + offset);
    cases.push(
      {
        name: `$year${where}`,
        expression: { $year: { date: '$at', ...timezone } },
        expected: (at) => local(at).getUTCFullYear(),
      },
      {
        name: `$dayOfWeek${where}`,
        expression: { $dayOfWeek: { date: '$at', ...timezone } },
        expected: (at) => local(at).getUTCDay() + 1,
      },
      {
        name: `$dateToString${where}`,
        expression: { $dateToString: { date: '$at', format: '%Y-%m-%dT%H:%M:%S.%LZ', ...timezone } },
        expected: (at) => local(at).toISOString(),
      },
      {
        name: `$dateDiff in days${where}`,
        expression: { $dateDiff: { startDate: new Date(0), endDate: '$at', unit: 'day', ...timezone } },
        expected: (at) => Math.floor((+at + offset) / DAY) - Math.floor(offset / DAY),
      },
    );
    for (const unit of ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond']) {
      cases.push({
        name: `$dateTrunc to the ${unit}${where}`,
        expression: { $dateTrunc: { date: '$at', unit, ...timezone } },
        expected: (at) => truncate(at, unit, offset),
      });
    }
    for (const [unit, months] of [
      ['month', 1],
      ['quarter', 3],
      ['year', 12],
    ] as const) {
      cases.push({
        name: `$dateAdd of a ${unit}${where}`,
        expression: { $dateAdd: { startDate: '$at', unit, amount: 1, ...timezone } },
        expected: (at) => addMonths(at, months, offset),
      });
    }
    for (const [unit, length] of [
      ['week', 7 * DAY],
      ['day', DAY],
      ['hour', DAY / 24],
    ] as const) {
      cases.push({
        name: `$dateAdd of 5 times a ${unit}${where}`,
        expression: { $dateAdd: { startDate: '$at', unit, amount: 5, ...timezone } },
        expected: (at) => new Date(+at + 5 * length),
      });
    }
  }
  return cases;
}
