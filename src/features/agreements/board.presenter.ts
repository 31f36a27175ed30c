// The session board as the page shows it: every line once, with who said what and when. A proposal that has become a
// clause shows the words of the agreement.

import { type Board, latestOffer, MEDIATOR_VOICE, type Offer, standingOfProposal } from '../../domain/board.ts';
import { type DisputeRecord } from '../disputes/index.ts';

interface OfferView extends Omit<Offer, 'by' | 'amountFen' | 'dueOn' | 'breachTerm'> {
  /** Null: the mediator. */
  readonly by: string | null;
  readonly amountFen: number | null;
  readonly dueOn: string | null;
  readonly breachTerm: string | null;
}

export interface ProposalView {
  readonly id: string;
  readonly payer: string;
  readonly payee: string;
  readonly manner: string;
  readonly standing: string;
  readonly current: OfferView;
  /** Everything that was offered, oldest first. */
  readonly offers: readonly OfferView[];
  readonly accepted: readonly { readonly name: string; readonly on: string }[];
  /** Sides whose answer is awaited. */
  readonly awaited: readonly { readonly id: string; readonly name: string }[];
}

export interface BoardView {
  readonly issues: readonly {
    readonly id: string;
    readonly text: string;
    readonly on: string;
    readonly settledOn: string | null;
  }[];
  readonly facts: readonly {
    readonly id: string;
    readonly text: string;
    readonly on: string;
    readonly agreedOn: string | null;
  }[];
  readonly proposals: readonly ProposalView[];
  readonly counts: { readonly openIssues: number; readonly agreedFacts: number; readonly accepted: number };
}

export function presentBoard(dispute: DisputeRecord, board: Board): BoardView {
  const sides = dispute.parties.filter((party) => party.side !== 'third');
  const ids = sides.map(({ id }) => id);
  const nameOf = (id: string) => dispute.parties.find((party) => party.id === id)?.name ?? id;
  const clauses = dispute.agreement?.items ?? [];
  const offerView = ({ by, on, what, amountFen, dueOn, breachTerm }: Offer): OfferView => ({
    by: by === MEDIATOR_VOICE ? null : nameOf(by),
    on,
    what,
    amountFen: amountFen ?? null,
    dueOn: dueOn ?? null,
    breachTerm: breachTerm ?? null,
  });
  const proposals = board.proposals.map((proposal): ProposalView => {
    const clause = clauses.find(({ id }) => id === proposal.id);
    const latest = latestOffer(proposal);
    const { what, amountFen, dueOn, breachTerm } = clause ?? latest;
    return {
      id: proposal.id,
      payer: clause?.payer ?? proposal.payer,
      payee: clause?.payee ?? proposal.payee,
      manner: clause?.manner ?? proposal.manner,
      standing: standingOfProposal(
        proposal,
        ids,
        clauses.map(({ id }) => id),
      ),
      current: offerView({
        by: latest.by,
        on: latest.on,
        what,
        ...(amountFen === undefined ? {} : { amountFen }),
        ...(dueOn ? { dueOn } : {}),
        ...(breachTerm ? { breachTerm } : {}),
      }),
      offers: proposal.offers.map(offerView),
      accepted: proposal.accepted.map(({ partyId, on }) => ({ name: nameOf(partyId), on })),
      awaited: sides
        .filter(({ id }) => !proposal.accepted.some(({ partyId }) => partyId === id))
        .map(({ id, name }) => ({ id, name })),
    };
  });
  return {
    issues: board.issues.map(({ id, text, raisedOn, settledOn }) => ({
      id,
      text,
      on: raisedOn,
      settledOn: settledOn ?? null,
    })),
    facts: board.facts.map(({ id, text, namedOn, agreedOn }) => ({
      id,
      text,
      on: namedOn,
      agreedOn: agreedOn ?? null,
    })),
    proposals,
    counts: {
      openIssues: board.issues.filter(({ settledOn }) => !settledOn).length,
      agreedFacts: board.facts.filter(({ agreedOn }) => agreedOn).length,
      accepted: proposals.filter(({ standing }) => standing === 'accepted' || standing === 'clause').length,
    },
  };
}
