// What must hold of one dispute with its events and hand-overs, whoever wrote them.

import { dueAt } from '../domain/clock.ts';
import { type DisputeEvent } from '../domain/event.ts';
import { ownerAfter } from '../domain/hand-over.ts';
import { ARTICLES, OPEN_STATES, stateAfter } from '../domain/lifecycle.ts';
import { isReviewed } from '../domain/risk.ts';
import { type HolidayTable } from '../domain/working-days.ts';
import {
  type DisputeRecord,
  isDuty,
  isReportDue,
  isRunning,
  nextSweepAt,
  NOTHING_DUE,
} from '../features/disputes/index.ts';
import { type HandOverRecord } from '../features/hand-overs/index.ts';
import { type Check, type Finding } from './finding.ts';
import { mediatorProblems } from './mediator.checks.ts';

/** A dispute with everything that is checked against it. */
export interface Dossier {
  readonly dispute: DisputeRecord;
  /** In the order of their numbers. */
  readonly events: readonly DisputeEvent[];
  readonly handOvers: readonly HandOverRecord[];
}

export interface Reference {
  readonly holidays: HolidayTable;
  /** True when there is, or was, a unit of this code. */
  readonly isUnit: (code: string) => boolean;
}

type Problem = string;
type DisputeCheck = (dossier: Dossier, reference: Reference) => readonly Problem[];

const sameInstant = (a: Date | null | undefined, b: Date | null | undefined): boolean =>
  (a?.getTime() ?? null) === (b?.getTime() ?? null);
const iso = (instant: Date | null | undefined): string => instant?.toISOString() ?? 'none';

const owner: DisputeCheck = ({ dispute }, { isUnit }) => {
  // A record that is at fault may lack what its type promises.
  const held: Partial<DisputeRecord['owner']> | undefined = dispute.owner;
  if (!held?.code) return OPEN_STATES.includes(dispute.state) ? ['nobody owns the open dispute'] : ['it has no owner'];
  return [
    ...(isUnit(held.code) ? [] : [`its owner ${held.code} is no unit`]),
    ...(held.path?.at(-1) === held.code ? [] : [`the path of its owner ${held.code} does not end in the owner`]),
  ];
};

const custody: DisputeCheck = ({ dispute, handOvers }) => {
  const rows = dispute.custody;
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return ['its custody chain is empty'];
  const problems: Problem[] = [];
  if (first.by !== 'lodged' || first.unitCode !== dispute.origin.unitCode) {
    problems.push('its custody chain does not begin with the unit that lodged it');
  }
  if (last.unitCode !== dispute.owner?.code) {
    problems.push(`its custody chain ends with ${last.unitCode}, its owner is ${dispute.owner?.code ?? 'missing'}`);
  }
  if (last.until) problems.push('the last row of its custody chain has an end');
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (next && !sameInstant(row.until, next.from)) {
      problems.push(`its custody chain has a gap or overlap after row ${index + 1}`);
    }
    if (row.handOverId) problems.push(...movedBy(row.handOverId, row.unitCode, handOvers));
  }
  return problems;
};

/** A row that names a hand-over is the owner that hand-over led to. */
function movedBy(id: string, unitCode: string, handOvers: readonly HandOverRecord[]): readonly Problem[] {
  const handOver = handOvers.find((candidate) => candidate.id === id);
  if (!handOver) return [`its custody chain names the hand-over ${id}, which is not stored`];
  const taker = ownerAfter(handOver)?.code;
  return taker === unitCode
    ? []
    : [`the hand-over ${id} led to ${taker ?? 'no new owner'}, its custody chain says ${unitCode}`];
}

const events: DisputeCheck = ({ dispute, events: all }) => {
  if (all.length === 0) return ['it has no events'];
  const problems: Problem[] = [];
  for (const [index, event] of all.entries()) {
    if (event.seq !== index + 1) problems.push(`event ${index + 1} is missing, found ${event.seq}`);
    const before = index === 0 ? 'S00' : all[index - 1]?.to;
    if (event.from !== before)
      problems.push(`event ${event.seq} begins in ${event.from}, the one before ended in ${before}`);
    if (!isInTable(event)) {
      problems.push(`event ${event.seq} ${event.act} from ${event.from} to ${event.to} is no transition of the law`);
    }
    if (problems.length > 0) return problems;
  }
  const last = all.at(-1);
  if (last && last.to !== dispute.state) problems.push(`its last event ends in ${last.to}, it is in ${dispute.state}`);
  if (last && dispute.owner && last.ownerUnit !== dispute.owner.code) {
    problems.push(`its last event names the owner ${last.ownerUnit}, its owner is ${dispute.owner.code}`);
  }
  return problems;
};

/** A correction and a change of the calendar move nothing; every other event is one step of the article it names. */
function isInTable({ act, article: id, from, to }: DisputeEvent): boolean {
  if (act === 'amend' || act === 'recompute') return from === to;
  const article = ARTICLES.find((row) => row.id === id && row.act === act);
  if (!article || from === null) return false;
  if (article.via)
    return (article.from.includes(from) && to === article.via) || (from === article.via && to === article.to);
  return article.from.includes(from) && to === stateAfter(article, from);
}

