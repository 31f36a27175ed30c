// Which clocks an article starts and stops on a dispute, and which run by where it stands. Lengths and arithmetic belong to domain/clock.

import { type ClockRecord, startClock, stopClock, termClock } from '../../domain/clock.ts';
import { type ClockId } from '../../domain/clock-catalogue.ts';
import { isLabour } from '../../domain/dispute-type.ts';
import { isReported, isReviewed, needsPoliceReport, type RiskLevel } from '../../domain/risk.ts';
import { type Article, CLOSED_STATES, type ClockName, OPEN_STATES, type State } from '../../domain/lifecycle.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { type DisputeRecord } from './dispute.record.ts';

/** CL06 people's mediation, CL07 委派, CL08 and CL09 委托 in ordinary and simple procedure. */
const TERMS: readonly ClockId[] = ['CL06', 'CL07', 'CL08', 'CL09'];

type OnTrack = Pick<DisputeRecord, 'track' | 'filing'>;

/** The term follows the track, and on T3 the procedure in which the suit was registered (特邀调解规定27). */
const rulesOf = (names: readonly ClockName[] | undefined, { track, filing }: OnTrack): readonly ClockId[] =>
  (names ?? []).map((name) => (name === 'term' ? termClock(track, procedureOf(filing)) : name));

/** Fast track and small claims are simple procedure. */
const procedureOf = (filing: DisputeRecord['filing']): 'ordinary' | 'simple' =>
  filing?.procedure === undefined || filing.procedure === 'ordinary' ? 'ordinary' : 'simple';

export const isRunning = (clock: ClockRecord): boolean => clock.stoppedAt === undefined;

/** The clock that limits mediation now, if one runs. */
export const runningTerm = (dispute: Pick<DisputeRecord, 'clocks'>): ClockRecord | undefined =>
  dispute.clocks.find((clock) => TERMS.includes(clock.rule) && isRunning(clock));

/** The clock under which mediation ran last, running or stopped. */
export const latestTerm = (clocks: readonly ClockRecord[]): ClockRecord | undefined =>
  clocks.findLast((clock) => TERMS.includes(clock.rule));

/** The clocks of the dispute after the article's act: what it stops, then what it starts. */
export function moveClocks(
  dispute: Pick<DisputeRecord, 'clocks'> & OnTrack & Standing,
  article: Article,
  now: Date,
  holidays: HolidayTable,
): readonly ClockRecord[] {
  // A unit that takes back what nobody accepted goes on under the clock that already runs: no term starts anew.
  const runs = (rule: ClockId) => dispute.clocks.some((clock) => clock.rule === rule && isRunning(clock));
  const starts = rulesOf(article.starts, dispute).filter((rule) => article.act !== 'takeUp' || !runs(rule));
  const ends = [...rulesOf(article.stops, dispute), ...starts];
  return withStanding(dispute, now, holidays, [
    ...dispute.clocks.map((clock) => (isRunning(clock) && ends.includes(clock.rule) ? stopClock(clock, now) : clock)),
    ...starts.map((rule) => startClock(rule, now, holidays)),
  ]);
}

type Standing = Pick<DisputeRecord, 'state' | 'type' | 'rulingUnit'> &
  Partial<Pick<DisputeRecord, 'risk' | 'riskTriggers' | 'riskFile'>>;

const BEFORE_AGREEMENT: readonly State[] = ['S02', 'S03', 'S05', 'S06', 'S07', 'S08', 'S09', 'S10', 'S11'];

const colourOf = ({ risk = 'yellow' }: Standing): RiskLevel => risk;
const isOpen = ({ state }: Standing): boolean => state !== 'S00' && OPEN_STATES.includes(state);

/** Red and orange until they are reported upwards, and to the police where an offence may follow (人民调解法25). */
export const isReportDue = ({ risk, riskTriggers = [], riskFile }: Standing): boolean =>
  risk !== undefined &&
  isReported(risk) &&
  (riskFile?.reportedAt === undefined || (needsPoliceReport(riskTriggers) && riskFile.policeReports.length === 0));

interface StandingClock {
  readonly rule: ClockId;
  readonly runs: (dispute: Standing) => boolean;
  /** The length that holds; when it changes the clock begins anew. */
  readonly variant?: (dispute: Standing) => string;
}

/** Clocks that run as long as the dispute stands in a certain way, by whichever act it came there. */
const STANDING: readonly StandingClock[] = [
  { rule: 'CL02', runs: ({ state }) => state === 'S07' },
  { rule: 'CL11', runs: (dispute) => isLabour(dispute.type) && BEFORE_AGREEMENT.includes(dispute.state) },
  { rule: 'CL24', runs: ({ state, rulingUnit }) => state === 'S06' && rulingUnit === undefined },
  { rule: 'CL25', runs: ({ state, rulingUnit }) => state === 'S06' && rulingUnit !== undefined },
  { rule: 'CL28', runs: (dispute) => isOpen(dispute) && isReportDue(dispute), variant: colourOf },
  { rule: 'CL29', runs: (dispute) => isOpen(dispute) && isReviewed(colourOf(dispute)), variant: colourOf },
];

/** What still runs once a dispute is closed: rights of the parties, revisit, archiving, and what others wait for. */
const AFTER_CLOSING: readonly ClockId[] = ['CL13', 'CL16', 'CL18', 'CL19', 'CL20', 'CL21', 'CL23'];

/** The clocks with those that run by where the dispute stands begun, and those that no longer do stopped. */
export function withStanding(
  dispute: Standing,
  now: Date,
  holidays: HolidayTable,
  clocks: readonly ClockRecord[],
): readonly ClockRecord[] {
  const standing = STANDING.filter(({ runs }) => runs(dispute));
  const variantOf = (clock: StandingClock): string => clock.variant?.(dispute) ?? 'standard';
  const governed = new Set(STANDING.map(({ rule }) => rule));
  const isClosed = CLOSED_STATES.includes(dispute.state);
  const holds = (clock: ClockRecord): boolean =>
    standing.some((each) => each.rule === clock.rule && variantOf(each) === clock.variant);
  const ends = (clock: ClockRecord): boolean =>
    (governed.has(clock.rule) && !holds(clock)) || (isClosed && !AFTER_CLOSING.includes(clock.rule));
  const kept = clocks.map((clock) => (isRunning(clock) && ends(clock) ? stopClock(clock, now) : clock));
  const running = new Set(kept.filter(isRunning).map(({ rule }) => rule));
  return [
    ...kept,
    ...standing
      .filter(({ rule }) => !running.has(rule))
      .map((each) => startClock(each.rule, now, holidays, { variant: variantOf(each) })),
  ];
}

/** A right that lapses is no duty: once its time is over nothing is overdue (民事诉讼法205; 民诉法解释372; 民事诉讼法250). */
const RIGHTS: readonly ClockId[] = ['CL13', 'CL16', 'CL19'];
export const isDuty = (clock: ClockRecord): boolean => !RIGHTS.includes(clock.rule);

/** Stands where no clock runs: later than any date a list could ask for. */
export const NOTHING_DUE = new Date('9999-12-31T00:00:00Z');

/** The nearest due instant among the duties whose clock runs; a paused clock has none. */
export function nextDueAt(clocks: readonly ClockRecord[]): Date {
  const due = clocks
    .filter((clock) => isRunning(clock) && isDuty(clock))
    .flatMap((clock) => (clock.dueAt ? [clock.dueAt.getTime()] : []));
  return new Date(Math.min(NOTHING_DUE.getTime(), ...due));
}
