import { type Act } from '../../domain/lifecycle.ts';
import { type ActPage } from '../disputes/index.ts';
import { type FilingDeps, FilingService } from './filing.service.ts';

export { type TribunalFor } from './package.ts';
export { type DossierView, type FilingView, type PackageView } from './filing.presenter.ts';
export { type Dossier, type FilingPackage, RETENTIONS, type Retention } from './filing.record.ts';
export { FilingRepository } from './filing.repository.ts';
export { type FilingDeps, FilingService } from './filing.service.ts';

export const createFilingService = (deps: FilingDeps): FilingService => new FilingService(deps);

/** Acts whose form has a page of its own. */
export const filingPages = (service: FilingService): Readonly<Partial<Record<Act, ActPage>>> => ({
  fileCase: { template: 'filing/file-case', model: (context) => service.filingForm(context) },
  applyEnforcement: { template: 'disputes/act', model: ({ dispute }) => service.enforcementTerm(dispute) },
});
