// Conflict of interest (回避): a mediator who is close to a party, has a stake or another relation that may affect
// fairness steps aside unless both parties, knowing it, agree (特邀调解规定 15; 在线调解规则 13). The check finds what the records
// show; the mediator discloses the rest. It is asked at appointment and again when the case goes to trial, since a mediator
// may not return in the same case as lay judge, agent, witness, expert or interpreter (特邀调解规定 16).

import { type DisputeEvent } from './event.ts';
import { type Act } from './lifecycle.ts';

/** The three relations a mediator discloses. */
export const DISCLOSURES = ['relative', 'interest', 'other'] as const;
export type Disclosure = (typeof DISCLOSURES)[number];

export interface ConflictMediator {
  readonly accountId: string;
  readonly name: string;
  readonly phoneIndex?: string | undefined;
  readonly idIndex?: string | undefined;
  readonly addressIndex?: string | undefined;
}

/** A party with its agents; the indexes are keyed hashes, equal only for equal values. */
export interface ConflictParty {
  readonly id: string;
  readonly name: string;
  readonly kind?: 'natural' | 'organisation' | undefined;
  readonly phoneIndex?: string | undefined;
  readonly idIndex?: string | undefined;
  readonly addressIndex?: string | undefined;
  readonly representative?: string | undefined;
  readonly agents?: readonly { readonly name: string; readonly phoneIndex?: string | undefined }[] | undefined;
}

/** An earlier dispute of one of the parties and the mediator's part in it. */
export interface EarlierCase {
  readonly number: string;
  readonly partyId: string;
  readonly mediatorPart: 'party' | 'agent' | 'mediator';
}

export const CONFLICT_SIGNS = [
  'samePerson',
  'samePhone',
  'sameHousehold',
  'sameName',
  'agentSamePhone',
  'agentSameName',
  'earlierParty',
  'earlierAgent',
  'earlierMediator',
] as const;
export type ConflictSign = (typeof CONFLICT_SIGNS)[number];

export interface ConflictFinding {
  readonly sign: ConflictSign;
  readonly partyId: string;
  readonly suggests: Disclosure;
  /** bars: the mediator may not be appointed; ask: only with disclosure and both parties' consent; note: worth knowing. */
  readonly weight: 'bars' | 'ask' | 'note';
  readonly caseNumber?: string;
}

const OF_EARLIER_PART = {
  party: { sign: 'earlierParty', suggests: 'interest', weight: 'ask' },
  agent: { sign: 'earlierAgent', suggests: 'other', weight: 'ask' },
  mediator: { sign: 'earlierMediator', suggests: 'other', weight: 'note' },
} as const;

/** What the records show between a mediator and the parties. No finding is no proof that there is no relation. */
export function findConflicts(
  mediator: ConflictMediator,
  parties: readonly ConflictParty[],
  earlier: readonly EarlierCase[],
): readonly ConflictFinding[] {
  const fromParties = parties.flatMap((party) => [...signsBetween(mediator, party), ...agentSigns(mediator, party)]);
  const fromCases = earlier
    .filter((row) => parties.some((party) => party.id === row.partyId))
    .map((row) => ({ ...OF_EARLIER_PART[row.mediatorPart], partyId: row.partyId, caseNumber: row.number }));
  return [...fromParties, ...fromCases];
}

const isSame = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a === b;

/** The strongest sign between two people: the same identity, the same phone, the same home, the same name. */
function signsBetween(mediator: ConflictMediator, party: ConflictParty): readonly ConflictFinding[] {
  const partyId = party.id;
  if (isSame(mediator.idIndex, party.idIndex)) {
    return [{ sign: 'samePerson', partyId, suggests: 'interest', weight: 'bars' }];
  }
  if (isSame(mediator.phoneIndex, party.phoneIndex)) {
    return [{ sign: 'samePhone', partyId, suggests: 'relative', weight: 'ask' }];
  }
  if (isSame(mediator.addressIndex, party.addressIndex) && mediator.name.charAt(0) === party.name.charAt(0)) {
    return [{ sign: 'sameHousehold', partyId, suggests: 'relative', weight: 'ask' }];
  }
  // Two people of one name have different identity numbers; where both are known, the name says nothing.
  const proved = mediator.idIndex !== undefined && party.idIndex !== undefined && party.kind !== 'organisation';
  return (mediator.name === party.name && !proved) || mediator.name === party.representative
    ? [{ sign: 'sameName', partyId, suggests: 'interest', weight: 'ask' }]
    : [];
}

