// A hand-over is a record of two sides with its own table: the sender sends, the receiver accepts or declines with a
// coded reason and a better target, the sender may recall, silence times out (在线调解规则 12). Until somebody accepts, the
// sender owns the dispute; "assist" never moves it. After the second decline the common parent rules and the ruling binds.

import { ASSISTANCE_DECLINES, type Decline, declineErrors } from './decline.ts';
import { conflict, forbidden, invalid, type FieldError } from './errors.ts';
import { holds, type Actor, type Capacity } from './permission.ts';
import { commonParent, depth, isWithin, type UnitPosition } from './tier.ts';

export * from './decline.ts';

export const HAND_OVER_KINDS = ['push-down', 'escalate', 'lateral', 'assist'] as const;
export type HandOverKind = (typeof HAND_OVER_KINDS)[number];

export const HAND_OVER_STATES = ['sent', 'accepted', 'answered', 'declined', 'recalled', 'timed-out', 'ruled'] as const;
export type HandOverState = (typeof HAND_OVER_STATES)[number];

export const HAND_OVER_ACTS = ['accept', 'answer', 'decline', 'recall', 'timeOut', 'rule'] as const;
export type HandOverAct = (typeof HAND_OVER_ACTS)[number];

export interface HandOverArticle {
  readonly act: HandOverAct;
  readonly from: readonly HandOverState[];
  readonly to: HandOverState;
  readonly by: Capacity;
  /** Whether the dispute changes its owner. */
  readonly movesOwner: boolean;
  readonly basis: string;
}

/** The whole law of a hand-over; sending makes the record and is judged by {@link sendRefusal}. */
export const HAND_OVER_ARTICLES: readonly HandOverArticle[] = [
  { act: 'accept', from: ['sent'], to: 'accepted', by: 'receiver', movesOwner: true, basis: '在线调解规则12' },
  { act: 'answer', from: ['sent'], to: 'answered', by: 'receiver', movesOwner: false, basis: '人民调解法20' },
  {
    act: 'decline',
    from: ['sent'],
    to: 'declined',
    by: 'receiver',
    movesOwner: false,
    basis: '在线调解规则12；首接负责',
  },
  { act: 'recall', from: ['sent'], to: 'recalled', by: 'sender', movesOwner: false, basis: 'D' },
  { act: 'timeOut', from: ['sent'], to: 'timed-out', by: 'system', movesOwner: false, basis: '在线调解规则12' },
  { act: 'rule', from: ['declined', 'timed-out'], to: 'ruled', by: 'ruler', movesOwner: true, basis: 'D(防止推诿)' },
];

/** Declines and time-outs in a row after which the common parent must rule. */
export const BOUNCES_BEFORE_RULING = 2;
/** Working days in which the common parent rules. */
export const RULING_WORKDAYS = 1;

export interface Ruling {
  readonly by: string;
  readonly unit: UnitPosition;
  readonly reason: string;
}

export interface HandOver {
  readonly id: string;
  readonly kind: HandOverKind;
  readonly state: HandOverState;
  readonly from: UnitPosition;
  readonly to: UnitPosition;
  readonly sentAt: Date;
  readonly answeredAt?: Date;
  readonly decline?: Decline;
  /** What the helper found out or advises; assistance only. */
  readonly answer?: string;
  readonly ruling?: Ruling;
}

const DIRECTIONS: Readonly<Record<HandOverKind, (from: UnitPosition, to: UnitPosition) => boolean>> = {
  'push-down': (from, to) => isWithin(to, from.code),
  escalate: (from, to) => isWithin(from, to.code),
  lateral: (from, to) => from.tier === to.tier && from.path[0] === to.path[0],
  assist: (from, to) => from.path[0] === to.path[0],
};

/**
 * Whether the receiver stands where this kind of hand-over may go: push-down to any unit inside the sender's own area,
 * escalation to any unit above, lateral to the same tier, help from anywhere in the court's district.
 */
export const directionFits = (kind: HandOverKind, from: UnitPosition, to: UnitPosition): boolean =>
  from.code !== to.code && DIRECTIONS[kind](from, to);

/** Why a hand-over may not be sent; undefined when it may. */
export type SendRefusal =
  'law.handOver.wrongDirection' | 'law.handOver.pending' | 'law.handOver.awaitsRuling' | 'law.handOver.bound';

/**
 * Judges a sending against the dispute's earlier hand-overs: one transfer at a time, none while a ruling is due, and a
 * unit bound by a ruling may push down or ask for help but not pass the dispute up or aside.
 */
