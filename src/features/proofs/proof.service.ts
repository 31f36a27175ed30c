import { conflict, invalidField, notFound } from '../../domain/errors.ts';
import { gistOf, integrityFlags } from '../../domain/integrity.ts';
import { MAX_TRIES, type ProofAnswer, standingOfProof } from '../../domain/proof.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type Transactions } from '../../platform/transaction.ts';
import {
  type AnyActDefinition,
  type DisputeRecord,
  type DisputeRepository,
  type DisputeService,
  type Panel,
  systemActor,
} from '../disputes/index.ts';
import { disputants, type MediationRepository } from '../mediation/index.ts';
import { type MessageRepository } from '../messages/index.ts';
import { type IntegrityRepository } from './integrity.repository.ts';
import { codeHash, proofActs } from './proof.acts.ts';
import { type PartyView, presentParty, presentProofs } from './proof.presenter.ts';
import { type IntegrityRow, type ProofRequest } from './proof.record.ts';
import { type ProofRepository } from './proof.repository.ts';

export interface ProofDeps {
  readonly repository: ProofRepository;
  readonly messages: MessageRepository;
  readonly integrity: IntegrityRepository;
  readonly disputes: DisputeService;
  readonly records: Pick<DisputeRepository, 'get'>;
  readonly mediation: MediationRepository;
  readonly transactions: Transactions;
  readonly personalData: PersonalData;
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly courtCode: string;
  /** Members of the series a dispute belongs to, itself included: one session for all of them is written once. */
  readonly seriesOf: (disputeId: string) => Promise<readonly string[]>;
}

const SUCCESS = /^O1/;

/** Asks parties to confirm, hears their answers, and tells what speaks against a record. */
export class ProofService {
  readonly #deps: ProofDeps;

  constructor(deps: ProofDeps) {
    this.#deps = deps;
  }

  acts(): readonly AnyActDefinition[] {
    return proofActs(this.#deps);
  }

  /** What the dispute's page says of confirmations and of the record's integrity; the latter to heads and the court. */
  async panels(dispute: DisputeRecord, supervises: boolean): Promise<readonly Panel[]> {
    const [requests, row] = await Promise.all([
      this.#deps.repository.ofDispute(dispute.id),
      supervises ? this.#deps.integrity.of(dispute.id) : undefined,
    ]);
    const flags = row?.flags ?? [];
    const own = requests.filter(({ round }) => round === dispute.round);
    if (own.length === 0 && flags.length === 0) return [];
    return [{ template: 'proofs/_panel.njk', model: presentProofs(dispute, own, flags, this.#deps.clock.now()) }];
  }

  /**
   * The page of a party that holds the code.
   * @throws DomainError notFound `proofs.unknown`; conflict `proofs.closed`; invalid at `code` with the tries left
   */
  async open(short: string, code: string): Promise<PartyView> {
    const request = await this.#verified(short, code);
    const dispute = await this.#deps.records.get(request.disputeId);
    const sessions = await this.#deps.mediation.sessions({ id: dispute.id, round: request.round });
    return presentParty(
      dispute,
      request,
      sessions.find(({ no }) => no === request.no),
    );
  }

  /** Keeps the party's answer as an event of the dispute. @throws DomainError as `open` */
  async answer(short: string, code: string, answer: ProofAnswer, note: string | undefined): Promise<void> {
    const { disputes, records, transactions, courtCode } = this.#deps;
    const request = await this.#verified(short, code);
    await transactions.run(async (tx) => {
      const dispute = await records.get(request.disputeId, tx);
      const input = { request: request.id, answer, ...(note ? { note } : {}) };
      await disputes.carryOut(systemActor(courtCode), dispute, 'answerConfirmation', input, tx);
    });
  }

  /** Whether a page exists at the address at all; nothing is told of the dispute before the code. */
  async waits(short: string): Promise<boolean> {
    const request = await this.#deps.repository.byShort(short);
    if (!request) throw notFound('proofs.unknown');
    return standingOfProof(request, this.#deps.clock.now()) === 'waiting';
  }

  async flagged(actor: Actor, query: { flag?: string | undefined; limit: number; skip: number }) {
    return this.#deps.integrity.list(actor.unit.code, query);
  }

  /** Looks at a dispute again and keeps what is found. */
  async examine(disputeId: string): Promise<IntegrityRow> {
    const { integrity, mediation, personalData, records, repository, clock } = this.#deps;
    const dispute = await records.get(disputeId);
    const [sessions, requests] = await Promise.all([mediation.sessions(dispute), repository.ofDispute(disputeId)]);
    const names = dispute.parties.map(({ name }) => name);
    const marks = sessions.flatMap(({ statements }) => {
      const gist = gistOf(statements, names);
      return gist === undefined ? [] : [personalData.blindIndex(`text:${gist}`)];
    });
    const phones = dispute.parties.flatMap(({ phoneIndex }) => (phoneIndex ? [phoneIndex] : []));
    const [others, textCopied] = await Promise.all([
      integrity.othersWithPhones(disputeId, [...new Set(phones)]),
      this.#copied(disputeId, marks),
    ]);
    const own = requests.filter(({ round }) => round === dispute.round);
    const confirmed = disputants(dispute).filter(({ id }) =>
      own.some(({ partyId, answer }) => partyId === id && answer === 'confirmed'),
    );
    const flags = integrityFlags({
      settled: SUCCESS.test(dispute.outcome?.code ?? ''),
      sessions: dispute.sessions,
      sessionFlags: sessions.flatMap((session) => session.flags),
      acceptedAt: dispute.acceptedAt,
      closedAt: dispute.closedAt,
      onePhone: new Set(phones).size < phones.length,
      phoneReused: others.some(({ phone, name }) =>
        dispute.parties.some((party) => party.phoneIndex === phone && party.name !== name),
      ),
      textCopied,
      denied: own.some(({ answer }) => answer === 'denied'),
      confirmed: confirmed.length > 0 && confirmed.length === disputants(dispute).length,
    });
    const row: IntegrityRow = {
      id: disputeId,
      number: dispute.number,
      path: dispute.owner.path,
      ...(dispute.mediator ? { mediator: dispute.mediator.name } : {}),
      flags,
      flagged: flags.length > 0,
      marks,
      asked: own.length,
      confirmed: confirmed.length,
      at: clock.now(),
    };
    await integrity.save(row);
    return row;
  }

  /** The words of a session stand in a dispute that has nothing to do with this one. */
  async #copied(disputeId: string, marks: readonly string[]): Promise<boolean> {
    const { integrity, seriesOf } = this.#deps;
    const [first] = await integrity.markedElsewhere(disputeId, marks, 1);
    if (first === undefined) return false;
    const together = new Set(await seriesOf(disputeId));
    const others = await integrity.markedElsewhere(disputeId, marks, together.size + 1);
    return others.some((id) => !together.has(id));
  }

  async #verified(short: string, code: string): Promise<ProofRequest> {
    const { repository, personalData, clock } = this.#deps;
    const request = await repository.byShort(short);
    if (!request) throw notFound('proofs.unknown');
    if (standingOfProof(request, clock.now()) !== 'waiting') throw conflict('proofs.closed');
    if (!(await repository.takeTry(request.id))) throw conflict('proofs.closed');
    if (codeHash(personalData, request.id, code) !== request.codeHash) {
      const left = Math.max(0, MAX_TRIES - request.tries - 1);
      throw left === 0 ? conflict('proofs.closed') : invalidField('code', 'proofs.wrongCode', { left });
    }
    await repository.giveBack(request.id);
    return request;
  }
}