/** Whoever speaks for a party cannot stand between the parties. */
const agentSigns = (mediator: ConflictMediator, { id, agents = [] }: ConflictParty): readonly ConflictFinding[] =>
  agents.flatMap((agent): ConflictFinding[] => {
    const about = { partyId: id, suggests: 'interest', weight: 'ask' } as const;
    if (isSame(mediator.phoneIndex, agent.phoneIndex)) return [{ sign: 'agentSamePhone', ...about }];
    return agent.name === mediator.name ? [{ sign: 'agentSameName', ...about }] : [];
  });

/** An earlier dispute as far as the check asks. */
export interface EarlierDispute {
  readonly number: string;
  readonly parties: readonly Pick<ConflictParty, 'idIndex' | 'phoneIndex' | 'agents'>[];
  readonly mediatorId?: string | undefined;
}

/** The parts a mediator had in earlier disputes of the same parties, on either side; one row a party, dispute and part. */
export function earlierCases(
  mediator: ConflictMediator,
  parties: readonly ConflictParty[],
  disputes: readonly EarlierDispute[],
): readonly EarlierCase[] {
  const isParty = (row: EarlierDispute['parties'][number], of: Pick<ConflictParty, 'idIndex' | 'phoneIndex'>) =>
    isSame(row.idIndex, of.idIndex) || isSame(row.phoneIndex, of.phoneIndex);
  return disputes.flatMap(({ number, parties: rows, mediatorId }) => {
    const mediatorPart: EarlierCase['mediatorPart'] | undefined = rows.some((row) => isParty(row, mediator))
      ? 'party'
      : rows.some(({ agents = [] }) => agents.some((agent) => isSame(agent.phoneIndex, mediator.phoneIndex)))
        ? 'agent'
        : mediatorId === mediator.accountId
          ? 'mediator'
          : undefined;
    if (mediatorPart === undefined) return [];
    return parties
      .filter((party) => rows.some((row) => isParty(row, party)))
      .map((party) => ({ number, partyId: party.id, mediatorPart }));
  });
}

/** Whether the mediator may be appointed: nothing bars, and whatever asks for it was disclosed and accepted by all. */
export const mayAppoint = (findings: readonly ConflictFinding[], disclosedAndAccepted: boolean): boolean =>
  findings.every((finding) => finding.weight === 'note' || (finding.weight === 'ask' && disclosedAndAccepted));

/** Roles that are closed to whoever mediated the dispute (特邀调解规定 16). */
export const CLOSED_ROLES_AFTER_MEDIATION = ['layJudge', 'agent', 'witness', 'expert', 'interpreter'] as const;
export type ClosedRole = (typeof CLOSED_ROLES_AFTER_MEDIATION)[number];

/** Acts by which somebody mediates, in their own name or for an absent mediator. */
export const MEDIATES: readonly Act[] = ['acceptAppointment', 'beginMediation', 'recordSession', 'recordAgreement'];

/** Everybody who ever mediated a dispute, from its history: whoever took the appointment or did the work, in any round. */
export const mediatorsIn = (events: readonly Pick<DisputeEvent, 'act' | 'actor' | 'data'>[]): readonly string[] => {
  const done = events.filter(({ act }) => MEDIATES.some((one) => one === act));
  const names = done.flatMap(({ actor, data }) => [actor.name, data['insteadOf']]);
  return [...new Set(names.filter((name): name is string => typeof name === 'string'))];
};

/** The people named for roles of the trial who bear the name of somebody that mediated the dispute. */
export const closedRolesTaken = (
  mediators: readonly string[],
  named: Readonly<Partial<Record<ClosedRole, readonly string[]>>>,
): readonly { readonly role: ClosedRole; readonly name: string }[] =>
  CLOSED_ROLES_AFTER_MEDIATION.flatMap((role) =>
    (named[role] ?? []).filter((name) => mediators.includes(name.trim())).map((name) => ({ role, name: name.trim() })),
  );
