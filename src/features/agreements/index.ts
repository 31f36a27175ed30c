import { type Act } from '../../domain/lifecycle.ts';
import { type ActPage } from '../disputes/index.ts';
import { AgreementService, type AgreementDeps } from './agreement.service.ts';

export { agreementApi } from './agreement.api.ts';
export { type AgreementDocument, type Receipt, type Revisit } from './agreement.document.ts';
export { type AgreementView, type ItemView } from './agreement.presenter.ts';
export { AgreementRepository } from './agreement.repository.ts';
export { agreementRoutes } from './agreement.routes.ts';
export { type AgreementDeps, AgreementService } from './agreement.service.ts';
export { FateRepository } from './fate.repository.ts';
export { type BoardView } from './board.presenter.ts';
export { BoardRepository } from './board.repository.ts';

export const createAgreementService = (deps: AgreementDeps): AgreementService => new AgreementService(deps);

/** Acts whose form has a page of its own. */
export const agreementPages = (service: AgreementService): Readonly<Partial<Record<Act, ActPage>>> => ({
  recordAgreement: { template: 'agreements/record-agreement', model: (context) => service.agreementForm(context) },
  recordSignatures: {
    template: 'agreements/record-signatures',
    model: (context) => service.signingForm(context),
    keeps: () => ({ part: 'agreement', title: '签署页', about: 'agreement' }),
    // One signs after the other on the same screen.
    next: ({ id, agreement }) =>
      agreement?.effectiveOn === undefined || agreement.unsigned ? `/disputes/${id}/acts/recordSignatures` : undefined,
  },
  recordReceipt: {
    template: 'disputes/act',
    keeps: ({ item }) => ({ part: 'receipts', title: '履行凭证', about: `receipt:${String(item).slice(0, 10)}` }),
  },
  applyConfirmation: {
    template: 'disputes/act',
    model: async ({ dispute, actor }) => ({
      beside: 'agreements/_confirmation-check.njk',
      check: await service.confirmation(dispute, actor),
    }),
  },
  serveAgreement: {
    template: 'disputes/act',
    keeps: () => ({ part: 'agreement', title: '送达回证', about: 'agreement' }),
  },
  updateBoard: {
    template: 'agreements/board',
    model: (context) => service.boardForm(context),
    next: ({ id }) => `/disputes/${id}/acts/updateBoard`,
  },
});
