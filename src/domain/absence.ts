// Who is away when, and who does their work meanwhile. A substitute may be away too: then the substitute's substitute
// does it, until somebody is there; a circle is refused when it is entered and ends nowhere if it should ever exist.

import { type CalendarDay } from './calendar-day.ts';
import { type FieldError } from './errors.ts';

export interface Absence {
  readonly id: string;
  readonly accountId: string;
  /** First and last day. */
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  readonly substituteId?: string | undefined;
}

const covers = (absence: Absence, on: CalendarDay): boolean => absence.from <= on && on <= absence.to;
const overlap = (a: Absence, b: Absence): boolean => a.from <= b.to && b.from <= a.to;

/** The absence that covers the day, if any. */
export const absenceOn = (accountId: string, on: CalendarDay, absences: readonly Absence[]): Absence | undefined =>
  absences.find((absence) => absence.accountId === accountId && covers(absence, on));

export const isAbsent = (accountId: string, on: CalendarDay, absences: readonly Absence[]): boolean =>
  absenceOn(accountId, on, absences) !== undefined;

/**
 * Who does the person's work on the day: they themselves when they are there, otherwise the first one along the
 * substitutes who is; undefined when nobody is.
 */
export function actingFor(accountId: string, on: CalendarDay, absences: readonly Absence[]): string | undefined {
  const seen = new Set<string>();
  let acting: string | undefined = accountId;
  while (acting !== undefined && !seen.has(acting)) {
    const away = absenceOn(acting, on, absences);
    if (away === undefined) return acting;
    seen.add(acting);
    acting = away.substituteId;
  }
  return undefined;
}

/** Everybody whose work falls to the person on the day, themselves left out. */
export const standInsOf = (accountId: string, on: CalendarDay, absences: readonly Absence[]): readonly string[] => [
  ...new Set(
    absences
      .filter((absence) => covers(absence, on) && absence.accountId !== accountId)
      .map((absence) => absence.accountId)
      .filter((absent) => actingFor(absent, on, absences) === accountId),
  ),
];

/** Whether the absence would close a circle of substitutes on some day of it. */
function closesCircle(fresh: Absence, others: readonly Absence[]): boolean {
  const reach = (accountId: string | undefined, window: Absence, seen: ReadonlySet<string>): boolean => {
    if (accountId === undefined) return false;
    if (accountId === fresh.accountId) return true;
    if (seen.has(accountId)) return false;
    return others
      .filter((absence) => absence.accountId === accountId && overlap(absence, window))
      .some((absence) =>
        reach(
          absence.substituteId,
          {
            ...window,
            from: absence.from > window.from ? absence.from : window.from,
            to: absence.to < window.to ? absence.to : window.to,
          },
          new Set([...seen, accountId]),
        ),
      );
  };
  return reach(fresh.substituteId, fresh, new Set());
}

/** What is wrong with an absence beside those already entered. */
export function absenceErrors(fresh: Absence, others: readonly Absence[], today: CalendarDay): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (fresh.to < fresh.from) errors.push({ field: 'to', code: 'absences.to.beforeFrom' });
  if (fresh.to < today) errors.push({ field: 'to', code: 'absences.to.past' });
  if (others.some((other) => other.accountId === fresh.accountId && overlap(other, fresh))) {
    errors.push({ field: 'from', code: 'absences.overlap' });
  }
  if (fresh.substituteId === fresh.accountId) errors.push({ field: 'substitute', code: 'absences.substitute.self' });
  else if (closesCircle(fresh, others)) errors.push({ field: 'substitute', code: 'absences.substitute.circle' });
  return errors;
}