const handOver: DisputeCheck = ({ dispute, handOvers }) => {
  const pending = handOvers.filter((record) => record.state === 'sent' && record.kind !== 'assist');
  const named = dispute.handOver?.id;
  const problems: Problem[] = [];
  if (pending.length > 1) problems.push(`${pending.length} hand-overs wait for an answer at once`);
  if (dispute.state === 'S05' && pending.length === 0) problems.push('it is being handed over, but no hand-over waits');
  if (dispute.state !== 'S05' && pending.length > 0) {
    problems.push(`the hand-over ${pending[0]?.id} waits, but it is in ${dispute.state}`);
  }
  if (named !== pending[0]?.id) {
    problems.push(`it names the hand-over ${named ?? 'none'}, the one that waits is ${pending[0]?.id ?? 'none'}`);
  }
  const own = pending[0];
  if (own && dispute.owner && own.from.code !== dispute.owner.code) {
    problems.push(`the hand-over ${own.id} was sent by ${own.from.code}, which does not own it`);
  }
  return problems;
};

const clocks: DisputeCheck = ({ dispute }, { holidays }) => {
  const problems = dispute.clocks.flatMap((clock): readonly Problem[] => {
    const due = dueAt(clock, holidays);
    return sameInstant(due, clock.dueAt)
      ? []
      : [`its clock ${clock.rule} is due ${iso(clock.dueAt)}, the engine says ${iso(due)}`];
  });
  const running = dispute.clocks
    .filter((clock) => isRunning(clock) && isDuty(clock))
    .flatMap((clock) => (clock.dueAt ? [clock.dueAt.getTime()] : []));
  const next = new Date(Math.min(NOTHING_DUE.getTime(), ...running));
  if (!sameInstant(next, dispute.nextDueAt)) {
    problems.push(`its next due instant is ${iso(dispute.nextDueAt)}, its clocks say ${iso(next)}`);
  }
  // Which acts of expiry are lawful cannot be asked where nobody owns the dispute.
  const sweep = dispute.owner ? nextSweepAt(dispute) : dispute.nextSweepAt;
  if (!sameInstant(sweep, dispute.nextSweepAt)) {
    problems.push(`its next sweep is at ${iso(dispute.nextSweepAt)}, its clocks say ${iso(sweep)}`);
  }
  return problems;
};

/** A filed case has its docket and says where it went on; the fee's clock runs exactly while a fee is open. */
const filing: DisputeCheck = ({ dispute }) => {
  const { filing: filed, courtResult, state } = dispute;
  const feeRuns = dispute.clocks.some((clock) => clock.rule === 'CL27' && isRunning(clock));
  const feeOpen = filed?.fee !== undefined && filed.fee.settledOn === undefined && courtResult === undefined;
  return [
    ...(state === 'S19' && !filed?.docket ? ['it is filed, but has no docket'] : []),
    ...(filed?.docket && !filed.followUp ? ['it has a docket, but does not say in which procedure it went on'] : []),
    ...(state === 'S19' && feeRuns !== feeOpen
      ? [feeRuns ? 'the clock of a fee runs that is not open' : 'a fee is open whose clock does not run']
      : []),
  ];
};

/** Danger that nobody looks at again is danger forgotten: the clocks of report and review run as the colour asks. */
const risk: DisputeCheck = ({ dispute }) => {
  const open = dispute.state !== 'S00' && OPEN_STATES.includes(dispute.state);
  const runs = (rule: string) => dispute.clocks.find((clock) => clock.rule === rule && isRunning(clock));
  const review = runs('CL29');
  const report = runs('CL28');
  const problems: Problem[] = [];
  if (open && isReviewed(dispute.risk) && review?.variant !== dispute.risk) {
    problems.push(`its risk is ${dispute.risk}, but no review of that colour is due`);
  }
  if (review && !(open && isReviewed(dispute.risk))) problems.push('a review of its risk is due for no reason');
  if (open && isReportDue(dispute) && report?.variant !== dispute.risk) {
    problems.push(`its risk is ${dispute.risk} and not reported, but no report is due`);
  }
  if (report && !(open && isReportDue(dispute))) problems.push('a report of its risk is due for no reason');
  const file = dispute.riskFile;
  if (!file) return [...problems, 'nobody answers for its risk'];
  if (dispute.owner && open && file.owner.unitCode !== dispute.owner.code) {
    problems.push(`${file.owner.unitCode} answers for its risk, its owner is ${dispute.owner.code}`);
  }
  if ((file.undecided === true) !== file.found.length > 0) {
    problems.push('its mark of signs to be judged does not agree with the signs');
  }
  return problems;
};

const mediator: DisputeCheck = ({ dispute, events: all }) => mediatorProblems(dispute, all);

const DISPUTE_CHECKS: Readonly<Partial<Record<Check, DisputeCheck>>> = {
  owner,
  custody,
  events,
  handOver,
  clocks,
  filing,
  risk,
  mediator,
};

/** Everything that is wrong with one dispute. */
export function checkDispute(dossier: Dossier, reference: Reference): readonly Finding[] {
  const { id, number } = dossier.dispute;
  return (Object.entries(DISPUTE_CHECKS) as [Check, DisputeCheck][]).flatMap(([check, find]) =>
    find(dossier, reference).map((detail) => ({ check, dispute: id, number, detail })),
  );
}
