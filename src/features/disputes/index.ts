export {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  type Effect,
  type FormField,
  type Names,
} from './act.ts';
export { choice, choices, flag, moment, partyIds, rows, textLines, timeOfDay } from './act.shapes.ts';
export { DeadlineService, type Settlement } from './deadline.service.ts';
export { nextSweepAt, settled } from './dispute.deadlines.ts';
export { caseInLaw, isRecordOpen } from './dispute.law.ts';
export {
  isDuty,
  isReportDue,
  isRunning,
  latestTerm,
  NOTHING_DUE,
  runningTerm,
  withStanding,
} from './dispute.clocks.ts';
export type * from './agreement.record.ts';
export type * from './dispute.record.ts';
export { type DisputeFilter, DisputeRepository, type Page } from './dispute.repository.ts';
export { day, text, unitCode, type PartyInput, type RegisterInput, registerSchema } from './dispute.schema.ts';
export { type ActOptions, DisputeService, type Moved, type Witness } from './dispute.service.ts';
export { systemActor } from './system-actor.ts';
export { termsOf, termsOfRecord } from './dispute.terms.ts';
export { intakeActs } from './intake.acts.ts';
export { type Draft, IntakeService, type UnitDirectory } from './intake.service.ts';
export { disputeApi } from './dispute.api.ts';
export {
  type ActPage,
  type DeskPanel,
  disputePages,
  type DisputePagesDeps,
  type Panel,
  type PaperPlace,
} from './dispute.pages.ts';
export {
  clockViews,
  disputeRow,
  inLanguage,
  maskedTitle,
  type OpenedParty,
  trackDay,
  type UnitNames,
} from './dispute.presenter.ts';
export { likeliestFirst } from './next-acts.presenter.ts';
export { CAUSE_CHOSEN } from './history.presenter.ts';
export { disputeModel } from './dispute.model.ts';
export { eventModel, unfoldedModel } from './event.model.ts';
export { type MediatorWork, type TiedPerson, WorkRepository } from './work.repository.ts';
export { lacksReferralDocket, referralDocketFields, referralDocketOf } from './referral.docket.ts';
export { registerPages } from './register.pages.ts';
export { presentField } from './act.presenter.ts';
export { refuseVillage, type SuitabilityPolicy, suitabilityUnder } from './suitability.ts';
export { type OpenedService, PartyReader } from './party.reader.ts';
export { signViews, type SignView } from './risk.presenter.ts';
