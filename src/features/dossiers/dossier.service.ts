// The dossier of a round: what is there, what is missing, and everything as one PDF with cover, contents and numbers
// (人民调解法27; 一案一卷).

import { Readable } from 'node:stream';
import { DOSSIER_PARTS } from '../../domain/dossier.ts';
import { conflict, DomainError, forbidden, notFound } from '../../domain/errors.ts';
import { FILE_TYPES, mayFile, mayOpen } from '../../domain/file.ts';
import { judge } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Contents } from '../../platform/contents.ts';
import { type JobDefinition, type Jobs } from '../../platform/jobs.ts';
import { type Threads } from '../../platform/threads.ts';
import { type Transactions, type Tx } from '../../platform/transaction.ts';
import {
  type AnyActDefinition,
  caseInLaw,
  type DisputeRecord,
  type DisputeRepository,
  type DisputeService,
} from '../disputes/index.ts';
import { current, type FileRecord, type FileService } from '../files/index.ts';
import { type FilingRepository } from '../filing/index.ts';
import { type Drawable, drawPdf, type FormService } from '../forms/index.ts';
import { inDossier, missingIn, partStandings } from './dossier.parts.ts';
import { type Bound, type BoundPaper } from './bind.thread.ts';
import { archiveAct, type Contents as Held } from './dossier.acts.ts';
import { makeables } from './dossier.making.ts';
import { type BoundDossier, type Makeable, type PartStanding } from './dossier.record.ts';
import { type DossierRepository } from './dossier.repository.ts';

const BIND_JOB = 'bindDossier';
const DOSSIER_BYTES = 500 * 1024 * 1024;
const BIND_SECONDS = 300;
/** Closed disputes looked at at once; what is due first comes first. */
const SHOWN = 500;

export interface DossierDeps {
  readonly repository: DossierRepository;
  readonly disputes: Pick<DisputeService, 'read' | 'list'>;
  readonly records: Pick<DisputeRepository, 'get'>;
  readonly files: FileService;
  readonly filing: Pick<FilingRepository, 'completeDossier'>;
  readonly forms: Pick<FormService, 'draw' | 'issue' | 'overview'>;
  readonly contents: Contents;
  readonly threads: Threads;
  readonly transactions: Transactions;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

/** Only what has pages can be printed. */
function printable(file: FileRecord): boolean {
  const { mediaType, problem } = current(file);
  const nature = FILE_TYPES[mediaType]?.nature;
  return problem === undefined && (nature === 'picture' || nature === 'paper');
}

/** A unit with closed disputes whose dossiers are not put away. */
export interface UnitStanding {
  readonly unitCode: string;
  readonly closed: number;
  readonly incomplete: number;
  readonly overdue: number;
}

/** When the dossier has to be put away. */
const dueOf = ({ clocks }: DisputeRecord): Date | undefined =>
  clocks.find(({ rule, stoppedAt }) => rule === 'CL23' && stoppedAt === undefined)?.dueAt ?? undefined;

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

