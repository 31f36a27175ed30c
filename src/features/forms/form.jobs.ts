// The worker draws what has been asked for: the Word file at once, the PDF in a thread.

import { Readable } from 'node:stream';
import { DomainError } from '../../domain/errors.ts';
import { formOf } from '../../domain/form.ts';
import { type Clock } from '../../platform/clock.ts';
import { type I18n } from '../../platform/i18n.ts';
import { type JobDefinition } from '../../platform/jobs.ts';
import { type Threads } from '../../platform/threads.ts';
import { type DisputeRepository } from '../disputes/index.ts';
import { type FileService } from '../files/index.ts';
import { type FormRepository, samePrint } from './form.repository.ts';
import { DRAW_JOB, type FormService } from './form.service.ts';
import { type IssuedForm } from './form.record.ts';
import { type Drawn } from './pdf.thread.ts';

const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const;

export interface FormJobDeps {
  readonly repository: FormRepository;
  readonly forms: FormService;
  readonly disputes: Pick<DisputeRepository, 'get'>;
  readonly files: FileService;
  readonly threads: Threads;
  readonly clock: Clock;
  readonly i18n: I18n;
}

/** Draws a filled Word file as PDF in a thread. @throws DomainError `forms.unprintable` with the letters no font has */
export async function drawPdf(threads: Threads, word: Buffer, title: string): Promise<{ pdf: Buffer; pages: number }> {
  const copy = new Uint8Array(word);
  const {
    pdf,
    pages = 1,
    unprintable,
  } = await threads.run<Drawn>(
    new URL('./pdf.thread', import.meta.url),
    { word: copy, title },
    { transfer: [copy.buffer] },
  );
  if (!pdf) {
    throw new DomainError('invalid', 'forms.unprintable', { params: { letters: unprintable.join('') } });
  }
  return { pdf: Buffer.from(pdf), pages };
}

export function formJobs(deps: FormJobDeps): {
  readonly jobs: readonly JobDefinition[];
  /** Draws a print that waits, at once. */
  readonly draw: (issuedId: string) => Promise<void>;
} {
  const { repository, forms, disputes, files, threads, clock, i18n } = deps;

  const draw = async (issued: IssuedForm): Promise<void> => {
    const dispute = await disputes.get(issued.disputeId);
    const word = await forms.draw(issued, dispute);
    const name = i18n.t('zh-CN', `forms:names.${issued.form}`);
    const drawn = issued.format === 'pdf' ? await drawPdf(threads, word, name) : undefined;
    const earlier = (await repository.ofDispute(dispute.id)).find(
      (one) => one.fileId !== undefined && samePrint(issued)(one),
    );
    const file = earlier?.fileId
      ? (await files.ofDispute(dispute.id)).find(({ id, withdrawn }) => id === earlier.fileId && !withdrawn)
      : undefined;
    const which = issued.session === undefined ? '' : `（第${issued.session}次）`;
    await files.file(
      issued.requestedBy,
      dispute,
      {
        part: formOf(issued.form).part ?? 'situation',
        title: issued.format === 'pdf' ? `${name}${which}` : `${name}${which}（Word）`,
        fileName: `${dispute.number}-${issued.form}${name}${which}.${issued.format}`,
        form: issued.form,
        about: issued.session === undefined ? issued.format : `session:${issued.session}`,
        ...(drawn ? { pages: drawn.pages } : {}),
      },
      Readable.from([drawn?.pdf ?? word]),
      TYPES[issued.format],
      {
        ...(file ? { file } : {}),
        also: (kept, tx) =>
          repository.finish(
            issued.id,
            { state: 'done', finishedAt: clock.now(), fileId: kept.id, fileVersion: kept.versions.length },
            tx,
          ),
      },
    );
  };

  const drawIssued = async (id: string): Promise<void> => {
    const issued = await repository.get(id);
    if (issued.state !== 'waiting') return;
    try {
      await draw(issued);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, params } = error;
      await repository.finish(issued.id, { state: 'failed', finishedAt: clock.now(), problem: { code, params } });
    }
  };
  const perform = (payload: unknown): Promise<void> => drawIssued((payload as { readonly issuedId: string }).issuedId);
  return { jobs: [{ name: DRAW_JOB, perform, attempts: 4 }], draw: drawIssued };
}
