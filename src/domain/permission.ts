// Who may do what. Two tables: RIGHTS says what a role may ever open (used by routes), CAPACITIES says in which
// relation to a case a role stands (used by the lifecycle). What neither table grants is denied.
// Source: domain roles R1–R15; separation of administrators' duties after GB/T 22239-2019, access control d.

import { type Tier, type UnitPosition } from './tier.ts';

export const ROLES = [
  'villageMediator',
  'townshipClerk',
  'townshipMediator',
  'townshipHead',
  'tribunalClerk',
  'tribunalJudge',
  'courtFilingClerk',
  'courtAdmin',
  'justiceViewer',
  'committeeViewer',
  'systemAdmin',
  'auditAdmin',
  'party',
  'system',
] as const;
export type Role = (typeof ROLES)[number];

/** The tiers at which each role holds a post. */
export const TIERS_OF_ROLE: Readonly<Record<Role, readonly Tier[]>> = {
  villageMediator: ['village'],
  townshipClerk: ['township'],
  townshipMediator: ['township'],
  townshipHead: ['township'],
  tribunalClerk: ['tribunal'],
  tribunalJudge: ['tribunal'],
  courtFilingClerk: ['court'],
  courtAdmin: ['court'],
  justiceViewer: ['court'],
  committeeViewer: ['court'],
  systemAdmin: ['court'],
  auditAdmin: ['court'],
  party: [],
  system: ['court'],
};

/** A signed-in person acting in one post, or the system itself. */
export interface Actor {
  readonly accountId: string;
  readonly name: string;
  readonly role: Role;
  /** `name` is Chinese, for records; `nameEn` is shown on English pages. */
  readonly unit: UnitPosition & { readonly name: string; readonly nameEn?: string };
  /** Accounts of absent people whose work this person does today, in their own name (代). */
  readonly standsInFor?: readonly string[];
}

// ---- Rights: what a role may ever open --------------------------------------------------------------------------

export const RIGHTS = [
  'readCases',
  'workCases',
  'registerCases',
  'divertCases',
  'readStatistics',
  'manageAccounts',
  'manageUnits',
  'manageMap',
  'manageHolidays',
  'managePolicies',
  'readAudit',
  'receiveImports',
  'supervise',
  'leadStaff',
  'manageForms',
] as const;
export type Right = (typeof RIGHTS)[number];

const CASE_WORK: readonly Right[] = ['readCases', 'workCases', 'registerCases', 'readStatistics'];

const RIGHTS_OF_ROLE: Readonly<Record<Role, readonly Right[]>> = {
  villageMediator: [...CASE_WORK, 'leadStaff'],
  townshipClerk: [...CASE_WORK, 'receiveImports'],
  townshipMediator: CASE_WORK,
  townshipHead: [...CASE_WORK, 'receiveImports', 'supervise', 'leadStaff'],
  tribunalClerk: [...CASE_WORK, 'divertCases', 'receiveImports', 'supervise', 'manageForms'],
  tribunalJudge: [...CASE_WORK, 'divertCases', 'supervise', 'leadStaff'],
  courtFilingClerk: [...CASE_WORK, 'divertCases', 'receiveImports', 'supervise', 'manageForms'],
  courtAdmin: [
    'readCases',
    'readStatistics',
    'manageMap',
    'managePolicies',
    'receiveImports',
    'supervise',
    'leadStaff',
    'manageForms',
  ],
  justiceViewer: ['readStatistics'],
  committeeViewer: ['readStatistics'],
  systemAdmin: ['manageAccounts', 'manageUnits', 'manageHolidays'],
  auditAdmin: ['readAudit'],
  party: [],
  system: ['readCases', 'workCases', 'registerCases', 'divertCases', 'readStatistics', 'receiveImports'],
};

/** The rights of a role; routes ask `hasRight`. */
export const rightsOf = (role: Role): readonly Right[] => RIGHTS_OF_ROLE[role];

/** True when the role may ever use the right. */
export const hasRight = (role: Role, right: Right): boolean => RIGHTS_OF_ROLE[role].includes(right);

// ---- Capacities: how a role stands to one case ------------------------------------------------------------------

/** What the rules need to know of a case to place a person in relation to it. */
export interface CaseCustody {
  readonly owner: UnitPosition;
  readonly origin: { readonly unitCode: string };
  readonly mediatorId?: string | undefined;
  readonly handOver?:
    | {
        readonly from: UnitPosition;
        readonly to: UnitPosition;
        readonly kind: 'push-down' | 'escalate' | 'lateral' | 'assist';
      }
    | undefined;
  /** The unit called to rule after the second decline. */
  readonly rulingUnit?: string | undefined;
  /** Units asked for help whose answer is open. */
  readonly helpers?: readonly string[] | undefined;
  /** Codes of every unit that held the case or was sent it, the origin included. */
  readonly custodyUnits: readonly string[];
}

/**
 * owner: the person's unit owns the case; above: it stands above the owner; target and sender: the two ends of the
 * hand-over under way; ruling: the unit called to rule on it; helper: the unit was asked for help and has not answered;
 * assigned: the person is the case's mediator, or stands in for the absent one;
 * held: the person's unit held the case before or first received it; any: no relation is needed.
 */
export const RELATIONS = ['owner', 'above', 'target', 'sender', 'ruling', 'helper', 'assigned', 'held', 'any'] as const;
export type Relation = (typeof RELATIONS)[number];

