import { type Connection } from 'mongoose';
import { type Act } from '../../domain/lifecycle.ts';
import { type ActContext, type ActPage } from '../disputes/index.ts';
import { MediationService, type MediationDeps } from './mediation.service.ts';
import { PrivateNoteRepository } from './private-note.repository.ts';
import { type PrivateNoteDeps, PrivateNoteService } from './private-note.service.ts';

export { disputants, entryOf, notAhead, outcomeOf, partyOptions, unknownParties } from './entry.ts';
export { factErrors, factFields, type FactsInput, factsShape, factsWith, jointFacts } from './fact.acts.ts';
export { failed, failureErrors, failureRecordOf } from './failure.acts.ts';
export { mediationApi } from './mediation.api.ts';
export { type MediationSections } from './mediation.presenter.ts';
export type * from './mediation.record.ts';
export { MediationRepository } from './mediation.repository.ts';
export { type FailureRecordInput, failureRecordShape } from './mediation.schema.ts';
export { mayHearSession, type MediationDeps, MediationService } from './mediation.service.ts';
export { disclosurePanel } from './disclosure.panel.ts';
export { conflictViews } from './conflict.presenter.ts';
export { type ConflictsOf, type MediatorChoice, type MediatorsOf } from './mediator.acts.ts';
export { privateNoteRoutes } from './private-note.routes.ts';
export { type PrivateNoteService } from './private-note.service.ts';
export { beginRound, freshRound } from './round.ts';

export const createMediationService = (deps: MediationDeps): MediationService => new MediationService(deps);

/** The store of the notes is made here and given to nobody else. */
export const createPrivateNoteService = ({
  connection,
  ...deps
}: Omit<PrivateNoteDeps, 'repository'> & { readonly connection: Connection }): PrivateNoteService =>
  new PrivateNoteService({ ...deps, repository: new PrivateNoteRepository(connection) });

/** How a form begins when something is known of it beforehand. */
export type Beginnings = (context: ActContext) => Promise<object>;

/** Acts whose form has a page of its own; `planned` says what was planned of a session. */
export const mediationPages = (
  service: MediationService,
  planned: Beginnings,
): Readonly<Partial<Record<Act, ActPage>>> => ({
  acceptAppointment: { template: 'disputes/act', model: (context) => service.disclosureForm(context) },
  extendTerm: { template: 'disputes/act', model: (context) => service.extensionForm(context) },
  recordContact: { template: 'mediation/record-contact', model: (context) => service.contactForm(context) },
  recordSession: {
    template: 'mediation/record-session',
    model: async (context) => ({ ...(await service.sessionForm(context)), ...(await planned(context)) }),
  },
  failMediation: { template: 'mediation/fail-mediation', model: (context) => service.failureForm(context) },
});
