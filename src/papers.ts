// Joins what is made of paper: files handed in, forms, the dossier.

import { type DisputeRecord, type DisputeService, type Panel } from './features/disputes/index.ts';
import { createFiles, fileApi, filePages, type FileService, filesPanel } from './features/files/index.ts';
import { type Actor } from './domain/permission.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { type JobDefinition } from './platform/jobs.ts';

export interface Papers {
  readonly files: FileService;
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
  panels(dispute: DisputeRecord, actor: Actor): Promise<readonly Panel[]>;
}

/** Builds the features of papers on the disputes. */
export function createPapers(foundation: Foundation, disputes: DisputeService): Papers {
  const { contents, transactions, jobs, clock, threads, logger, database } = foundation;
  const { connection } = database;
  const {
    files,
    uploads,
    jobs: fileJobs,
  } = createFiles({
    connection,
    contents,
    disputes,
    transactions,
    jobs,
    clock,
    threads,
    logger,
  });
  disputes.witnessed(files.lockWithArchive);
  return {
    files,
    rows: [...filePages({ files, uploads }), ...fileApi(files)],
    jobs: fileJobs,
    panels: async (dispute, actor) => [filesPanel(dispute, await files.folder(actor, dispute.id))],
  };
}