/** Every relation in which the person stands to the case. */
export function relationsOf(actor: Actor, custody: CaseCustody): ReadonlySet<Relation> {
  const unit = actor.unit.code;
  const found = new Set<Relation>(['any']);
  if (custody.owner.code === unit) found.add('owner');
  else if (custody.owner.path.includes(unit)) found.add('above');
  if (custody.handOver?.to.code === unit) found.add('target');
  if (custody.handOver?.from.code === unit) found.add('sender');
  if (custody.rulingUnit === unit) found.add('ruling');
  if (custody.helpers?.includes(unit)) found.add('helper');
  if (worksAs(actor, custody.mediatorId)) found.add('assigned');
  if (custody.origin.unitCode === unit || custody.custodyUnits.includes(unit)) found.add('held');
  return found;
}

/** True when the account is the person's own, or that of somebody absent for whom the person stands in. */
export const worksAs = (actor: Actor, accountId: string | undefined): boolean =>
  accountId !== undefined && (accountId === actor.accountId || (actor.standsInFor ?? []).includes(accountId));

/** A row of the capacity table: these roles, standing in this relation. */
interface Grant {
  readonly roles: readonly Role[];
  readonly relation: Relation;
}

const CLERKS: readonly Role[] = ['townshipClerk', 'townshipHead', 'tribunalClerk', 'courtFilingClerk'];
const HEADS: readonly Role[] = ['villageMediator', 'townshipHead', 'tribunalJudge'];
const WORKERS: readonly Role[] = [...CLERKS, 'villageMediator', 'townshipMediator', 'tribunalJudge'];

/**
 * The capacities the lifecycle speaks of. A village committee has few people, so its mediator also heads it and
 * receives what is sent to it; a tribunal's guiding judge decides what a head decides elsewhere.
 */
export const CAPACITIES = {
  registrar: [{ roles: WORKERS, relation: 'any' }],
  screener: [{ roles: CLERKS, relation: 'owner' }],
  ownUnit: [{ roles: WORKERS, relation: 'owner' }],
  receiver: [{ roles: [...CLERKS, 'villageMediator', 'tribunalJudge'], relation: 'target' }],
  sender: [{ roles: WORKERS, relation: 'sender' }],
  helper: [{ roles: WORKERS, relation: 'helper' }],
  ruler: [
    { roles: ['townshipHead', 'tribunalClerk', 'tribunalJudge', 'courtFilingClerk'], relation: 'ruling' },
    { roles: ['tribunalClerk', 'tribunalJudge'], relation: 'above' },
  ],
  head: [{ roles: HEADS, relation: 'owner' }],
  clerk: [{ roles: [...CLERKS, 'villageMediator', 'tribunalJudge'], relation: 'owner' }],
  mediator: [{ roles: ['villageMediator', 'townshipMediator', 'townshipHead', 'tribunalClerk'], relation: 'assigned' }],
  filingClerk: [
    { roles: ['tribunalClerk', 'courtFilingClerk'], relation: 'owner' },
    { roles: ['tribunalClerk', 'courtFilingClerk'], relation: 'above' },
  ],
  guidingJudge: [
    { roles: ['tribunalJudge'], relation: 'owner' },
    { roles: ['tribunalJudge', 'courtFilingClerk'], relation: 'above' },
  ],
  /** The head of the unit or the court, never the mediator in question (特邀调解规定15). */
  recusalDecider: [
    { roles: ['townshipHead', 'tribunalJudge'], relation: 'owner' },
    { roles: ['townshipHead', 'tribunalJudge', 'courtFilingClerk'], relation: 'above' },
  ],
  system: [{ roles: ['system'], relation: 'any' }],
} as const satisfies Readonly<Record<string, readonly Grant[]>>;
export type Capacity = keyof typeof CAPACITIES;

/** True when the person holds the capacity in this case. */
export function holds(actor: Actor, capacity: Capacity, custody: CaseCustody): boolean {
  const relations = relationsOf(actor, custody);
  const grants: readonly Grant[] = CAPACITIES[capacity];
  return grants.some((grant) => grant.roles.includes(actor.role) && relations.has(grant.relation));
}

// ---- Reading a case ---------------------------------------------------------------------------------------------

/** full: everything but other people's private notes; summary: state, custody and result without personal data. */
export type Reading = 'full' | 'summary' | 'none';

const READS_FULL: readonly Role[] = [...WORKERS, 'courtAdmin'];
const FULL_RELATIONS: readonly Relation[] = ['owner', 'above', 'assigned', 'sender', 'target', 'ruling', 'helper'];

/**
 * How much of the case the person may read. A unit that once held the case keeps seeing what became of it
 * (首接负责: the first receiver is told), but no longer the parties' data. Administrators of the system and of the
 * audit read no case at all.
 */
export function readingOf(actor: Actor, custody: CaseCustody): Reading {
  if (actor.role === 'system') return 'full';
  if (!hasRight(actor.role, 'readCases')) return 'none';
  const relations = relationsOf(actor, custody);
  if (READS_FULL.includes(actor.role) && FULL_RELATIONS.some((relation) => relations.has(relation))) return 'full';
  return relations.has('held') ? 'summary' : 'none';
}

/** Codes of the units whose staff may find the case in a list: the owner's path, both ends of a hand-over, past holders. */
export function visibleTo(custody: CaseCustody): string[] {
  return [
    ...new Set([
      ...custody.owner.path,
      ...custody.custodyUnits,
      custody.origin.unitCode,
      ...(custody.handOver ? [custody.handOver.from.code, custody.handOver.to.code] : []),
      ...(custody.rulingUnit ? [custody.rulingUnit] : []),
      ...(custody.helpers ?? []),
    ]),
  ];
}
