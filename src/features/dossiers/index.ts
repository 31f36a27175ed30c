import { type Connection } from 'mongoose';
import { type JobDefinition } from '../../platform/jobs.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { type Tx } from '../../platform/transaction.ts';
import { type ActPage, type AnyActDefinition, type UnitNames, type Witness } from '../disputes/index.ts';
import { type RouteRow } from '../../http/routes.ts';
import { DossierBinder, type DossierBinderDeps } from './dossier.binder.ts';
import { DossierDesk, type DossierDeskDeps } from './dossier.desk.ts';
import { DossierRepository } from './dossier.repository.ts';
import { dossierRoutes } from './dossier.routes.ts';
import { type DossierDeps, DossierService } from './dossier.service.ts';

export { standingOf } from './dossier.desk.ts';
export { type DossierService } from './dossier.service.ts';
export { type DossierStanding, StandingRepository } from './standing.repository.ts';

export type DossiersDeps = Omit<DossierDeps & DossierBinderDeps & DossierDeskDeps, 'repository'> & {
  readonly connection: Connection;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
};

export interface Dossiers {
  readonly dossiers: DossierService;
  /** Sheets behind each other as one PDF. */
  readonly bindSheets: DossierBinder['bindSheets'];
  readonly acts: readonly AnyActDefinition[];
  readonly actPages: Readonly<Partial<Record<Act, ActPage>>>;
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
  /** Whether a content belongs to a dossier. */
  readonly keeps: (contentId: string) => Promise<boolean>;
  /** Keeps the list of what is to be put away in step with disputes, and with papers of the dispute. */
  readonly witness: Witness;
  readonly refresh: (disputeId: string, tx: Tx) => Promise<void>;
}

/** Builds the dossiers on a database. */
export function createDossiers({ connection, unitNames, ...deps }: DossiersDeps): Dossiers {
  const repository = new DossierRepository(connection);
  const dossiers = new DossierService({ ...deps, repository });
  const binder = new DossierBinder({ ...deps, repository });
  const desk = new DossierDesk(deps);
  return {
    dossiers,
    bindSheets: (sheets, title) => binder.bindSheets(sheets, title),
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
    rows: dossierRoutes({ dossiers, desk, unitNames }),
    jobs: [binder.job()],
    keeps: (id) => repository.names(id),
    witness: desk.witness(),
    refresh: (disputeId, tx) => desk.refresh(disputeId, tx),
  };
}
