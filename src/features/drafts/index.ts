import { type Connection } from 'mongoose';
import { DraftRepository } from './draft.repository.ts';
import { type DraftDeps, DraftService } from './draft.service.ts';

export { draftRoutes } from './draft.routes.ts';
export { type DraftService } from './draft.service.ts';

/** The store is made here and given to nobody else: no list, search or export can come across a draft. */
export const createDraftService = ({
  connection,
  ...deps
}: Omit<DraftDeps, 'repository'> & { readonly connection: Connection }): DraftService =>
  new DraftService({ ...deps, repository: new DraftRepository(connection) });
