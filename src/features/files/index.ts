import { type Connection } from 'mongoose';
import { type Logger } from '../../platform/logger.ts';
import { type JobDefinition } from '../../platform/jobs.ts';
import { type Threads } from '../../platform/threads.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { fileJobs } from './file.jobs.ts';
import { folderParts } from './file.presenter.ts';
import { FileService, type FileServiceDeps, type FolderView } from './file.service.ts';
import { UploadRepository } from './upload.repository.ts';
import { UploadService } from './upload.service.ts';

export { fileApi } from './file.api.ts';
export { sendBytes } from './file.download.ts';
export { filePages } from './file.pages.ts';
export { sizeOf } from './file.presenter.ts';
export { current, evidenceLines, evidenceOf, type FileRecord, type FileVersion } from './file.record.ts';
export { FileRepository } from './file.repository.ts';
export { type FileDetails } from './file.schema.ts';
export { FileService, type FolderView, type Made } from './file.service.ts';
export { type Received } from './file.sniff.ts';
export { CHUNK_BYTES, UploadService } from './upload.service.ts';

export interface FilesDeps extends FileServiceDeps {
  readonly connection: Connection;
  readonly threads: Threads;
  readonly logger: Logger;
}

/** Builds the files feature on a database. */
export function createFiles({ connection, threads, logger, ...deps }: FilesDeps): {
  readonly files: FileService;
  readonly uploads: UploadService;
  /** @param keeps tells whether another feature names the content */
  readonly jobs: (keeps: (contentId: string) => Promise<boolean>) => readonly JobDefinition[];
} {
  const files = new FileService(deps);
  const { repository, contents, clock } = deps;
  return {
    files,
    uploads: new UploadService(new UploadRepository(connection), files, clock),
    jobs: (keeps) => fileJobs({ repository, contents, threads, clock, log: logger, keeps }),
  };
}

/** What the dispute's page says of its papers. */
export const filesPanel = (dispute: DisputeRecord, { files, hidden, mayAdd }: FolderView) => ({
  template: 'files/_panel.njk',
  model: {
    href: `/disputes/${dispute.id}/files`,
    formsHref: `/disputes/${dispute.id}/forms`,
    dossierHref: `/disputes/${dispute.id}/dossier`,
    count: files.filter(({ withdrawn }) => !withdrawn).length,
    hidden,
    mayAdd,
    groups: folderParts(
      files.filter(({ withdrawn, round }) => !withdrawn && round === dispute.round),
      dispute,
    ),
  },
});
