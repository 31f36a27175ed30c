// The session board: the issues, the facts, and the proposals with what each side offered and asked, by date. What is
// said here is said for the sake of a compromise: it never leaves the mediation (特邀调解规定22; 在线调解规则18; 民诉法解释107).
// A proposal every party has accepted becomes a clause of the agreement under its own id; from then on its words are
// those of the agreement, and of nothing else.

import { type PerformanceManner } from './agreement.ts';
import { type CalendarDay } from './calendar-day.ts';
import { type Clause } from './clause.ts';
import { invalid, type FieldError } from './errors.ts';
import { type Fen } from './money.ts';

/** Who speaks: a party's id, or the mediator who suggests. */
export const MEDIATOR_VOICE = 'mediator';

export interface Issue {
  readonly id: string;
  readonly text: string;
  readonly raisedOn: CalendarDay;
  readonly settledOn?: CalendarDay;
}

export interface BoardFact {
  readonly id: string;
  readonly text: string;
  readonly namedOn: CalendarDay;
  /** Both sides say that it is so. */
  readonly agreedOn?: CalendarDay;
}

/** What is on the table: the first offer of a proposal is the proposal itself, each later one a counter-offer. */
export interface Offer {
  readonly by: string;
  readonly on: CalendarDay;
  readonly what: string;
  readonly amountFen?: Fen;
  readonly dueOn?: CalendarDay;
  readonly breachTerm?: string;
}

export interface Acceptance {
  readonly partyId: string;
  readonly on: CalendarDay;
}

export interface Proposal {
  readonly id: string;
  readonly payer: string;
  readonly payee: string;
  readonly manner: PerformanceManner;
  readonly offers: readonly [Offer, ...Offer[]];
  /** Those who accept the latest offer; a counter-offer wipes it out. */
  readonly accepted: readonly Acceptance[];
  readonly withdrawnOn?: CalendarDay;
}

export interface Board {
  readonly issues: readonly Issue[];
  readonly facts: readonly BoardFact[];
  readonly proposals: readonly Proposal[];
}

export const EMPTY_BOARD: Board = { issues: [], facts: [], proposals: [] };

export const PROPOSAL_STANDINGS = ['open', 'accepted', 'clause', 'withdrawn'] as const;
export type ProposalStanding = (typeof PROPOSAL_STANDINGS)[number];

/** The offer that stands. */
export const latestOffer = ({ offers }: Proposal): Offer => offers.at(-1) ?? offers[0];

/** @param disputants ids of both sides: all of them must accept; @param clauses ids of the agreement's clauses */
export function standingOfProposal(
  proposal: Proposal,
  disputants: readonly string[],
  clauses: readonly string[] = [],
): ProposalStanding {
  if (clauses.includes(proposal.id)) return 'clause';
  if (proposal.withdrawnOn) return 'withdrawn';
  const all = disputants.every((id) => proposal.accepted.some(({ partyId }) => partyId === id));
  return all && disputants.length > 0 ? 'accepted' : 'open';
}

/** The clause an accepted proposal becomes. */
export function clauseOf(proposal: Proposal): Clause & { readonly id: string } {
  const { id, payer, payee, manner } = proposal;
  const { what, amountFen, dueOn, breachTerm } = latestOffer(proposal);
  return { id, payer, payee, manner, what, amountFen, dueOn, breachTerm };
}

export const BOARD_CHANGES = [
  'addIssue',
  'settleIssue',
  'addFact',
  'agreeFact',
  'propose',
  'counter',
  'accept',
  'withdrawProposal',
] as const;
export type BoardChangeKind = (typeof BOARD_CHANGES)[number];

/** One change of the board, as typed and read. */
export interface BoardChange {
  readonly change: BoardChangeKind;
  readonly on: CalendarDay;
  /** The issue, fact or proposal that is changed. */
  readonly id?: string | undefined;
  readonly text?: string | undefined;
  readonly by?: string | undefined;
  readonly parties?: readonly string[] | undefined;
  readonly payer?: string | undefined;
  readonly payee?: string | undefined;
  readonly manner?: PerformanceManner | undefined;
  readonly amountFen?: Fen | undefined;
  readonly dueOn?: CalendarDay | undefined;
  readonly breachTerm?: string | undefined;
}

/** Entries a board may hold of each kind. */
export const BOARD_LIMIT = 60;

const nextId = (prefix: string, entries: readonly { readonly id: string }[]): string =>
  `${prefix}${Math.max(0, ...entries.map(({ id }) => Number(id.slice(prefix.length)))) + 1}`;

const demand = (errors: readonly (FieldError | false)[]): void => {
  const found = errors.filter((error) => error !== false);
  if (found.length > 0) throw invalid('validation', found);
};
const required = (field: string, value: unknown): FieldError | false =>
  (value === undefined || value === '') && { field, code: 'any.required' };
