// Joins agreements, their signatures, performance and confirmation to casework.

import { type Act } from './domain/lifecycle.ts';
import {
  type AgreementService,
  agreementApi,
  agreementPages,
  agreementRoutes,
  createAgreementService,
  FateRepository,
} from './features/agreements/index.ts';
import { type AgreementDeps } from './features/agreements/index.ts';
import { type ActPage, type DisputeService } from './features/disputes/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { type Stores } from './stores.ts';

export interface Concluding extends Pick<AgreementService, 'acts' | 'panels'> {
  readonly pages: Readonly<Partial<Record<Act, ActPage>>>;
  readonly rows: () => readonly RouteRow[];
}

export interface ConcludingDeps {
  readonly foundation: Foundation;
  readonly stores: Pick<Stores, 'agreements' | 'boards' | 'mediation'>;
  readonly disputes: DisputeService;
  /** The court's word in its dockets, such as 京0112. */
  readonly docketWord: string;
  readonly papersOf: AgreementDeps['papersOf'];
}

export function createConcluding({ foundation, stores, disputes, docketWord, papersOf }: ConcludingDeps): Concluding {
  const agreements = createAgreementService({
    repository: stores.agreements,
    boards: stores.boards,
    disputes,
    mediation: stores.mediation,
    fates: new FateRepository(foundation.database.connection),
    clock: foundation.clock,
    docketWord,
    papersOf,
  });
  return {
    acts: () => agreements.acts(),
    panels: (dispute, actor) => agreements.panels(dispute, actor),
    pages: agreementPages(agreements),
    // Written once every act is defined: the API describes them.
    rows: () => [...agreementRoutes(agreements), ...agreementApi({ disputes, agreements })],
  };
}