export function sendRefusal(
  kind: HandOverKind,
  from: UnitPosition,
  to: UnitPosition,
  earlier: readonly HandOver[],
): SendRefusal | undefined {
  if (!directionFits(kind, from, to)) return 'law.handOver.wrongDirection';
  if (kind === 'assist') return undefined;
  if (pendingTransfer(earlier) !== undefined) return 'law.handOver.pending';
  if (rulingIsDue(earlier)) return 'law.handOver.awaitsRuling';
  if (kind !== 'push-down' && boundUnit(earlier) === from.code) return 'law.handOver.bound';
  return undefined;
}

/**
 * Sends a dispute to another unit.
 * @throws DomainError `law.handOver.wrongDirection` (invalid), or a conflict with the other codes of {@link SendRefusal}
 */
export function sendHandOver(
  order: Pick<HandOver, 'id' | 'kind' | 'from' | 'to' | 'sentAt'>,
  earlier: readonly HandOver[],
): HandOver {
  const refusal = sendRefusal(order.kind, order.from, order.to, earlier);
  if (refusal === 'law.handOver.wrongDirection') throw invalid(refusal, [{ field: 'toUnit', code: refusal }]);
  if (refusal !== undefined) throw conflict(refusal, '首接负责');
  return { ...order, state: 'sent' };
}

/** @throws DomainError `law.handOver.wrongState`, `law.handOver.helpIsAnswered` (help is given, not taken over) */
export function acceptHandOver(handOver: HandOver, at: Date): HandOver {
  if (!isTransfer(handOver)) throw conflict('law.handOver.helpIsAnswered', '人民调解法20');
  return { ...handOver, state: demandState(handOver, 'accept'), answeredAt: at };
}

/**
 * Declines with a coded reason.
 * @param attempts contact attempts logged by the declining unit, asked for by B6
 * @throws DomainError `law.handOver.wrongState`, `law.handOver.mayNotDecline` (a ruling is due instead), `validation` with the fields at fault
 */
export function declineHandOver(
  handOver: HandOver,
  decline: Decline,
  at: Date,
  context: { readonly earlier: readonly HandOver[]; readonly attempts: number },
): HandOver {
  const state = demandState(handOver, 'decline');
  if (rulingIsDue(context.earlier)) {
    throw conflict('law.handOver.mayNotDecline', '首接负责');
  }
  const errors = declineErrors(decline, handOver.to.code, context.attempts);
  if (errors.length > 0) throw invalid('validation', errors);
  return { ...handOver, state, answeredAt: at, decline };
}

/**
 * The helper answers; the dispute stays with whoever asked.
 * @throws DomainError `law.handOver.wrongState`, `law.handOver.notAssistance`, `validation` when the answer is empty
 */
export function answerAssistance(request: HandOver, answer: string, at: Date): HandOver {
  const state = demandState(request, 'answer');
  if (isTransfer(request)) throw conflict('law.handOver.notAssistance', '人民调解法20');
  if (answer.trim() === '') throw invalid('validation', [{ field: 'answer', code: 'any.required' }]);
  return { ...request, state, answeredAt: at, answer };
}

/**
 * The helper cannot help and says why; nobody is owed a better target, since the dispute has its owner.
 * @throws DomainError `law.handOver.wrongState`, `law.handOver.notAssistance`, `validation`
 */
export function declineAssistance(request: HandOver, decline: Decline, at: Date): HandOver {
  const state = demandState(request, 'decline');
  if (isTransfer(request)) throw conflict('law.handOver.notAssistance', '人民调解法20');
  const errors: FieldError[] = [];
  if (!ASSISTANCE_DECLINES.includes(decline.code)) errors.push({ field: 'code', code: 'any.only' });
  if (decline.note.trim() === '') errors.push({ field: 'note', code: 'any.required' });
  if (errors.length > 0) throw invalid('validation', errors);
  return { ...request, state, answeredAt: at, decline };
}

/** @throws DomainError `law.handOver.wrongState` */
export function recallHandOver(handOver: HandOver, at: Date): HandOver {
  return { ...handOver, state: demandState(handOver, 'recall'), answeredAt: at };
}

/**
 * Closes an unanswered hand-over once its clock (CL04) has run out.
 * @throws DomainError `law.handOver.wrongState`, `law.handOver.notOverdue`
 */
export function timeOutHandOver(handOver: HandOver, now: Date, dueAt: Date): HandOver {
  const state = demandState(handOver, 'timeOut');
  if (now <= dueAt) throw conflict('law.handOver.notOverdue', 'CL04');
  return { ...handOver, state, answeredAt: now };
}

/**
 * The common parent decides who takes the dispute. The unit named owns it from this moment and may not decline.
 * @param earlier every hand-over of the dispute, the ruled one included
 * @throws DomainError `law.handOver.wrongState`, `law.handOver.rulingNotDue`, `law.handOver.notTheRuler`, `law.handOver.outsideArea`
 */
