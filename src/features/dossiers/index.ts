import { type Connection } from 'mongoose';
import { type JobDefinition } from '../../platform/jobs.ts';
import { type RouteRow } from '../../http/routes.ts';
import { DossierRepository } from './dossier.repository.ts';
import { dossierRoutes } from './dossier.routes.ts';
import { type DossierDeps, DossierService } from './dossier.service.ts';

export { type DossierService } from './dossier.service.ts';

/** Builds the dossiers on a database; `keeps` tells whether a content belongs to one. */
export function createDossiers({
  connection,
  ...deps
}: Omit<DossierDeps, 'repository'> & { readonly connection: Connection }): {
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
  readonly keeps: (contentId: string) => Promise<boolean>;
} {
  const repository = new DossierRepository(connection);
  const dossiers = new DossierService({ ...deps, repository });
  return { rows: dossierRoutes(dossiers), jobs: dossiers.jobs(), keeps: (id) => repository.names(id) };
}
