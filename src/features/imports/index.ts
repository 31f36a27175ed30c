import { type Connection } from 'mongoose';
import { type JobDefinition } from '../../platform/jobs.ts';
import { ImportRepository } from './import.repository.ts';
import { type ImportDeps, IMPORT_JOB, ImportService } from './import.service.ts';

export { importApi } from './import.api.ts';
export { type ImportRecord } from './import.record.ts';
export { errorSheet } from './import.result.ts';
export { importRoutes, type ImportRoutesDeps } from './import.routes.ts';
export { type ImportOrder, type ImportService } from './import.service.ts';

/** Builds the imports feature on a database. */
export const createImportService = ({
  connection,
  ...deps
}: Omit<ImportDeps, 'repository'> & { readonly connection: Connection }): ImportService =>
  new ImportService({ ...deps, repository: new ImportRepository(connection) });

/** Registers, in the worker, what somebody has confirmed. */
export const importJobs = (imports: ImportService): readonly JobDefinition[] => [
  {
    name: IMPORT_JOB,
    perform: async (payload) => {
      await imports.run((payload as { readonly importId: string }).importId);
    },
  },
];