export function ruleHandOver(handOver: HandOver, ruling: Ruling, at: Date, earlier: readonly HandOver[]): HandOver {
  const state = demandState(handOver, 'rule');
  if (!rulingIsDue(earlier) || lastTransfer(earlier)?.id !== handOver.id)
    throw conflict('law.handOver.rulingNotDue', '首接负责');
  if (ruling.by !== rulingUnit(handOver.from, handOver.to)) throw forbidden('law.handOver.notTheRuler', '首接负责');
  if (!ruling.unit.path.includes(ruling.by))
    throw invalid('law.handOver.outsideArea', [{ field: 'toUnit', code: 'law.handOver.outsideArea' }]);
  return { ...handOver, state, answeredAt: at, ruling };
}

/** Whether a person may do an act to a hand-over, by capacity alone. */
export function mayAnswer(act: HandOverAct, handOver: HandOver, actor: Actor): boolean {
  const article = articleOf(act);
  return holds(actor, article.by, {
    owner: handOver.from,
    origin: { unitCode: handOver.from.code },
    handOver,
    rulingUnit: rulingUnit(handOver.from, handOver.to),
    custodyUnits: [handOver.from.code],
  });
}

/**
 * The unit that rules between two: the lowest that stands above both. The receiver never rules on its own decline, nor
 * does a township on what it sent; a tribunal and the court rule on what they themselves sent (R7, R8).
 */
export function rulingUnit(from: UnitPosition, to: UnitPosition): string {
  const shared = commonParent(from.path, to.path) ?? from.code;
  const at = from.path.indexOf(shared);
  if (shared === to.code) return from.path[Math.max(0, at - 1)] ?? shared;
  if (shared === from.code) return from.path[Math.min(at, depth('tribunal'))] ?? shared;
  return shared;
}

const isTransfer = (handOver: HandOver): boolean => handOver.kind !== 'assist';

/** The transfer that is waiting for an answer, if any. */
export const pendingTransfer = (history: readonly HandOver[]): HandOver | undefined =>
  history.find((handOver) => isTransfer(handOver) && handOver.state === 'sent');

const lastTransfer = (history: readonly HandOver[]): HandOver | undefined => history.filter(isTransfer).at(-1);

/** Declines and time-outs since somebody last took the dispute. Silence counts as a decline (`NO_ANSWER`, CL04). */
export function countBounces(history: readonly HandOver[]): number {
  let bounces = 0;
  for (const handOver of history.filter(isTransfer)) {
    if (handOver.state === 'declined' || handOver.state === 'timed-out') bounces += 1;
    if (handOver.state === 'accepted' || handOver.state === 'ruled') bounces = 0;
  }
  return bounces;
}

/** Whether the common parent must rule now. */
export const rulingIsDue = (history: readonly HandOver[]): boolean => countBounces(history) >= BOUNCES_BEFORE_RULING;

/** The unit a ruling binds, until the dispute moves on. */
export function boundUnit(history: readonly HandOver[]): string | undefined {
  const taken = history.filter((handOver) => isTransfer(handOver) && ownerAfter(handOver) !== undefined).at(-1);
  return taken?.ruling?.unit.code;
}

/** The owner a finished hand-over leads to; undefined when it leaves the sender in charge. */
export function ownerAfter(handOver: HandOver): UnitPosition | undefined {
  if (!isTransfer(handOver)) return undefined;
  if (handOver.state === 'accepted') return handOver.to;
  return handOver.state === 'ruled' ? handOver.ruling?.unit : undefined;
}

/** One stretch of ownership; the last has no end. */
export interface Custody {
  readonly owner: UnitPosition;
  readonly from: Date;
  readonly until?: Date;
}

/**
 * The custody strip: who owned the dispute when. The stretches follow each other without gap or overlap, so at every
 * instant since `since` exactly one unit owns the dispute.
 */
export function custodyOf(origin: UnitPosition, since: Date, history: readonly HandOver[]): readonly Custody[] {
  const rows: Custody[] = [{ owner: origin, from: since }];
  for (const handOver of history) {
    const owner = ownerAfter(handOver);
    const held = rows.at(-1);
    if (owner === undefined || handOver.answeredAt === undefined || held === undefined) continue;
    rows.splice(-1, 1, { ...held, until: handOver.answeredAt }, { owner, from: handOver.answeredAt });
  }
  return rows;
}

function articleOf(act: HandOverAct): HandOverArticle {
  const article = HAND_OVER_ARTICLES.find((row) => row.act === act);
  if (article === undefined) throw conflict('law.handOver.wrongState');
  return article;
}

function demandState(handOver: HandOver, act: HandOverAct): HandOverState {
  const article = articleOf(act);
  if (!article.from.includes(handOver.state))
    throw conflict('law.handOver.wrongState', article.basis, { state: handOver.state });
  return article.to;
}
