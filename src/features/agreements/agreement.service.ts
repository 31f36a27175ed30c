import { AGREEMENT_FORMS, PERFORMANCE_MANNERS } from '../../domain/agreement.ts';
import { type Board, clauseOf, standingOfProposal } from '../../domain/board.ts';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { checkClauses, type ClauseFinding } from '../../domain/clause.ts';
import { forbidden } from '../../domain/errors.ts';
import { type Act, type State } from '../../domain/lifecycle.ts';
import { formatMoney } from '../../domain/money.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import {
  type ActContext,
  type AnyActDefinition,
  type DisputeRecord,
  type DisputeService,
  type Panel,
  type Party,
  type PerformanceItem,
} from '../disputes/index.ts';
import { disputants, mayHearSession, type MediationRepository } from '../mediation/index.ts';
import { MEDIA } from './agreement.document.ts';
import { checkInput, storedText } from './agreement.input.ts';
import { type AgreementView, presentAgreement } from './agreement.presenter.ts';
import { type PapersOf } from './agreement.paper.ts';
import { type AgreementRepository } from './agreement.repository.ts';
import { type AgreementInput, EXCLUSION_CODES } from './agreement.schema.ts';
import { boardActs } from './board.acts.ts';
import { type BoardView, presentBoard } from './board.presenter.ts';
import { type BoardRepository } from './board.repository.ts';
import { concludeActs } from './conclude.acts.ts';
import { confirmationActs } from './confirmation.acts.ts';
import { type ConfirmationView, presentConfirmation } from './confirmation.presenter.ts';
import { exclusionsOf } from './effect.ts';
import { type FateEntry, presentFate } from './fate.presenter.ts';
import { type FateRepository } from './fate.repository.ts';
import { serviceActs } from './service.acts.ts';
import { performanceActs } from './performance.acts.ts';

export interface AgreementDeps {
  readonly repository: AgreementRepository;
  readonly boards: BoardRepository;
  readonly disputes: Pick<DisputeService, 'read' | 'form' | 'judgements' | 'history' | 'readings'>;
  readonly fates: FateRepository;
  readonly mediation: MediationRepository;
  readonly clock: Clock;
  /** The court's word in its dockets, such as 京0112. */
  readonly docketWord: string;
  readonly papersOf: PapersOf;
}

/** What follows from the page of confirmation: the application, the court's work on it, or the ways on after a refusal. */
const CONFIRMATION_ACTS: Readonly<Partial<Record<State, readonly Act[]>>> = {
  S12: ['applyConfirmation'],
  S13: ['applyConfirmation'],
  S21: ['applyConfirmation'],
  S14: ['recordVerification', 'confirmAgreement', 'rejectConfirmation'],
  S16: ['remediate', 'transferToFiling'],
};

/** What the check says of a text nobody has signed. */
export interface ClauseCheck {
  readonly findings: readonly Pick<ClauseFinding, 'field' | 'code' | 'params' | 'weight' | 'basis'>[];
  /** Whether the court could confirm it, as far as the text shows. */
  readonly confirmable: boolean;
}

/** Shows agreements and the board they come from, and defines their acts. */
export class AgreementService {
  readonly #deps: AgreementDeps;

  constructor(deps: AgreementDeps) {
    this.#deps = deps;
  }

  /** The definitions of every act from the board to the agreement, its performance and confirmation. */
  acts(): readonly AnyActDefinition[] {
    const { repository, boards, docketWord, mediation, papersOf } = this.#deps;
    return [
      ...boardActs(boards),
      ...concludeActs({ repository, boards, papersOf, sessions: (dispute) => mediation.sessions(dispute) }),
      ...performanceActs({ repository, papersOf }),
      ...serviceActs(papersOf),
      ...confirmationActs({ docketWord, mediation, repository, papersOf }),
    ];
  }

