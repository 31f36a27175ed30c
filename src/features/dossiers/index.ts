import { type Connection } from 'mongoose';
import { type JobDefinition } from '../../platform/jobs.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { type ActPage, type AnyActDefinition, type UnitNames } from '../disputes/index.ts';
import { type RouteRow } from '../../http/routes.ts';
import { DossierRepository } from './dossier.repository.ts';
import { dossierRoutes } from './dossier.routes.ts';
import { type DossierDeps, DossierService } from './dossier.service.ts';

export { type DossierService } from './dossier.service.ts';

/** Builds the dossiers on a database; `keeps` tells whether a content belongs to one. */
export function createDossiers({
  connection,
  unitNames,
  ...deps
}: Omit<DossierDeps, 'repository'> & {
  readonly connection: Connection;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
}): {
  readonly dossiers: DossierService;
  readonly acts: readonly AnyActDefinition[];
  readonly actPages: Readonly<Partial<Record<Act, ActPage>>>;
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
  readonly keeps: (contentId: string) => Promise<boolean>;
} {
  const repository = new DossierRepository(connection);
  const dossiers = new DossierService({ ...deps, repository });
  return {
    dossiers,
    acts: dossiers.acts(),
    actPages: {
      archive: {
        template: 'disputes/act',
        model: async ({ dispute }) => ({
          beside: 'dossiers/_standing.njk',
          disputeId: dispute.id,
          missing: (await dossiers.standing(dispute)).filter(({ missing }) => missing).map(({ part }) => part),
        }),
      },
    },
    rows: dossierRoutes(dossiers, unitNames),
    jobs: dossiers.jobs(),
    keeps: (id) => repository.names(id),
  };
}
