// What the dispute's pages and answers say. Texts are named by keys; names of units come in both languages.

import { remaining } from '../../domain/clock.ts';
import { type DisputeEvent } from '../../domain/event.ts';
import { maskName } from '../../domain/identity.ts';
import { type Act, type Judgement, OPEN_STATES, STATES } from '../../domain/lifecycle.ts';
import { type Names } from './act.ts';
import { isDuty, isRunning, NOTHING_DUE } from './dispute.clocks.ts';
import { type DisputeRecord, type Party } from './dispute.record.ts';

/** Names of units by code, for the page's language. */
export type UnitNames = (code: string) => string;

/** A party with its personal data opened as far as the reader may see it. */
export interface OpenedParty extends Omit<Party, 'idNumber' | 'phone' | 'address' | 'idIndex' | 'phoneIndex'> {
  readonly idNumber?: string;
  readonly phone?: string;
  readonly address?: string;
  /** True when the phone may be dialled: the reader is the case's mediator. */
  readonly dialable: boolean;
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

export interface CustodyView {
  readonly unit: string;
  readonly tier: string;
  readonly from: Date;
  readonly until: Date | null;
  readonly days: number;
  readonly by: string;
  readonly current: boolean;
}

const MS_PER_DAY = 86_400_000;

/** Who held the case, at which tier, for how many days (rounded up: a day begun is a day held). */
export const custodyViews = (dispute: DisputeRecord, units: UnitNames, now: Date): readonly CustodyView[] =>
  dispute.custody.map((row) => ({
    unit: units(row.unitCode),
    tier: row.tier,
    from: row.from,
    until: row.until ?? null,
    days: Math.max(1, Math.ceil(((row.until ?? dispute.closedAt ?? now).getTime() - row.from.getTime()) / MS_PER_DAY)),
    by: row.by,
    current: row.until === undefined,
  }));

export interface TimelineEntry {
  readonly seq: number;
  readonly act: string;
  readonly at: Date;
  readonly late: boolean;
  readonly actor: string;
  readonly role: string;
  readonly unit: string;
  readonly from: string | null;
  readonly to: string;
  readonly details: readonly { readonly key: string; readonly value: string; readonly textKey?: string }[];
}

/** What of an event's data is shown as words: reasons and notes, and units by name. */
const SHOWN = ['reason', 'note', 'remedy', 'summary', 'code', 'ending', 'docket', 'master'] as const;
const SHOWN_UNITS = ['to', 'proposedUnit', 'suggested'] as const;

/** Codes are told by name. */
function detailOf(event: DisputeEvent, key: (typeof SHOWN)[number], value: string) {
  if (key === 'ending') return { key, value, textKey: `codes:endings.${value}` };
  if (event.act === 'declineHandOver' && key === 'code')
    return { key, value, textKey: `codes:declineReasons.${value}` };
  if (event.act === 'timeOutHandOver' && key === 'code') return { key, value, textKey: 'disputes:details.noAnswer' };
  if (event.act === 'refuseAcceptance' && key === 'reason') return { key, value, textKey: `disputes:refusal.${value}` };
  return { key, value };
}

/** An act that passes through a state leaves two events; a reader sees the act once, with where it led. */
const passesThrough = (event: DisputeEvent, next: DisputeEvent | undefined): boolean =>
  next !== undefined &&
  next.act === event.act &&
  next.article === event.article &&
  next.from === event.to &&
  event.from !== event.to &&
  next.recordedAt.getTime() === event.recordedAt.getTime();

export const timeline = (events: readonly DisputeEvent[], units: UnitNames): readonly TimelineEntry[] =>
  events
    .filter((event, index) => !passesThrough(event, events[index + 1]))
    .toReversed()
    .map((event) => ({
      seq: event.seq,
      act: event.act,
      at: event.at,
      late: event.recordedAt.getTime() - event.at.getTime() > MS_PER_DAY,
      actor: event.actor.name,
      role: event.actor.role,
      unit: event.actor.role === 'system' ? '' : units(event.actor.unitCode),
      from: event.from,
      to: event.to,
      details: [
        ...SHOWN_UNITS.flatMap((key) =>
          typeof event.data[key] === 'string' ? [{ key, value: units(event.data[key]) }] : [],
        ),
        ...SHOWN.flatMap((key) => (typeof event.data[key] === 'string' ? [detailOf(event, key, event.data[key])] : [])),
      ],
    }));

/** Acts in the order a person is likely to want them; the first allowed one is the next step. */
const IMPORTANCE: readonly Act[] = [
  'acceptHandOver',
  'acceptAppointment',
  'ruleHandOver',
  'beginMediation',
  'recordAgreement',
  'recordSession',
  'recordConsent',
  'recordContact',
  'appointMediator',
  'recordSignatures',
  'recordReceipt',
  'recordPerformed',
  'confirmAgreement',
  'fileCase',
  'pushDown',
  'takeUp',
  'resume',
  'correct',
  'applyConfirmation',
  'transferToFiling',
  'close',
  'archive',
  'mediateAgain',
  'remediate',
  'declineHandOver',
  'declineAppointment',
  'escalate',
  'transferLaterally',
  'recallHandOver',
  'extendTerm',
  'pause',
  'failMediation',
  'rejectConfirmation',
  'resumeNegotiation',
  'refuseToSign',
  'recordBreach',
  'returnForCorrection',
  'refuseAcceptance',
  'withdraw',
  'merge',
  'reopen',
  'beginPerformance',
  'screen',
];
const rank = (act: Act): number => {
  const index = IMPORTANCE.indexOf(act);
  return index < 0 ? IMPORTANCE.length : index;
};

export interface NextActs {
  readonly allowed: readonly { readonly act: Act; readonly href: string; readonly primary: boolean }[];
  readonly refused: readonly {
    readonly act: Act;
    readonly reason: string;
    readonly article: string | null;
    readonly basis: string | null;
  }[];
}

/** Until somebody has been reached, reaching them is the next step (在线调解规则15). */
const rankFor = (act: Act, dispute: DisputeRecord): number =>
  act === 'recordContact' && dispute.contactAttempts === 0 ? rank('beginMediation') : rank(act);

/**
 * The buttons of the dispute page, and why other acts of the person's role are not possible now. Acts that belong to
 * another stage altogether are left out here; the API tells them too.
 */
export function nextActs(dispute: DisputeRecord, judgements: readonly Judgement[]): NextActs {
  const sorted = judgements.toSorted((a, b) => rankFor(a.act, dispute) - rankFor(b.act, dispute));
  return {
    allowed: sorted
      .filter((judgement) => judgement.allowed)
      .map((judgement, index) => ({
        act: judgement.act,
        href: `/disputes/${dispute.id}/acts/${judgement.act}`,
        primary: index === 0,
      })),
    refused: sorted.flatMap((judgement) =>
      judgement.allowed || judgement.reason === 'wrongState'
        ? []
        : [
            {
              act: judgement.act,
              reason: judgement.reason,
              article: judgement.article?.id ?? null,
              basis: judgement.article?.basis ?? null,
            },
          ],
    ),
  };
}

/** True while somebody still has to do something. */
export const isOpen = (dispute: DisputeRecord): boolean => OPEN_STATES.includes(dispute.state);

/** The dispute as the API answers it; `parties` are already opened or masked for the reader. */
export function disputeJson(
  dispute: DisputeRecord,
  parties: readonly OpenedParty[],
  reading: 'full' | 'summary',
  now: Date,
) {
  const summary = {
    id: dispute.id,
    number: dispute.number,
    version: dispute.version,
    state: dispute.state,
    stateName: STATES[dispute.state],
    track: dispute.track,
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
    sessions: dispute.sessions,
    agreement: dispute.agreement ?? null,
    failure: dispute.failure ?? null,
    filing: dispute.filing ?? null,
    external: dispute.external ?? null,
    clocks: clockViews(dispute, now),
  };
}

/** Chooses the name in the page's language. */
export const inLanguage = (names: Names, language: 'zh-CN' | 'en'): string => (language === 'en' ? names.en : names.zh);
