// What a warning says. Whom it is about is read from the disputes themselves, with the reader's rights: in full for who
// reads the dispute in full, masked for others, and not at all where no dispute may be read.

import { REPEATS } from '../../domain/early-warning.ts';
import { SEASON, WINDOW_DAYS } from '../../domain/lodged-count.ts';
import { maskName } from '../../domain/identity.ts';
import { FALSE_ALARM_RATE, MEASURED } from '../../domain/rise.ts';
import { disputeRow, type UnitNames } from '../disputes/index.ts';
import { type ReadDispute, type ShownWarning } from './early-warning.record.ts';
import { subjectOf } from './early-warning.subject.ts';

const whoIn = (subject: string, disputes: readonly ReadDispute[]): string | null => {
  for (const { dispute, masked } of disputes) {
    const party = dispute.parties.find((each) => subjectOf(each) === subject);
    if (party) return masked && party.kind === 'natural' ? maskName(party.name) : party.name;
  }
  return null;
};

const percent = (part: number): string => (part < 0.0001 ? '< 0.01%' : `${(part * 100).toFixed(2)}%`);

export interface EarlyWarningView {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly version: number;
  readonly owner: { readonly code: string; readonly tier: string; readonly name: string };
  /** The person or organisation, where the reader may know; null otherwise and where it is about no one. */
  readonly who: string | null;
  readonly type: string | null;
  readonly place: string | null;
  readonly count: number;
  readonly applicants: number | null;
  readonly days: number;
  readonly expected: string | null;
  readonly times: string | null;
  readonly chance: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly references: string | null;
  readonly windows: number | null;
  readonly tested: number | null;
  readonly festival: string | null;
  readonly festivalOn: string | null;
  readonly raisedAt: Date;
  readonly holder: string | null;
  readonly end: string | null;
  readonly endedAt: Date | null;
  readonly href: string;
}

export function earlyWarningView({ warning, disputes }: ShownWarning, units: UnitNames): EarlyWarningView {
  const { id, kind, subject, state, version, owner, facts, raisedAt, holder, end, endedAt } = warning;
  const isPerson = kind === 'repeatParty' || kind === 'cluster';
  const { expected } = facts;
  return {
    id,
    kind,
    state,
    version,
    owner: { code: owner.code, tier: owner.tier, name: units(owner.code) },
    who: isPerson ? whoIn(subject, disputes) : null,
    type: facts.type ?? null,
    place: facts.township ? units(facts.township) : null,
    count: facts.count,
    applicants: facts.applicants ?? null,
    days: kind === 'rise' ? WINDOW_DAYS : kind === 'seasonalPeak' ? SEASON.days : REPEATS[kind].days,
    expected: expected === undefined ? null : expected.toFixed(1),
    times: expected === undefined ? null : (facts.count / Math.max(expected, 0.1)).toFixed(1),
    chance: facts.p === undefined ? null : percent(facts.p),
    from: facts.from ?? null,
    to: facts.to ?? null,
    references: facts.references ?? null,
    windows: facts.windows ?? null,
    tested: facts.tested ?? null,
    festival: facts.festival ?? null,
    festivalOn: facts.festivalOn ?? null,
    raisedAt,
    holder: holder?.name ?? null,
    end: end ?? null,
    endedAt: endedAt ?? null,
    href: `/early-warnings/${id}`,
  };
}

/** One warning with the disputes behind it and what was done with it. */
export function earlyWarningDetail(shown: ShownWarning, units: UnitNames, now: Date) {
  const { warning, disputes, closed, mayAct } = shown;
  return {
    warning: earlyWarningView(shown, units),
    rows: disputes.map(({ dispute, masked }) => disputeRow(dispute, units, now, masked)),
    closed,
    /** Disputes beyond those that are named. */
    unnamed: Math.max(0, warning.kind === 'seasonalPeak' ? 0 : warning.facts.count - warning.facts.disputes.length),
    mayAct,
    steps: warning.steps.map(({ at, what, by, count, end, note }) => ({
      at,
      what,
      by: by ? { name: by.name, unit: units(by.unitCode) } : null,
      count: count ?? null,
      end: end ?? null,
      note: note ?? null,
    })),
  };
}

/** The rules as the page states them. */
export const RULES_SHOWN = {
  party: REPEATS.repeatParty,
  address: REPEATS.repeatAddress,
  cluster: REPEATS.cluster,
  window: WINDOW_DAYS,
  season: SEASON,
  rate: `${FALSE_ALARM_RATE * 100}%`,
  measured: {
    ...MEASURED,
    share: `${((MEASURED.warned / MEASURED.weeks) * 100).toFixed(1)}%`,
  },
} as const;
