// What must hold of whoever mediates: a relation is only kept with every party's proved agreement, a recusal is decided
// by somebody else, nobody who steps aside goes on, and nobody returns at the trial (特邀调解规定15、16).

import { closedRolesTaken, mediatorsIn } from '../domain/conflict.ts';
import { type DisputeEvent } from '../domain/event.ts';
import { type Act } from '../domain/lifecycle.ts';
import { type DisputeRecord } from '../features/disputes/index.ts';

/** Acts of a mediator that wait while recusal is open, and end with a mediator who steps aside. */
const MEDIATING: readonly Act[] = ['acceptAppointment', 'beginMediation', 'recordSession', 'recordAgreement'];
/** Acts after which the question is no longer that of this mediator, or of this round. */
const SETTLES: readonly Act[] = ['replaceMediator', 'appointMediator', 'declineAppointment'];

export const mediatorProblems = (
  dispute: DisputeRecord,
  events: readonly Pick<DisputeEvent, 'act' | 'actor' | 'data' | 'seq'>[],
): readonly string[] => [
  ...disclosure(dispute),
  ...recusal(dispute),
  ...goesOn(events),
  ...trial(dispute, mediatorsIn(events)),
];

function disclosure({ mediator, parties }: DisputeRecord): readonly string[] {
  const told = mediator?.disclosure;
  if (!mediator || !told) return mediator?.acceptedAt ? ['its mediator accepted without disclosing relations'] : [];
  const { relations, waivers = [] } = told;
  const waived = new Set(waivers.map(({ partyId }) => partyId));
  const related = relations.some((relation) => relation !== 'none');
  const missing = parties.filter(({ id, side }) => side !== 'third' && !waived.has(id));
  return [
    ...(relations.length === 0 ? ['the disclosure of its mediator says nothing'] : []),
    ...(related && missing.length > 0
      ? [`its mediator has a relation that ${missing.length} parties have not waived`]
      : []),
    ...waivers.flatMap(({ partyId, evidence, channel }) => [
      ...(parties.some(({ id }) => id === partyId) ? [] : [`a waiver is of ${partyId}, who is no party`]),
      ...(evidence && channel ? [] : [`the waiver of ${partyId} has no proof`]),
    ]),
  ];
}

function recusal({ recusal: asked, mediator, parties }: DisputeRecord): readonly string[] {
  if (!asked) return [];
  const known = ['mediator', 'unit', 'session'].includes(asked.by) || parties.some(({ id }) => id === asked.by);
  return [
    ...(mediator ? [] : ['recusal is asked of a mediator it does not have']),
    ...(known ? [] : [`recusal was raised by ${asked.by}, who is nobody`]),
    ...(asked.decision && asked.decision.by.accountId === mediator?.accountId
      ? ['its mediator decided on their own recusal']
      : []),
    ...(asked.decision && asked.decision.at < asked.raisedAt ? ['recusal was decided before it was raised'] : []),
  ];
}

/** While the question is open nothing is mediated, and not by the same person once it was decided against them. */
function goesOn(events: readonly Pick<DisputeEvent, 'act' | 'data' | 'seq'>[]): readonly string[] {
  let waits = false;
  const problems: string[] = [];
  for (const { act, data, seq } of events) {
    if (waits && MEDIATING.some((one) => one === act)) {
      problems.push(`event ${seq} ${act} happened although the mediator was asked to step aside`);
    }
    if (act === 'raiseRecusal') waits = true;
    else if (SETTLES.some((one) => one === act)) waits = false;
    else if (act === 'decideRecusal') waits = data['result'] === 'stepsAside';
  }
  return problems;
}

/** Whoever mediated the dispute at any time, also in an earlier round or until they were replaced. */
function trial({ filing, mediator }: DisputeRecord, before: readonly string[]): readonly string[] {
  const names = [...new Set([...before, ...(mediator ? [mediator.name] : [])])];
  const roles = filing?.trialRoles;
  const taken = roles && roles.explained === undefined ? closedRolesTaken(names, roles.named) : [];
  return [
    ...(filing?.judge !== undefined && names.includes(filing.judge) ? ['a mediator of it is to hear the case'] : []),
    ...taken.map(({ role }) => `a mediator of it is ${role} at the trial`),
  ];
}