  /** The agreement as the dispute's page shows it; null while there is none. The caller has read the dispute in full. */
  async section(dispute: DisputeRecord): Promise<AgreementView | null> {
    const [versions, receipts, revisits] = await Promise.all([
      this.#deps.repository.versions(dispute),
      this.#deps.repository.receipts(dispute),
      this.#deps.repository.revisits(dispute.id),
    ]);
    const { agreement } = dispute;
    const findings =
      agreement && !agreement.effectiveOn ? checkClauses(storedText(dispute, agreement, versions.at(-1))) : [];
    return presentAgreement(dispute, { versions, receipts, revisits, findings }, dayOfInstant(this.#deps.clock.now()));
  }

  /** What the dispute's page shows of the agreement and of the board it came from. */
  async panels(dispute: DisputeRecord, actor: Actor): Promise<readonly Panel[]> {
    const [agreement, board, confirmation, entries] = await Promise.all([
      this.section(dispute),
      this.board(actor, dispute),
      this.confirmation(dispute, actor),
      this.fate(dispute, actor),
    ]);
    return [
      ...(agreement ? [{ template: 'agreements/_agreement.njk', model: agreement }] : []),
      ...(confirmation ? [{ template: 'agreements/_confirmation.njk', model: confirmation }] : []),
      ...(entries.length > 0 ? [{ template: 'agreements/_fate.njk', model: { entries } }] : []),
      ...(board ? [{ template: 'agreements/_board.njk', model: board }] : []),
    ];
  }

  /** What speaks for and against confirmation and which papers it needs; null where nothing is in effect. */
  async confirmation(dispute: DisputeRecord, actor: Actor): Promise<ConfirmationView | null> {
    if (!dispute.agreement?.effectiveOn) return null;
    const { repository, papersOf, disputes, clock } = this.#deps;
    const [document, papers] = await Promise.all([repository.latest(dispute), papersOf(dispute.id)]);
    const acts = disputes
      .judgements(actor, dispute)
      .flatMap(({ act, allowed }) => (allowed && (CONFIRMATION_ACTS[dispute.state] ?? []).includes(act) ? [act] : []));
    return presentConfirmation(dispute, document, papers, dayOfInstant(clock.now()), acts);
  }

  /** What became of the agreement, and of others between the same people as far as the reader may know of them. */
  async fate(dispute: DisputeRecord, actor: Actor): Promise<readonly FateEntry[]> {
    const { fates, disputes, mediation } = this.#deps;
    const [ids, rounds, history] = await Promise.all([
      fates.betweenSame(dispute),
      dispute.round > 1 ? mediation.rounds(dispute.id) : [],
      dispute.agreement?.effectiveOn ? disputes.history(dispute.id) : [],
    ]);
    const seen = ids.length > 0 ? [...(await disputes.readings(actor, ids)).values()] : [];
    const others = seen.flatMap(({ dispute: other, reading }) => (reading === 'none' ? [] : [other]));
    return presentFate(dispute, { history, rounds, others });
  }

  /** The board for the dispute's page; null for those who may not hear what was said, and while it is empty. */
  async board(actor: Actor, dispute: DisputeRecord): Promise<BoardView | null> {
    if (!mayHearSession(actor, dispute)) return null;
    const board = await this.#deps.boards.ofRound(dispute);
    const written = board.issues.length + board.facts.length + board.proposals.length > 0;
    return written ? presentBoard(dispute, board) : null;
  }

  /**
   * The board over the API.
   * @throws DomainError `disputeNotFound`; forbidden `agreements.boardConfidential` to whoever may try the case
   */
  async readBoard(actor: Actor, disputeId: string): Promise<{ dispute: DisputeRecord; board: BoardView }> {
    const { dispute, reading } = await this.#deps.disputes.read(actor, disputeId);
    if (reading !== 'full' || !mayHearSession(actor, dispute)) {
      throw forbidden('agreements.boardConfidential', '特邀调解规定22；在线调解规则18');
    }
    return { dispute, board: presentBoard(dispute, await this.#deps.boards.ofRound(dispute)) };
  }

  /** Everything to be said of a text before anybody signs it. @throws DomainError as the form of `recordAgreement` */
  async check(actor: Actor, disputeId: string, input: AgreementInput): Promise<ClauseCheck> {
    const { context } = await this.#deps.disputes.form(actor, disputeId, 'recordAgreement');
    const { findings, errors } = checkInput(context, input);
    const plain = errors.filter((error) => !findings.some((found) => found === error));
    const excluded = exclusionsOf(context.dispute, input.exclusions).length > 0;
    return {
      findings: [...plain.map((error) => ({ ...error, weight: 'error' as const, basis: '人民调解法29' })), ...findings],
      confirmable: input.form !== 'oral' && !excluded && findings.every(({ bars }) => bars === undefined),
    };
  }

  /** What the board page of an act shows. */
  async boardForm({ dispute }: ActContext): Promise<object> {
    return {
      board: presentBoard(dispute, await this.#deps.boards.ofRound(dispute)),
      sides: disputants(dispute).map(({ id, name }) => ({ id, name })),
      names: dispute.parties.map((party) => party.name),
      manners: PERFORMANCE_MANNERS,
    };
  }

  /** Whose signatures are missing. */
  async signingForm({ dispute }: ActContext): Promise<object> {
    const document = await this.#deps.repository.latest(dispute);
    const signed = new Set(document?.signatures.map(({ signer }) => signer));
    return {
      medium: dispute.agreement?.form === 'oral' ? 'register' : (document?.medium ?? 'paper'),
      missing: (document?.signers ?? [])
        .filter((signer) => !signed.has(signer))
        .map((id) => {
          const party = dispute.parties.find((one) => one.id === id);
          return { id, name: party?.name ?? null, agents: agentsOf(party) };
        }),
    };
  }

  /**
   * Sensible beginnings for the agreement form: what was recorded last, or the proposals both sides have accepted, on the
   * board as clauses and in the record of the session they agreed in as terms.
   */
  async agreementForm({ dispute, now }: ActContext): Promise<object> {
    const [board, document, sessions] = await Promise.all([
      this.#deps.boards.ofRound(dispute),
      this.#deps.repository.latest(dispute),
      this.#deps.mediation.sessions(dispute),
    ]);
    const held = sessions.at(-1);
    const agreedIn = held && AGREED.includes(held.result) ? held.proposals : [];
    const { agreement } = dispute;
    const last = agreement && document;
    return {
      today: dayOfInstant(now),
      version: last ? document.version + 1 : 1,
      begun: {
        form: agreement?.form ?? 'written',
        reachedOn: agreement?.reachedOn ?? dayOfInstant(now),
        facts: agreement?.facts ?? dispute.facts,
        responsibility: agreement?.responsibility ?? '',
        terms: agreement?.terms ?? agreedIn,
        items: agreement ? agreement.items.map(typedItem) : acceptedOf(dispute, board),
        breachTerm: last ? document.breachTerm : '',
        remainder: last ? document.remainder : '',
        partial: agreement?.partial ?? false,
        medium: last ? document.medium : 'paper',
      },
      names: dispute.parties.map((party) => party.name),
      forms: AGREEMENT_FORMS,
      media: MEDIA,
      manners: PERFORMANCE_MANNERS,
      exclusions: EXCLUSION_CODES,
      inherent: exclusionsOf(dispute, []),
    };
  }
}

/** Agents of a party as the page of signing names them; only a special authority signs (民诉法解释147). */
const agentsOf = (party: Party | undefined) =>
  (party?.agents ?? []).map(({ name, authority }, index) => ({
    value: `${party?.id}/a${index + 1}`,
    name,
    may: authority === 'special',
  }));

/** Results of a session in which both sides took its proposals. */
const AGREED: readonly string[] = ['agreed', 'partlyAgreed'];

type Typed = Omit<
  Pick<PerformanceItem, 'id' | 'payer' | 'payee' | 'what' | 'amountFen' | 'manner' | 'breachTerm'>,
  never
> & {
  readonly dueOn?: string | undefined;
};

/** A clause as the fields of the form show it. */
const typedItem = ({ id, payer, payee, what, amountFen, dueOn, manner, breachTerm }: Typed) => ({
  clause: id.startsWith('k') ? id : '',
  payer,
  payee,
  what,
  amount: amountFen === undefined ? '' : formatMoney(amountFen),
  dueOn: dueOn ?? '',
  manner,
  breachTerm: breachTerm ?? '',
});

/** The proposals both sides accept, as the clauses they become. */
function acceptedOf(dispute: DisputeRecord, board: Board) {
  const sides = disputants(dispute).map(({ id }) => id);
  return board.proposals
    .filter((proposal) => standingOfProposal(proposal, sides) === 'accepted')
    .map((proposal) => typedItem(clauseOf(proposal) as Typed));
}
