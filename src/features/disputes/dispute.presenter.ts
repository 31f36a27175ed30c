// What the dispute's pages and answers say. Texts are named by keys; names of units come in both languages.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { remaining } from '../../domain/clock.ts';
import { maskName } from '../../domain/identity.ts';
import { OPEN_STATES, STATES } from '../../domain/lifecycle.ts';
import { type Names } from './act.ts';
import { isDuty, isRunning, NOTHING_DUE } from './dispute.clocks.ts';
import { type DisputeRecord, type Party } from './dispute.record.ts';

/** Names of units by code, for the page's language. */
export type UnitNames = (code: string) => string;

/** A party with its personal data opened as far as the reader may see it. */
export interface OpenedParty extends Omit<
  Party,
  'idNumber' | 'phone' | 'address' | 'idIndex' | 'phoneIndex' | 'addressIndex' | 'service'
> {
  readonly idNumber?: string;
  readonly phone?: string;
  readonly address?: string;
  /** True when the phone may be dialled: the reader is the case's mediator. */
  readonly dialable: boolean;
  /** True when the reader may ask for the data in full. */
  readonly openable: boolean;
}

export interface ClockView {
  readonly rule: string;
  readonly dueAt: Date | null;
  readonly level: string;
  readonly leftDays: number | null;
  readonly leftHours: number | null;
  readonly provisional: boolean;
}

const MS_PER_HOUR = 3_600_000;

/** The clocks that run, nearest first; a right that has lapsed is not shown. */
export function clockViews(dispute: DisputeRecord, now: Date): readonly ClockView[] {
  return dispute.clocks
    .filter((clock) => isRunning(clock) && (isDuty(clock) || (clock.dueAt !== null && clock.dueAt >= now)))
    .map((clock) => {
      const reading = remaining(clock, now);
      return {
        rule: clock.rule,
        dueAt: clock.dueAt,
        level: reading.level,
        leftDays: reading.leftDays,
        leftHours: reading.leftMs === null ? null : Math.floor(reading.leftMs / MS_PER_HOUR),
        provisional: clock.provisional ?? false,
      };
    })
    .sort((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity));
}

/** One line of a list. */
export interface DisputeRow {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly state: string;
  readonly type: string;
  readonly risk: string;
  readonly owner: { readonly code: string; readonly tier: string; readonly name: string };
  readonly handOverTo: string | null;
  readonly mediator: string | null;
  readonly clock: ClockView | null;
  readonly lodgedAt: Date;
  readonly updatedAt: Date;
  readonly outcome: string | null;
  readonly href: string;
}

/** The clock a list shows: the answer's while a hand-over waits for one, otherwise the nearest. */
function pressingClock(dispute: DisputeRecord, now: Date): ClockView | null {
  const clocks = clockViews(dispute, now);
  return (dispute.handOver && clocks.find(({ rule }) => rule === 'CL04')) ?? clocks[0] ?? null;
}

export function disputeRow(dispute: DisputeRecord, units: UnitNames, now: Date, masked = false): DisputeRow {
  return {
    id: dispute.id,
    number: dispute.number,
    title: masked ? maskedTitle(dispute) : dispute.title,
    state: dispute.state,
    type: dispute.type,
    risk: dispute.risk,
    owner: { code: dispute.owner.code, tier: dispute.owner.tier, name: units(dispute.owner.code) },
    handOverTo: dispute.handOver ? units(dispute.handOver.to.code) : null,
    mediator: dispute.mediator?.name ?? null,
    clock: pressingClock(dispute, now),
    lodgedAt: dispute.lodgedAt,
    updatedAt: dispute.updatedAt,
    outcome: dispute.outcome?.code ?? null,
    href: `/disputes/${dispute.id}`,
  };
}

/** A unit that held the case before reads its result, not the parties' names. */
export const maskedTitle = (dispute: DisputeRecord): string =>
  dispute.parties
    .map((party) => (party.kind === 'natural' ? maskName(party.name) : party.name))
    .join('、')
    .slice(0, 80);

/** True while somebody still has to do something. */
export const isOpen = (dispute: DisputeRecord): boolean => OPEN_STATES.includes(dispute.state);

/** The dispute as the API answers it; `parties` are already opened or masked for the reader. */
export function disputeJson(
  dispute: DisputeRecord,
  parties: readonly OpenedParty[],
  reading: 'full' | 'summary',
  { now, trackName, clockName }: { now: Date; trackName: string; clockName: (rule: string) => string },
) {
  const summary = {
    id: dispute.id,
    number: dispute.number,
    version: dispute.version,
    state: dispute.state,
    stateName: STATES[dispute.state],
    track: dispute.track,
    trackName,
    round: dispute.round,
    type: dispute.type,
    source: dispute.source,
    owner: dispute.owner.code,
    ownerTier: dispute.owner.tier,
    origin: dispute.origin.unitCode,
    pushedDown: dispute.pushedDown,
    requestedOn: dispute.requestedOn,
    lodgedAt: dispute.lodgedAt,
    acceptedAt: dispute.acceptedAt ?? null,
    endedAt: dispute.endedAt ?? null,
    closedAt: dispute.closedAt ?? null,
    outcome: dispute.outcome ?? null,
    courtResult: courtResultOf(dispute),
    nextDueAt: dispute.nextDueAt < NOTHING_DUE ? dispute.nextDueAt : null,
    updatedAt: dispute.updatedAt,
  };
  if (reading === 'summary') return summary;
  return {
    ...summary,
    title: dispute.title,
    facts: dispute.facts,
    claims: dispute.claims,
    amountFen: dispute.amountFen ?? null,
    place: dispute.place,
    parties,
    handOver: dispute.handOver ?? null,
    bounces: dispute.bounces,
    mediator: dispute.mediator ? { accountId: dispute.mediator.accountId, name: dispute.mediator.name } : null,
    risk: dispute.risk,
    riskTriggers: dispute.riskTriggers,
    riskFile: dispute.riskFile ?? null,
    sessions: dispute.sessions,
    agreement: dispute.agreement ?? null,
    failure: dispute.failure ?? null,
    filing: dispute.filing ?? null,
    referralDocket: dispute.referralDocket ?? null,
    enforcement: dispute.enforcement ?? null,
    undisputedFacts: dispute.undisputedFacts ?? [],
    termination: dispute.termination ?? null,
    external: dispute.external ?? null,
    clocks: clockViews(dispute, now).map((clock) => ({ ...clock, name: clockName(clock.rule) })),
  };
}

/** What became of the case at the court; every unit that once held it may know this. */
export interface CourtResultView {
  readonly docket: string;
  readonly filedOn: string | null;
  readonly procedure: string | null;
  readonly followUp: string | null;
  readonly kind: string | null;
  readonly on: string | null;
}

export const courtResultOf = ({ filing, courtResult }: DisputeRecord): CourtResultView | null =>
  filing?.docket || courtResult
    ? {
        docket: filing?.docket ?? '',
        filedOn: filing?.filedOn ?? null,
        procedure: filing?.procedure ?? null,
        followUp: filing?.followUp ?? null,
        kind: courtResult?.kind ?? null,
        on: courtResult?.on ?? null,
      }
    : null;

/** The day whose policy names the dispute's track: the first of the present round. */
export const trackDay = ({ roundOn, requestedOn }: Pick<DisputeRecord, 'roundOn' | 'requestedOn'>): CalendarDay =>
  roundOn ?? requestedOn;

/** Chooses the name in the page's language. */
export const inLanguage = (names: Names, language: 'zh-CN' | 'en'): string => (language === 'en' ? names.en : names.zh);
