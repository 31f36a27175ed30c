// Conflict of interest (回避): a mediator who is close to a party, has a stake or another relation that may affect
// fairness steps aside unless both parties, knowing it, agree (特邀调解规定 15; 在线调解规则 13). The check finds what the records
// show; the mediator discloses the rest. It is asked at appointment and again at filing, since a mediator may not return
// in the same case as lay judge, agent, witness, expert or interpreter (特邀调解规定 16).

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

/** A party or its agent; the indexes are keyed hashes, equal only for equal values. */
export interface ConflictParty {
  readonly id: string;
  readonly name: string;
  readonly phoneIndex?: string | undefined;
  readonly idIndex?: string | undefined;
  readonly addressIndex?: string | undefined;
}

/** An earlier dispute of one of the parties and the mediator's part in it. */
export interface EarlierCase {
  readonly number: string;
  readonly partyId: string;
  readonly mediatorPart: 'party' | 'agent' | 'mediator';
}

export type ConflictSign =
  'samePerson' | 'samePhone' | 'sameHousehold' | 'earlierParty' | 'earlierAgent' | 'earlierMediator';

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
  const fromParties = parties.flatMap((party) => {
    const finding = signBetween(mediator, party);
    return finding === undefined ? [] : [finding];
  });
  const fromCases = earlier
    .filter((row) => parties.some((party) => party.id === row.partyId))
    .map((row) => ({ ...OF_EARLIER_PART[row.mediatorPart], partyId: row.partyId, caseNumber: row.number }));
  return [...fromParties, ...fromCases];
}

/** The strongest sign between two people: the same identity, the same phone, the same surname at the same address. */
function signBetween(mediator: ConflictMediator, party: ConflictParty): ConflictFinding | undefined {
  const same = (field: 'idIndex' | 'phoneIndex' | 'addressIndex') =>
    mediator[field] !== undefined && mediator[field] === party[field];
  if (same('idIndex')) return { sign: 'samePerson', partyId: party.id, suggests: 'interest', weight: 'bars' };
  if (same('phoneIndex')) return { sign: 'samePhone', partyId: party.id, suggests: 'relative', weight: 'ask' };
  if (same('addressIndex') && mediator.name.charAt(0) === party.name.charAt(0)) {
    return { sign: 'sameHousehold', partyId: party.id, suggests: 'relative', weight: 'ask' };
  }
  return undefined;
}

/** Whether the mediator may be appointed: nothing bars, and whatever asks for it was disclosed and accepted by all. */
export const mayAppoint = (findings: readonly ConflictFinding[], disclosedAndAccepted: boolean): boolean =>
  findings.every((finding) => finding.weight === 'note' || (finding.weight === 'ask' && disclosedAndAccepted));

/** Roles that are closed to whoever mediated the dispute (特邀调解规定 16). */
export const CLOSED_ROLES_AFTER_MEDIATION = ['layJudge', 'agent', 'witness', 'expert', 'interpreter'] as const;
