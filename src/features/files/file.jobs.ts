// What the worker does for files: looks into new ones, and removes bytes that no record names.

import { type Clock } from '../../platform/clock.ts';
import { type Contents } from '../../platform/contents.ts';
import { type JobDefinition } from '../../platform/jobs.ts';
import { type Logger } from '../../platform/logger.ts';
import { type Threads } from '../../platform/threads.ts';
import { Readable } from 'node:stream';
import { FILE_BYTES, FILE_TYPES } from '../../domain/file.ts';
import { type FileRepository } from './file.repository.ts';
import { type FileProblem } from './file.record.ts';
import { type Inspected } from './file.thread.ts';

export const INSPECT_JOB = 'inspectFile';
const SWEEP_JOB = 'removeUnnamedContents';
const DAY_MILLISECONDS = 86_400_000;
const SIX_HOURS = 21_600;
const BATCH = 200;
/** Larger papers are kept and listed but not opened to be counted. */
const MOST_BYTES = 100 * 1024 * 1024;

export interface FileJobDeps {
  readonly repository: FileRepository;
  readonly contents: Contents;
  readonly threads: Threads;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether another feature names the content. */
  readonly keeps: (contentId: string) => Promise<boolean>;
}

export function fileJobs({ repository, contents, threads, clock, log, keeps }: FileJobDeps): readonly JobDefinition[] {
  const inspect = async ({ fileId, no }: { readonly fileId: string; readonly no: number }): Promise<void> => {
    const version = (await repository.byId(fileId))?.versions.find((one) => one.no === no);
    if (!version || version.inspection === 'done') return;
    const nature = FILE_TYPES[version.mediaType]?.nature;
    if (nature !== 'picture' && nature !== 'paper') {
      await repository.inspected(fileId, no, {});
      return;
    }
    if (version.bytes > MOST_BYTES) {
      await repository.inspected(fileId, no, { problem: 'tooLarge' satisfies FileProblem });
      return;
    }
    const bytes = new Uint8Array(await contents.read(version.contentId));
    const { pages, preview, problem } = await threads
      .run<Inspected>(
        new URL('./file.thread', import.meta.url),
        { bytes, mediaType: version.mediaType },
        { transfer: [bytes.buffer] },
      )
      .catch((error: unknown): Inspected => {
        // A paper that breaks its reader would break it again: it is kept and marked.
        log.warn({ err: error, fileId, no }, 'a file could not be inspected');
        return { problem: 'damaged' };
      });
    const kept = preview ? await contents.put(Readable.from([Buffer.from(preview)]), FILE_BYTES) : undefined;
    await repository.inspected(fileId, no, {
      ...(pages === undefined ? {} : { pages }),
      ...(kept ? { previewId: kept.id } : {}),
      ...(problem ? { problem } : {}),
    });
  };

  const sweep = async (): Promise<void> => {
    const removeUnnamed = async (ids: readonly string[]): Promise<void> => {
      const named = await repository.named(ids);
      for (const id of ids) if (!named.has(id) && !(await keeps(id))) await contents.remove(id);
    };
    let batch: string[] = [];
    for await (const id of contents.olderThan(new Date(clock.now().getTime() - DAY_MILLISECONDS))) {
      batch.push(id);
      if (batch.length < BATCH) continue;
      await removeUnnamed(batch);
      batch = [];
    }
    await removeUnnamed(batch);
  };

  return [
    { name: INSPECT_JOB, perform: (payload) => inspect(payload as { fileId: string; no: number }), attempts: 5 },
    { name: SWEEP_JOB, perform: sweep, everySeconds: SIX_HOURS },
  ];
}
