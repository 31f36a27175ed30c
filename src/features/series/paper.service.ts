// Makes the papers of many members and puts them behind each other in one PDF, or packs everything there is. The worker
// does it member by member; what was printed before is taken as it is, so that a second batch marks nothing as a copy, and
// what was handed in stands for the form it took the place of.

import { Readable } from 'node:stream';
import { conflict, DomainError, forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { type FormId } from '../../domain/form.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Contents } from '../../platform/contents.ts';
import { type JobDefinition, type Jobs } from '../../platform/jobs.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { DOSSIER_PARTS } from '../../domain/dossier.ts';
import { formOf } from '../../domain/form.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { type DossierService } from '../dossiers/index.ts';
import { current, type FileRecord, type FileService } from '../files/index.ts';
import { type FormPrinter } from '../forms/index.ts';
import { inFolder, listOf, type PackedPaper, zipOf } from './paper.archive.ts';
import { type BatchKind, type PaperBatch, type PaperResult } from './paper.record.ts';
import { type PaperBatchRepository } from './paper.repository.ts';
import { type SeriesRecord } from './series.record.ts';
import { inOffice, type Member, type SeriesService } from './series.service.ts';

const PRINT_JOB = 'printSeries';
const PDF_BYTES = 500 * 1024 * 1024;
const PDF = 'application/pdf';
/** Papers with pages. */
const PRINTED = /^(?:application\/pdf$|image\/)/;

export interface SeriesPaperDeps {
  readonly repository: PaperBatchRepository;
  readonly series: Pick<SeriesService, 'get' | 'members'>;
  readonly printer: FormPrinter;
  readonly dossiers: Pick<DossierService, 'plan'>;
  readonly files: Pick<FileService, 'folder' | 'bytes'>;
  /** Puts sheets behind each other. */
  readonly bind: (sheets: readonly Sheet[], title: string) => Promise<{ readonly pdf: Buffer; readonly pages: number }>;
  readonly contents: Contents;
  readonly transactions: Transactions;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

/** A paper that has pages. */
export interface Sheet {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

interface Wanted {
  readonly form: FormId;
  readonly session?: number | undefined;
}

export class SeriesPaperService {
  readonly #deps: SeriesPaperDeps;

  constructor(deps: SeriesPaperDeps) {
    this.#deps = deps;
  }

  /**
   * Asks for a form of every chosen member. The caller has read the series.
   * @throws DomainError `validation` at `members` when none of them is a member the person may read
   */
  async order(actor: Actor, record: SeriesRecord, kind: BatchKind, chosen: readonly string[]): Promise<PaperBatch> {
    const { repository, transactions, jobs, clock, series } = this.#deps;
    const known = (await series.members(actor, record)).map(({ dispute }) => dispute.id);
    const members = known.filter((id) => chosen.includes(id));
    if (members.length === 0) throw invalidField('members', 'series.nobody');
    const batch: PaperBatch = {
      id: repository.newId(),
      seriesId: record.id,
      kind,
      state: 'running',
      actor: inOffice(actor),
      createdAt: clock.now(),
      members,
      results: [],
    };
    await transactions.run(async (tx) => {
      await repository.insert(batch, tx);
      await jobs.enqueue(tx, PRINT_JOB, { payload: { batchId: batch.id } });
    });
    return batch;
  }

  /** @throws DomainError `series.notFound` */
  async get(actor: Actor, seriesId: string, id: string): Promise<PaperBatch> {
    const record = await this.#deps.series.get(actor, seriesId);
    const batch = await this.#deps.repository.get(id);
    if (batch.seriesId !== record.id) throw notFound('series.notFound');
    return batch;
  }

  /** The last batches of a series. The caller has read it. */
  ofSeries(seriesId: string): Promise<readonly PaperBatch[]> {
    return this.#deps.repository.ofSeries(seriesId, 10);
  }

  /**
   * The one PDF; it names people in full, so only the unit that asked for it opens it.
   * @throws DomainError forbidden `series.papersNotYours`; conflict `series.papersOpen`; notFound `files.contentGone`
   */
  async open(
    actor: Actor,
    seriesId: string,
    id: string,
  ): Promise<{ readonly batch: PaperBatch; readonly stream: Readable }> {
    const batch = await this.get(actor, seriesId, id);
    if (batch.actor.unit.code !== actor.unit.code) throw forbidden('series.papersNotYours');
    if (!batch.contentId) throw conflict('series.papersOpen');
    return { batch, stream: await this.#deps.contents.open(batch.contentId) };
  }

  jobs(): readonly JobDefinition[] {
    return [
      { name: PRINT_JOB, perform: async (payload) => this.#print((payload as { readonly batchId: string }).batchId) },
    ];
  }

  async #print(batchId: string): Promise<void> {
    const { repository, series, printer, bind, contents, clock } = this.#deps;
    const batch = await repository.get(batchId);
    if (batch.state === 'done') return;
    const record = await series.get(batch.actor, batch.seriesId);
    const members = await series.members(batch.actor, record);
    const chosen = members.filter(({ dispute }) => batch.members.includes(dispute.id));
    if (batch.kind === 'archive') return this.#pack(batch, chosen);
    const known = new Map(chosen.map(({ dispute }) => [dispute.id, dispute]));
    const noted = new Map(batch.results.map((result) => [result.disputeId, result]));
    const sheets: Sheet[] = [];
    for (const id of batch.members) {
      const dispute = known.get(id);
      const handedIn = dispute && batch.kind !== 'missing' ? await this.#handedIn(batch, dispute, batch.kind) : [];
      // After a break the sheets of those noted before are read again, not printed again.
      const result = noted.get(id) ?? (await this.#make(batch, id, dispute?.number ?? '', handedIn.length));
      if (!noted.has(id)) await repository.note(batchId, result);
      sheets.push(...handedIn);
      if (!dispute || handedIn.length > 0) continue;
      for (const form of result.papers) {
        for (const bytes of await printer.printed(dispute, form)) sheets.push({ bytes, mediaType: PDF });
      }
    }
    if (sheets.length === 0) return repository.end(batchId, { endedAt: clock.now() });
    const { pdf, pages } = await bind(sheets, record.title);
    const { id: contentId } = await contents.put(Readable.from([pdf]), PDF_BYTES);
    await repository.end(batchId, { endedAt: clock.now(), contentId, pages });
  }

  /**
   * What was handed in with pages under the part the form proves: a paper that was edited, signed and scanned stands for the
   * form and is put in its place.
   */
  async #handedIn({ actor }: PaperBatch, dispute: DisputeRecord, form: FormId): Promise<readonly Sheet[]> {
    const { part } = formOf(form);
    const found = (await this.#papersOf(actor, dispute)).filter(
      (file) => file.part === part && file.form === undefined && PRINTED.test(current(file).mediaType),
    );
    return Promise.all(found.map((file) => this.#sheet(file)));
  }

  async #papersOf(actor: Actor, { id, round }: DisputeRecord): Promise<readonly FileRecord[]> {
    const { files } = await this.#deps.files.folder(actor, id);
    return files.filter((file) => !file.withdrawn && file.round === round && current(file).problem === undefined);
  }

  async #sheet(file: FileRecord): Promise<Sheet> {
    const version = current(file);
    return { bytes: await this.#deps.files.bytes(version), mediaType: version.mediaType };
  }

  /** Every paper of every member, edited ones and Word files too, a folder a household. */
  async #pack(batch: PaperBatch, members: readonly Member[]): Promise<void> {
    const { repository, contents, files, clock } = this.#deps;
    const rows: string[][] = [['序号', '姓名', '编号', '材料']];
    const papersOf = (dispute: DisputeRecord) => this.#papersOf(batch.actor, dispute);
    const noted = new Set(batch.results.map(({ disputeId }) => disputeId));
    async function* papers(): AsyncGenerator<PackedPaper> {
      for (const [index, { dispute, household }] of members.entries()) {
        const own = await papersOf(dispute);
        const name = household?.name ?? dispute.title;
        const folder = inFolder(`${String(index + 1).padStart(3, '0')} ${name} ${dispute.number}`);
        const ordered = DOSSIER_PARTS.flatMap((part) => own.filter((file) => file.part === part));
        for (const [place, file] of ordered.entries()) {
          const version = current(file);
          const ending = /\.[\da-z]{1,5}$/i.exec(version.fileName)?.[0] ?? '';
          const title = inFolder(`${String(place + 1).padStart(2, '0')} ${file.title}`);
          yield { name: `${folder}/${title}${ending}`, bytes: await files.bytes(version) };
        }
        rows.push([String(index + 1), name, dispute.number, ordered.map(({ title }) => title).join('；')]);
        const result = { disputeId: dispute.id, number: dispute.number, papers: [], lacking: [], files: own.length };
        if (!noted.has(dispute.id)) await repository.note(batch.id, result);
      }
      yield { name: '目录.csv', bytes: listOf(rows) };
    }
    const { id: contentId } = await contents.put(zipOf(papers()), PDF_BYTES);
    await repository.end(batch.id, { endedAt: clock.now(), contentId });
  }

  async #make({ actor, kind }: PaperBatch, disputeId: string, number: string, handedIn: number): Promise<PaperResult> {
    if (handedIn > 0) return { disputeId, number, papers: [], lacking: [], files: handedIn };
    const { printer, dossiers } = this.#deps;
    const papers: FormId[] = [];
    try {
      const plan = kind === 'missing' ? await dossiers.plan(actor, disputeId) : [];
      const wanted: readonly Wanted[] =
        kind === 'missing'
          ? plan.flatMap(({ form, session, state }) => (form && state !== 'lacking' ? [{ form, session }] : []))
          : kind === 'archive'
            ? []
            : [{ form: kind }];
      for (const { form, session } of wanted) {
        await printer.print(actor, disputeId, form, session);
        if (!papers.includes(form)) papers.push(form);
      }
      return { disputeId, number, papers, lacking: [...new Set(plan.flatMap(({ lacking }) => lacking))] };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { disputeId, number, papers, lacking: needsIn(error), code: error.code };
    }
  }
}

/** What a refused form lacks, out of its errors `forms.need.<need>`. */
const needsIn = ({ errors }: DomainError): PaperResult['lacking'] =>
  errors.flatMap(({ code }) => /^forms\.need\.(\w+)$/.exec(code)?.[1] ?? []) as unknown as PaperResult['lacking'];