const known = (entries: readonly { readonly id: string }[], id: string | undefined): FieldError | false =>
  !entries.some((entry) => entry.id === id) && { field: 'id', code: 'law.board.entryUnknown' };
const room = (entries: readonly unknown[]): FieldError | false =>
  entries.length >= BOARD_LIMIT && { field: 'text', code: 'law.board.full', params: { max: BOARD_LIMIT } };

const changed = <T extends { readonly id: string }>(
  entries: readonly T[],
  id: string | undefined,
  next: (entry: T) => T,
): readonly T[] => entries.map((entry) => (entry.id === id ? next(entry) : entry));

const offerOf = (change: BoardChange): Offer => ({
  by: change.by ?? MEDIATOR_VOICE,
  on: change.on,
  what: change.text ?? '',
  ...(change.amountFen === undefined ? {} : { amountFen: change.amountFen }),
  ...(change.dueOn ? { dueOn: change.dueOn } : {}),
  ...(change.breachTerm ? { breachTerm: change.breachTerm } : {}),
});

/**
 * The board after a change.
 * @param disputants ids of both sides
 * @throws DomainError `validation` naming what is missing, unknown or no longer open
 */
export function changeBoard(board: Board, change: BoardChange, disputants: readonly string[]): Board {
  const { issues, facts, proposals } = board;
  const { id, on, text = '' } = change;
  const proposal = proposals.find((entry) => entry.id === id);
  const live = (): FieldError | false =>
    proposal?.withdrawnOn !== undefined && { field: 'id', code: 'law.board.proposalWithdrawn' };
  switch (change.change) {
    case 'addIssue':
      demand([required('text', text), room(issues)]);
      return { ...board, issues: [...issues, { id: nextId('q', issues), text, raisedOn: on }] };
    case 'settleIssue':
      demand([known(issues, id)]);
      return { ...board, issues: changed(issues, id, (issue) => ({ ...issue, settledOn: on })) };
    case 'addFact':
      demand([required('text', text), room(facts)]);
      return { ...board, facts: [...facts, { id: nextId('f', facts), text, namedOn: on }] };
    case 'agreeFact':
      demand([known(facts, id)]);
      return { ...board, facts: changed(facts, id, (fact) => ({ ...fact, agreedOn: on })) };
    case 'propose': {
      const { payer = '', payee = '', manner = 'once' } = change;
      demand([required('text', text), required('payer', payer), required('payee', payee), room(proposals)]);
      const added: Proposal = {
        id: nextId('k', proposals),
        payer,
        payee,
        manner,
        offers: [offerOf(change)],
        accepted: ownAcceptance(change, disputants),
      };
      return { ...board, proposals: [...proposals, added] };
    }
    case 'counter':
      demand([required('text', text), known(proposals, id), live()]);
      return {
        ...board,
        proposals: changed(proposals, id, (entry) => ({
          ...entry,
          offers: [...entry.offers, offerOf(change)],
          accepted: ownAcceptance(change, disputants),
        })),
      };
    case 'accept': {
      const parties = change.parties ?? [];
      demand([
        known(proposals, id),
        live(),
        parties.length === 0 && { field: 'parties', code: 'any.required' },
        parties.some((party) => !disputants.includes(party)) && { field: 'parties', code: 'party.unknown' },
      ]);
      return {
        ...board,
        proposals: changed(proposals, id, (entry) => ({
          ...entry,
          accepted: [
            ...entry.accepted.filter(({ partyId }) => !parties.includes(partyId)),
            ...parties.map((partyId) => ({ partyId, on })),
          ],
        })),
      };
    }
    case 'withdrawProposal':
      demand([known(proposals, id), live()]);
      return { ...board, proposals: changed(proposals, id, (entry) => ({ ...entry, withdrawnOn: on })) };
  }
}

/** Whoever offers accepts what they offer. */
const ownAcceptance = ({ by, on }: BoardChange, disputants: readonly string[]): readonly Acceptance[] =>
  by !== undefined && disputants.includes(by) ? [{ partyId: by, on }] : [];

/**
 * What the board holds once an unsigned agreement is given up: its clauses are proposals again, in the words they had
 * as clauses, and nobody has accepted them yet.
 */
export const reopened = (
  board: Board,
  clauses: readonly (Clause & { readonly id: string })[],
  on: CalendarDay,
): Board => ({
  ...board,
  proposals: board.proposals.map((proposal) => {
    const clause = clauses.find(({ id }) => id === proposal.id);
    if (!clause) return proposal;
    const { what, amountFen, dueOn, breachTerm } = clause;
    const offer = offerOf({ change: 'counter', on, text: what, amountFen, dueOn, breachTerm });
    const same = isSame(offer, latestOffer(proposal));
    return { ...proposal, accepted: [], offers: same ? proposal.offers : [...proposal.offers, offer] };
  }),
});

const isSame = (a: Offer, b: Offer): boolean =>
  a.what === b.what && a.amountFen === b.amountFen && a.dueOn === b.dueOn && a.breachTerm === b.breachTerm;
