// Makes the papers of many members and puts them behind each other in one PDF. The worker does it member by member; what
// was printed before is taken as it is, so that a second batch marks nothing as a copy.

import { Readable } from 'node:stream';
import { conflict, DomainError, forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { type FormId } from '../../domain/form.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Contents } from '../../platform/contents.ts';
import { type JobDefinition, type Jobs } from '../../platform/jobs.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type DossierService } from '../dossiers/index.ts';
import { type FormPrinter } from '../forms/index.ts';
import { type BatchKind, type PaperBatch, type PaperResult } from './paper.record.ts';
import { type PaperBatchRepository } from './paper.repository.ts';
import { type SeriesRecord } from './series.record.ts';
import { inOffice, type SeriesService } from './series.service.ts';

const PRINT_JOB = 'printSeries';
const PDF_BYTES = 500 * 1024 * 1024;

export interface SeriesPaperDeps {
  readonly repository: PaperBatchRepository;
  readonly series: Pick<SeriesService, 'get' | 'members'>;
  readonly printer: FormPrinter;
  readonly dossiers: Pick<DossierService, 'plan'>;
  /** Puts sheets behind each other. */
  readonly bind: (
    sheets: readonly Buffer[],
    title: string,
  ) => Promise<{ readonly pdf: Buffer; readonly pages: number }>;
  readonly contents: Contents;
  readonly transactions: Transactions;
  readonly jobs: Jobs;
  readonly clock: Clock;
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
  async open(actor: Actor, seriesId: string, id: string): Promise<Readable> {
    const batch = await this.get(actor, seriesId, id);
    if (batch.actor.unit.code !== actor.unit.code) throw forbidden('series.papersNotYours');
    if (!batch.contentId) throw conflict('series.papersOpen');
    return this.#deps.contents.open(batch.contentId);
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
    const members = new Map((await series.members(batch.actor, record)).map(({ dispute }) => [dispute.id, dispute]));
    const noted = new Map(batch.results.map((result) => [result.disputeId, result]));
    const sheets: Buffer[] = [];
    for (const id of batch.members) {
      const dispute = members.get(id);
      // After a break the sheets of those noted before are read again, not printed again.
      const result = noted.get(id) ?? (await this.#make(batch, id, dispute?.number ?? ''));
      if (!noted.has(id)) await repository.note(batchId, result);
      if (dispute) for (const form of result.papers) sheets.push(...(await printer.printed(dispute, form)));
    }
    if (sheets.length === 0) return repository.end(batchId, { endedAt: clock.now() });
    const { pdf, pages } = await bind(sheets, record.title);
    const { id: contentId } = await contents.put(Readable.from([pdf]), PDF_BYTES);
    await repository.end(batchId, { endedAt: clock.now(), contentId, pages });
  }

  async #make({ actor, kind }: PaperBatch, disputeId: string, number: string): Promise<PaperResult> {
    const { printer, dossiers } = this.#deps;
    const papers: FormId[] = [];
    try {
      const plan = kind === 'missing' ? await dossiers.plan(actor, disputeId) : [];
      const wanted: readonly Wanted[] =
        kind === 'missing'
          ? plan.flatMap(({ form, session, state }) => (form && state !== 'lacking' ? [{ form, session }] : []))
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
