// A stored dispute as the law sees it: the facts its articles and guards ask about, as of one instant.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type CaseInLaw } from '../../domain/lifecycle.ts';
import { isRunning, runningTerm } from './dispute.clocks.ts';
import { type DisputeRecord, type Failure } from './dispute.record.ts';

/** The parts of the record of a failed mediation (在线调解规则21). */
const RECORD_PARTS = ['course', 'reason', 'costConduct', 'hints'] as const;

/** Whether the record of a failure still lacks one of its parts, or the day the remedies were told (人民调解法26). */
export const isRecordOpen = (failure: Failure | undefined): boolean =>
  failure !== undefined && (RECORD_PARTS.some((part) => failure[part] === '') || failure.remediesToldOn === undefined);

/** Open until it is decided; a mediator who has to step aside does so until another is appointed. */
const recusalOf = ({ recusal }: DisputeRecord): 'open' | 'stepsAside' | undefined => {
  if (recusal === undefined) return undefined;
  if (recusal.decision === undefined) return 'open';
  return recusal.decision.result === 'stepsAside' ? 'stepsAside' : undefined;
};

/** Whether everybody who disputes was heard on the application for confirmation, and wants it. */
function verificationOf({ agreement, parties }: DisputeRecord): CaseInLaw['verification'] {
  const found = agreement?.confirmation?.verification;
  if (!found) return undefined;
  const everyParty = parties.every(({ id, side }) => side === 'third' || found.present.includes(id));
  return { everyParty, voluntary: found.voluntary };
}

/** The case as the law sees it now. */
export function caseInLaw(dispute: DisputeRecord, now: Date): CaseInLaw {
  const term = runningTerm(dispute);
  return {
    state: dispute.state,
    now,
    today: dayOfInstant(now),
    track: dispute.track,
    owner: dispute.owner,
    origin: dispute.origin,
    mediatorId: dispute.mediator?.accountId,
    disclosureDue:
      dispute.state !== 'S08' && dispute.mediator !== undefined && dispute.mediator.acceptedAt === undefined,
    helpers: dispute.assists?.map(({ to }) => to.code),
    assistsOpen: dispute.assists?.length,
    handOver: dispute.handOver,
    rulingUnit: dispute.rulingUnit,
    boundUnit: dispute.boundUnit,
    custodyUnits: dispute.custody.map((row) => row.unitCode),
    bounces: dispute.bounces,
    consents: dispute.parties.filter((party) => party.side !== 'third').map((party) => party.consent.state),
    rightsToldOn: dispute.rightsToldOn,
    sessions: dispute.sessions,
    termDueAt: term?.dueAt ?? undefined,
    termPaused: dispute.state === 'S11',
    expired: dispute.clocks
      .filter((clock) => isRunning(clock) && clock.dueAt !== null && clock.dueAt < now)
      .map((clock) => clock.rule),
    extensions: dispute.extensions,
    failures: dispute.failures,
    risk: dispute.risk,
    recusal: recusalOf(dispute),
    docketKnown: dispute.filing?.docket !== undefined,
    cause: dispute.cause,
    failureRecordOpen: isRecordOpen(dispute.failure),
    factsRecorded: dispute.undisputedFacts?.length,
    feeNotified: dispute.filing?.fee !== undefined && dispute.filing.fee.settledOn === undefined,
    courtResult: dispute.courtResult?.kind,
    spokenAgreement: dispute.agreement?.form === 'oral',
    registerUnsigned: dispute.agreement?.unsigned,
    verification: verificationOf(dispute),
    enforceable: dispute.agreement?.confirmation?.result === 'confirmed',
    enforcement: dispute.enforcement && (dispute.enforcement.docket === undefined ? 'applied' : 'filed'),
    agreement: dispute.agreement && {
      effectiveOn: dispute.agreement.effectiveOn,
      confirmable: dispute.agreement.confirmable,
      confirmationDueOn: dispute.agreement.confirmationDueOn,
      items: dispute.agreement.items.map((item) => ({ dueOn: item.dueOn, settled: item.settledOn !== undefined })),
    },
  };
}
