// Binding: everything of a dossier that has pages as one PDF, with cover, contents, page numbers and back (一案一卷).

import { Readable } from 'node:stream';
import { DOSSIER_PARTS } from '../../domain/dossier.ts';
import { DomainError } from '../../domain/errors.ts';
import { FILE_TYPES } from '../../domain/file.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Contents } from '../../platform/contents.ts';
import { type JobDefinition } from '../../platform/jobs.ts';
import { type Threads } from '../../platform/threads.ts';
import { type DisputeRecord, type DisputeRepository } from '../disputes/index.ts';
import { current, type FileRecord, type FileService } from '../files/index.ts';
import { type Drawable, drawPdf, type FormService } from '../forms/index.ts';
import { type Bound, type BoundPaper } from './bind.thread.ts';
import { inDossier } from './dossier.parts.ts';
import { type BoundDossier } from './dossier.record.ts';
import { type DossierRepository } from './dossier.repository.ts';

export const BIND_JOB = 'bindDossier';
const DOSSIER_BYTES = 500 * 1024 * 1024;
const BIND_SECONDS = 300;

export interface DossierBinderDeps {
  readonly repository: DossierRepository;
  readonly records: Pick<DisputeRepository, 'get'>;
  readonly files: Pick<FileService, 'ofDispute' | 'bytes'>;
  readonly forms: Pick<FormService, 'draw'>;
  readonly contents: Contents;
  readonly threads: Threads;
  readonly clock: Clock;
}

/** Only what has pages can be printed. */
export function printable(file: FileRecord): boolean {
  const { mediaType, problem } = current(file);
  const nature = FILE_TYPES[mediaType]?.nature;
  return problem === undefined && (nature === 'picture' || nature === 'paper');
}

export class DossierBinder {
  readonly #deps: DossierBinderDeps;

  constructor(deps: DossierBinderDeps) {
    this.#deps = deps;
  }

  /** Sheets behind each other, without cover or numbers. */
  async bindSheets(
    sheets: readonly { readonly bytes: Buffer; readonly mediaType: string }[],
    title: string,
  ): Promise<{ readonly pdf: Buffer; readonly pages: number }> {
    const papers = sheets.map(({ bytes, mediaType }) => ({ bytes: new Uint8Array(bytes), mediaType }));
    const { pdf, pages } = await this.#bind(papers, 0, title);
    return { pdf: Buffer.from(pdf), pages: pages.reduce((sum, count) => sum + count, 0) };
  }

  job(): JobDefinition {
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
    return { name: BIND_JOB, perform, attempts: 3 };
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
}