  /**
   * Closed disputes of a unit whose dossier is not put away, with what each lacks, and how every unit of the person's
   * area stands. Without `unitCode` the person's own unit.
   */
  async ofUnit(actor: Actor, unitCode = actor.unit.code) {
    const { disputes, files, clock } = this.#deps;
    const { items, next } = await disputes.list(actor, { states: ['S22'] }, { limit: SHOWN, order: 'due' });
    const own = items.filter(({ owner }) => owner.path.includes(actor.unit.code));
    const papers = await files.ofDisputes(own.map(({ id }) => id));
    const rows = own.map((dispute) => ({
      dispute,
      dueAt: dueOf(dispute),
      overdue: (dueOf(dispute)?.getTime() ?? Infinity) < clock.now().getTime(),
      missing: missingIn(dispute, papers.get(dispute.id) ?? []),
    }));
    const units = new Map<string, UnitStanding>();
    for (const { dispute, missing, overdue } of rows) {
      const { code } = dispute.owner;
      const before = units.get(code) ?? { unitCode: code, closed: 0, incomplete: 0, overdue: 0 };
      units.set(code, {
        unitCode: code,
        closed: before.closed + 1,
        incomplete: before.incomplete + (missing.length > 0 ? 1 : 0),
        overdue: before.overdue + (overdue ? 1 : 0),
      });
    }
    return {
      rows: rows.filter(({ dispute }) => dispute.owner.code === unitCode),
      units: [...units.values()],
      more: next !== undefined,
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

  /** Sheets behind each other, without cover or numbers. */
  async bindSheets(
    sheets: readonly Buffer[],
    title: string,
  ): Promise<{ readonly pdf: Buffer; readonly pages: number }> {
    const papers = sheets.map((bytes) => ({ bytes: new Uint8Array(bytes), mediaType: 'application/pdf' }));
    const { pdf, pages } = await this.#bind(papers, 0, title);
    return { pdf: Buffer.from(pdf), pages: pages.reduce((sum, count) => sum + count, 0) };
  }

  jobs(): readonly JobDefinition[] {
    const perform = async (payload: unknown): Promise<void> => {
      const { repository, clock } = this.#deps;
      const dossier = await repository.get((payload as { readonly dossierId: string }).dossierId);
      if (dossier.state !== 'waiting') return;
      try {
        await this.#make(dossier);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        await repository.update(dossier.id, { state: 'failed', finishedAt: clock.now(), problem: error.code });
      }
    };
    return [{ name: BIND_JOB, perform, attempts: 3 }];
  }

  async #make(dossier: BoundDossier): Promise<void> {
    const { repository, records, files, contents, clock } = this.#deps;
    const dispute = await records.get(dossier.disputeId);
    const all = await files.ofDispute(dispute.id);
    const papers = DOSSIER_PARTS.flatMap((part) =>
      all.filter((file) => file.part === part && inDossier(file, dossier.round) && printable(file)),
    );
    const bodies: { bytes: Uint8Array; mediaType: string }[] = [];
    for (const [index, file] of papers.entries()) {
      const version = current(file);
      bodies.push({ bytes: new Uint8Array(await files.bytes(version)), mediaType: version.mediaType });
      await repository.update(dossier.id, { progress: { done: index + 1, of: papers.length + 1 } });
    }
    const body = await this.#bind(bodies, 1, dispute.title);
    const front = await this.#covers(dossier, dispute, papers, body.pages);
    // The sheets of F25 go around the papers: cover and contents before them, the back behind.
    const sheets = (take: readonly [number, number?]) => ({
      bytes: new Uint8Array(front),
      mediaType: 'application/pdf',
      take,
    });
    const papersBody = { bytes: body.pdf, mediaType: 'application/pdf' };
    const whole = await this.#bind([sheets([0, -1]), papersBody, sheets([-1])], 0, dispute.title);
    const kept = await contents.put(Readable.from([Buffer.from(whole.pdf)]), DOSSIER_BYTES);
    await repository.update(dossier.id, {
      state: 'done',
      finishedAt: clock.now(),
      contentId: kept.id,
      bytes: kept.bytes,
      pages: whole.pages.reduce((sum, count) => sum + count, 0),
      progress: { done: papers.length + 1, of: papers.length + 1 },
    });
  }

  /** Cover, contents with the page on which each paper begins, and back, drawn from form F25. */
  async #covers(
    dossier: BoundDossier,
    dispute: DisputeRecord,
    papers: readonly FileRecord[],
    pages: readonly number[],
  ): Promise<Buffer> {
    let next = 1;
    const contents = papers.map((file, index) => {
      const from = next;
      next += pages[index] ?? 1;
      return {
        序号: String(index + 1),
        名称: file.title,
        页号: from === next - 1 ? String(from) : `${from}-${next - 1}`,
        备注: '',
      };
    });
    const issued: Drawable = { form: 'F25', answers: {}, print: 1, requestedBy: dossier.requestedBy };
    const draw = async (total: number): Promise<{ pdf: Buffer; pages: number }> =>
      drawPdf(
        this.#deps.threads,
        await this.#deps.forms.draw(issued, dispute, { 目录: contents, 总页数: String(total) }),
        dispute.title,
      );
    const body = next - 1;
    const first = await draw(body);
    return (await draw(body + first.pages)).pdf;
  }

  async #bind(papers: readonly BoundPaper[], from: number, title: string): Promise<Bound> {
    return this.#deps.threads.run<Bound>(
      new URL('./bind.thread', import.meta.url),
      { papers, from, title },
      { seconds: BIND_SECONDS },
    );
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
