// The dossier of a round: what is there, what is missing and made, and when it is bound and put away (人民调解法27; 一案一卷).

import { type Readable } from 'node:stream';
import { conflict, forbidden, notFound } from '../../domain/errors.ts';
import { mayFile, mayOpen } from '../../domain/file.ts';
import { judge } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Contents } from '../../platform/contents.ts';
import { type Jobs } from '../../platform/jobs.ts';
import { type Transactions, type Tx } from '../../platform/transaction.ts';
import { type AnyActDefinition, caseInLaw, type DisputeRecord, type DisputeService } from '../disputes/index.ts';
import { type FileRecord, type FileService } from '../files/index.ts';
import { type FilingRepository } from '../filing/index.ts';
import { type FormService } from '../forms/index.ts';
import { archiveAct, type Contents as Held } from './dossier.acts.ts';
import { BIND_JOB, printable } from './dossier.binder.ts';
import { makeables } from './dossier.making.ts';
import { inDossier, partStandings } from './dossier.parts.ts';
import { type BoundDossier, type Makeable, type PartStanding } from './dossier.record.ts';
import { type DossierRepository } from './dossier.repository.ts';

export interface DossierDeps {
  readonly repository: DossierRepository;
  readonly disputes: Pick<DisputeService, 'read'>;
  readonly files: FileService;
  readonly filing: Pick<FilingRepository, 'completeDossier'>;
  readonly forms: Pick<FormService, 'issue' | 'overview'>;
  readonly contents: Contents;
  readonly transactions: Transactions;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

export class DossierService {
  readonly #deps: DossierDeps;

  constructor(deps: DossierDeps) {
    this.#deps = deps;
  }

  /** How the dossier stands. @throws DomainError `disputeNotFound` */
  async show(actor: Actor, disputeId: string) {
    const dispute = await this.#read(actor, disputeId);
    const law = caseInLaw(dispute, this.#deps.clock.now());
    const [files, bound] = await Promise.all([
      this.#deps.files.ofDispute(disputeId),
      this.#deps.repository.latest(disputeId),
    ]);
    return {
      dispute,
      parts: partStandings(dispute, files).map((part) =>
        mayOpen(actor, part.part, law) ? part : { ...part, papers: [] },
      ),
      bound: bound?.round === dispute.round ? bound : undefined,
      mayBind: this.#mayBind(actor, dispute),
      mayArchive: judge('archive', law, actor).allowed,
    };
  }

  /** archive. */
  acts(): readonly AnyActDefinition[] {
    return [
      archiveAct({
        repository: this.#deps.filing,
        contents: (dispute) => this.#held(dispute),
        bindIn: async ({ actor, dispute }, tx) => {
          const files = await this.#deps.files.ofDispute(dispute.id);
          await this.#order(
            actor,
            dispute,
            files.filter((file) => inDossier(file, dispute.round)),
            tx,
          );
        },
      }),
    ];
  }

  /** How the parts stand, for whoever is about to put the dossier away. */
  async standing(dispute: DisputeRecord): Promise<readonly PartStanding[]> {
    return partStandings(dispute, await this.#deps.files.ofDispute(dispute.id));
  }

  async #held(dispute: DisputeRecord): Promise<Held> {
    const standings = await this.standing(dispute);
    return {
      parts: standings.filter(({ papers }) => papers.length > 0).map(({ part }) => part),
      missing: standings.filter(({ missing }) => missing).map(({ part }) => part),
      pages: standings.flatMap(({ papers }) => papers).reduce((sum, { pages }) => sum + (pages ?? 0), 0),
    };
  }

  /** What the system could make of the missing papers, and what stands in the way of the rest. */
  async plan(actor: Actor, disputeId: string): Promise<readonly Makeable[]> {
    const { dispute, forms } = await this.#deps.forms.overview(actor, disputeId);
    return makeables(dispute, await this.#deps.files.ofDispute(disputeId), forms);
  }

  /**
   * Has every missing paper made that the record can fill.
   * @returns how many were asked for
   */
  async makeMissing(actor: Actor, disputeId: string): Promise<number> {
    const ready = (await this.plan(actor, disputeId)).filter(({ state }) => state === 'ready');
    for (const { form, session } of ready) {
      if (form) await this.#deps.forms.issue(actor, disputeId, { form, format: 'pdf', session, answers: {} });
    }
    return ready.length;
  }

  /** Asks for the dossier as one PDF. @throws DomainError forbidden `dossiers.notYours`; conflict `dossiers.empty` */
  async bind(actor: Actor, disputeId: string): Promise<BoundDossier> {
    const { transactions, files } = this.#deps;
    const dispute = await this.#read(actor, disputeId);
    if (!this.#mayBind(actor, dispute)) throw forbidden('dossiers.notYours', 'files.writers');
    const papers = (await files.ofDispute(disputeId)).filter((file) => inDossier(file, dispute.round));
    if (papers.length === 0) throw conflict('dossiers.empty');
    return transactions.run((tx) => this.#order(actor, dispute, papers, tx));
  }

  /** Orders the PDF of these papers. */
  async #order(
    actor: Pick<Actor, 'accountId' | 'name'>,
    dispute: DisputeRecord,
    papers: readonly FileRecord[],
    tx: Tx,
  ): Promise<BoundDossier> {
    const { repository, jobs, clock } = this.#deps;
    const record: BoundDossier = {
      id: repository.newId(),
      disputeId: dispute.id,
      round: dispute.round,
      state: 'waiting',
      progress: { done: 0, of: papers.length },
      requestedAt: clock.now(),
      requestedBy: { accountId: actor.accountId, name: actor.name },
      leftOut: papers.filter((file) => !printable(file)).map(({ title }) => title),
    };
    await repository.insert(record, tx);
    await jobs.enqueue(tx, BIND_JOB, { payload: { dossierId: record.id } });
    return record;
  }

  /** The bound PDF. @throws DomainError `dossiers.notFound`, forbidden `dossiers.notYours` */
  async open(actor: Actor, disputeId: string): Promise<{ dossier: BoundDossier; stream: Readable; number: string }> {
    const { dispute, bound, mayBind } = await this.show(actor, disputeId);
    if (!mayBind) throw forbidden('dossiers.notYours', 'files.writers');
    if (!bound?.contentId) throw notFound('dossiers.notFound');
    return { dossier: bound, stream: await this.#deps.contents.open(bound.contentId), number: dispute.number };
  }

  /** The dossier holds what was said in mediation: it is bound and opened by those who may read all of it. */
  #mayBind(actor: Actor, dispute: DisputeRecord): boolean {
    const law = caseInLaw(dispute, this.#deps.clock.now());
    return mayFile(actor, law) && mayOpen(actor, 'sessionRecord', law);
  }

  async #read(actor: Actor, disputeId: string): Promise<DisputeRecord> {
    const { dispute, reading } = await this.#deps.disputes.read(actor, disputeId);
    if (reading !== 'full') throw notFound('disputeNotFound');
    return dispute;
  }
}
