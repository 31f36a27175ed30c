import type { Document } from 'bson';
import { constantOf } from './bson-values.ts';
import { refusal } from './refusal.ts';

const DATE = 'embeddedMongoDate';
const PARTS = 'embeddedMongoParts';
const date = `$$${DATE}`;
const part = (name: string): string => `$$${PARTS}.${name}`;

/** Object ids and timestamps count as the dates they hold. */
const asDate = (value: unknown): Document => ({
  $let: {
    vars: { [DATE]: value },
    in: { $cond: [{ $in: [{ $type: date }, ['objectId', 'timestamp']] }, { $toDate: date }, date] },
  },
});

const LOCAL_TIME = '%Y-%m-%dT%H:%M:%S';

/** What the clocks of one zone show, as if it were what those of another do. */
const movedTo = (value: unknown, from: Document, to: Document): Document => ({
  $dateFromString: {
    dateString: { $dateToString: { date: value, format: LOCAL_TIME, ...from } },
    format: LOCAL_TIME,
    ...to,
  },
});

/** Units whose length does not depend on the place. */
const CLOCK_UNITS = new Set(['hour', 'minute', 'second']);

/**
 * `$dateAdd` and `$dateSubtract`. The engine counts in fractions of a second and loses a millisecond now and then, so
 * that it is given whole seconds, and the milliseconds are added to what comes out. It also counts months by the
 * calendar of Greenwich whatever the timezone: it is given the local time as if it were that of Greenwich.
 */
export function mendDateArithmetic(operator: '$dateAdd' | '$dateSubtract', specification: Document): Document {
  const unit = constantOf(specification['unit']);
  // What is missing is the engine's to complain of.
  if (!('startDate' in specification) || unit === undefined) return { [operator]: specification };
  if (typeof unit !== 'string' || unit.startsWith('$')) {
    throw refusal(`${operator} with a unit that is no constant is not supported: choose among constants with $switch.`);
  }
  const { startDate, timezone, ...others } = specification;
  const moved = (from: unknown): Document => ({ [operator]: { ...others, startDate: from } });
  let result: Document;
  if (unit === 'millisecond') {
    result = { [operator === '$dateAdd' ? '$add' : '$subtract']: [date, { $toLong: specification['amount'] }] };
  } else {
    const wholeSeconds = { $subtract: [date, { $millisecond: date }] };
    const inPlace = timezone === undefined || CLOCK_UNITS.has(unit);
    const sum = inPlace
      ? moved(wholeSeconds)
      : movedTo(moved(movedTo(wholeSeconds, { timezone }, {})), {}, { timezone });
    result = { $add: [sum, { $millisecond: date }] };
  }
  return { $let: { vars: { [DATE]: asDate(startDate) }, in: result } };
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Days since the week began. */
function daysIntoWeek(startOfWeek: unknown, timezone: Document): Document {
  const name = String(constantOf(startOfWeek ?? 'sunday')).toLowerCase();
  const first = WEEKDAYS.findIndex((weekday) => weekday === name || weekday.slice(0, 3) === name);
  if (first < 0)
    throw refusal(`$dateTrunc: startOfWeek must be the name of a weekday, as a constant; it is '${name}'.`);
  return { $mod: [{ $add: [{ $dayOfWeek: { date, ...timezone } }, 6 - first] }, 7] };
}

/** From the parts of a date to those of the beginning of its year, month, …; the rest begins at zero. */
function truncatedParts(unit: string, startOfWeek: unknown, timezone: Document): Document | null {
  const [year, month, day] = [part('year'), part('month'), part('day')];
  switch (unit) {
    case 'year':
      return { year };
    case 'quarter':
      return { year, month: { $subtract: [month, { $mod: [{ $subtract: [month, 1] }, 3] }] } };
    case 'month':
      return { year, month };
    case 'week':
      return { year, month, day: { $subtract: [day, daysIntoWeek(startOfWeek, timezone)] } };
    case 'day':
      return { year, month, day };
    default:
      return null;
  }
}

/**
 * `$dateTrunc`: for days and longer units the engine gives wrong dates for most days since 2000. Taking the date apart
 * and putting it together again gives right ones.
 */
export function mendDateTrunc(specification: Document): Document {
  const unit = constantOf(specification['unit']);
  const binSize = constantOf(specification['binSize']) ?? 1;
  if (typeof unit !== 'string' || unit.startsWith('$') || binSize !== 1) {
    throw refusal(
      '$dateTrunc is supported with a constant unit and a binSize of 1 only: the storage engine computes others wrongly. ' +
        'Group by $dateToString (for example { format: "%Y-%m", date, timezone }) or by parts of $dateToParts.',
    );
  }
  if (unit === 'millisecond') return asDate(specification['date']);
  if (CLOCK_UNITS.has(unit)) return { $dateTrunc: specification };
  const timezone = 'timezone' in specification ? { timezone: specification['timezone'] as unknown } : {};
  const parts = truncatedParts(unit, specification['startOfWeek'], timezone);
  // A unit that does not exist is the engine's to complain of.
  if (!parts) return { $dateTrunc: specification };
  const whole = {
    $let: {
      vars: { [PARTS]: { $dateToParts: { date, ...timezone } } },
      in: { $dateFromParts: { ...parts, ...timezone } },
    },
  };
  return {
    $let: {
      vars: { [DATE]: asDate(specification['date']) },
      in: { $cond: [{ $lte: [date, null] }, null, whole] },
    },
  };
}
