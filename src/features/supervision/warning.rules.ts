// Who is told of a clock, and which warnings of a dispute stand. Pure: the ledger writes what follows from it.

import { type ClockRecord, type WarningLevel } from '../../domain/clock.ts';
import { type Audience, DEADLINES, levelInstants, rankOf } from '../../domain/deadline.ts';
import { type Actor, type Role } from '../../domain/permission.ts';
import { RISK_LEVELS } from '../../domain/risk.ts';
import { type Tier, TIERS, type UnitPosition } from '../../domain/tier.ts';
import { type DisputeRecord, isRunning } from '../disputes/index.ts';
import { type WarningFacts } from './warning.record.ts';

const CLERK_OF: Readonly<Record<Tier, Role>> = {
  court: 'courtFilingClerk',
  tribunal: 'tribunalClerk',
  township: 'townshipClerk',
  village: 'villageMediator',
};

export const accountKey = (accountId: string): string => `account:${accountId}`;
const postKey = (unit: string | undefined, ...roles: readonly Role[]): readonly string[] =>
  unit === undefined ? [] : roles.map((role) => `post:${unit}:${role}`);

/** Everything on this person's desk carries one of these keys: own name, the absent stood in for, the post. */
export const keysOf = ({ accountId, standsInFor = [], unit, role }: Actor): readonly string[] => [
  ...[accountId, ...standsInFor].map(accountKey),
  ...postKey(unit.code, role),
];

/** The post that receives what comes to a unit. */
export const clerkKeys = ({ code, tier }: UnitPosition): readonly string[] => postKey(code, CLERK_OF[tier]);

/** A village's committee answers to the head of its township; the other units have a head of their own. */
function headOf({ code, tier, path }: UnitPosition): readonly string[] {
  if (tier === 'village') return postKey(path.at(-2), 'townshipHead');
  if (tier === 'township') return postKey(code, 'townshipHead');
  return tier === 'tribunal' ? postKey(code, 'tribunalJudge') : postKey(code, 'courtAdmin');
}

/** The tribunal watches over its townships and villages, the court over the tribunals. */
const supervisorOf = ({ tier, path }: UnitPosition): readonly string[] =>
  tier === 'village' || tier === 'township' ? postKey(path[1], 'tribunalJudge') : postKey(path[0], 'courtAdmin');

const filingClerkOf = ({ path }: UnitPosition): readonly string[] =>
  path[1] === undefined ? postKey(path[0], 'courtFilingClerk') : postKey(path[1], 'tribunalClerk');

/** The court's seat in the owner's area: its tribunal, or the court itself. */
function tribunalOf({ path, ...owner }: UnitPosition): UnitPosition {
  const [court, tribunal] = path;
  return tribunal === undefined
    ? { ...owner, path }
    : { code: tribunal, tier: 'tribunal', path: court === undefined ? [tribunal] : [court, tribunal] };
}

/** The unit called to rule stands on the owner's path. */
function rulerOf({ owner, rulingUnit }: DisputeRecord): UnitPosition | undefined {
  const depth = owner.path.findIndex((code) => code === rulingUnit);
  const tier = TIERS[depth];
  return rulingUnit === undefined || tier === undefined
    ? undefined
    : { code: rulingUnit, tier, path: owner.path.slice(0, depth + 1) };
}

const RULERS: Readonly<Record<Tier, readonly Role[]>> = {
  court: ['courtFilingClerk'],
  tribunal: ['tribunalClerk', 'tribunalJudge'],
  township: ['townshipHead'],
  village: [],
};

/** The dispute with the unit that has, or had, its hand-over in hand. */
interface Told {
  readonly dispute: DisputeRecord;
  readonly receiver: UnitPosition | undefined;
}

const handlerOf = ({ mediator, owner }: DisputeRecord): readonly string[] =>
  mediator ? [accountKey(mediator.accountId)] : clerkKeys(owner);

const TOLD: Readonly<Record<Audience, (told: Told) => readonly string[]>> = {
  handler: ({ dispute }) => handlerOf(dispute),
  clerk: ({ dispute }) => clerkKeys(dispute.owner),
  head: ({ dispute }) => headOf(dispute.owner),
  supervisor: ({ dispute }) => supervisorOf(dispute.owner),
  filingClerk: ({ dispute }) => filingClerkOf(dispute.owner),
  receiver: ({ receiver }) => (receiver ? clerkKeys(receiver) : []),
  receiverHead: ({ receiver }) => (receiver ? headOf(receiver) : []),
  sender: ({ dispute }) => clerkKeys(dispute.owner),
  senderHead: ({ dispute }) => headOf(dispute.owner),
  ruler: ({ dispute }) => {
    const ruler = rulerOf(dispute);
    return ruler ? postKey(ruler.code, ...RULERS[ruler.tier]) : [];
  },
  judge: ({ dispute }) => headOf(tribunalOf(dispute.owner)),
  president: ({ dispute }) => postKey(dispute.owner.path[0], 'courtAdmin'),
  rulerSupervisor: ({ dispute }) => {
    const ruler = rulerOf(dispute);
    return ruler ? supervisorOf(ruler) : [];
  },
};

/** A level a clock has come to and that still stands. */
export interface Standing {
  readonly clock: ClockRecord;
  readonly level: WarningLevel;
}

/** One clock of a dispute: the same rule may run again later. */
export const clockKey = ({ rule, baseStart }: ClockRecord): string => `${rule}:${baseStart.getTime()}`;

/** The warnings that stand on a dispute, by clock: of every clock that runs, and the alarms that outlive theirs. */
export function standingOf({ clocks, state }: DisputeRecord): ReadonlyMap<string, Standing> {
  const found = clocks.flatMap((clock): [string, Standing][] => {
    const { warned: level } = clock;
    if (level === undefined) return [];
    const outlives = level === 'overdue' && DEADLINES[clock.rule].standsIn?.includes(state) === true;
    const latest = clocks.findLast(({ rule }) => rule === clock.rule) === clock;
    return isRunning(clock) || (outlives && latest) ? [[clockKey(clock), { clock, level }]] : [];
  });
  return new Map(found);
}

/** Who hears of a level of the clock. */
function tellsAt({ clock, level }: Standing): readonly Audience[] {
  const { stoppedAt: _stopped, ...running } = clock;
  return levelInstants(running).find((step) => step.level === level)?.tells ?? [];
}

/** What the row of a standing warning says. `before` knows the receiver of a hand-over that has just come back. */
export function factsOf(standing: Standing, dispute: DisputeRecord, before: DisputeRecord): WarningFacts {
  const { clock, level } = standing;
  const receiver = dispute.handOver?.to ?? before.handOver?.to;
  const holders = {
    owner: dispute.owner,
    receiver,
    ruler: rulerOf(dispute),
    tribunal: tribunalOf(dispute.owner),
  };
  const { holder: whose, afterwards } = DEADLINES[clock.rule];
  const holder = position(holders[whose] ?? dispute.owner);
  const told = { dispute, receiver };
  const { mediator } = dispute;
  const handles = mediator && whose === 'owner';
  return {
    dueAt: clock.dueAt ?? clock.baseStart,
    provisional: clock.provisional ?? false,
    holder,
    ...(handles ? { person: { accountId: mediator.accountId, name: mediator.name } } : {}),
    recipients: [...new Set(tellsAt(standing).flatMap((audience) => TOLD[audience](told)))],
    scope: [...new Set([...holder.path, ...dispute.owner.path])],
    state: dispute.state,
    risk: dispute.risk,
    weight: weightOf(level, dispute.risk, afterwards === true),
  };
}

/** Level first, then what keeps parties waiting, then risk. */
function weightOf(level: WarningLevel, risk: DisputeRecord['risk'], afterwards: boolean): number {
  const colours = RISK_LEVELS.length;
  return (rankOf(level) * 2 + (afterwards ? 0 : 1)) * colours + (colours - 1 - RISK_LEVELS.indexOf(risk));
}

const position = ({ code, tier, path }: UnitPosition): UnitPosition => ({ code, tier, path });
