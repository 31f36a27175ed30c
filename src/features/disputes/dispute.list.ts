// What a list's address asks for, as a filter. A pile of a desk is a named filter, so `?pile=` opens exactly it.

import { invalidField } from '../../domain/errors.ts';
import { OPEN_STATES, type State } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { type RiskLevel } from '../../domain/risk.ts';
import { type Tier } from '../../domain/tier.ts';
import { type PileId, PILES } from './desk.ts';
import { type DisputeFilter } from './dispute.repository.ts';
import { termsOf } from './dispute.terms.ts';

/** The query of a list; see `listSchema`. */
export interface ListInput {
  readonly state?: readonly State[];
  readonly unit?: string;
  readonly tier?: Tier;
  readonly type?: string;
  readonly mediator?: string;
  readonly due?: 'overdue' | 'today' | 'week';
  readonly scope?: 'open' | 'mine' | 'pushed' | 'origin';
  readonly pile?: string;
  readonly risk?: readonly RiskLevel[];
  readonly outcome?: readonly string[];
  readonly q?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const DAY_MS = 86_400_000;
const AHEAD: Readonly<Record<NonNullable<ListInput['due']>, number>> = { overdue: 0, today: DAY_MS, week: 7 * DAY_MS };

/** @throws DomainError `validation` when the pile is not known */
export function filterOf(
  input: ListInput,
  actor: Actor,
  now: Date,
): { filter: DisputeFilter; order: 'updated' | 'due' } {
  const pile = input.pile ? pileOf(input.pile) : undefined;
  const filter: DisputeFilter = {
    ...pile?.filter(actor, now),
    ...(input.state && input.state.length > 0 ? { states: input.state } : {}),
    ...(input.unit ? { ownerUnit: input.unit } : {}),
    ...(input.tier ? { tier: input.tier } : {}),
    ...(input.type ? { type: input.type } : {}),
    ...(input.mediator ? { mediatorIds: [input.mediator] } : {}),
    ...(input.due ? { dueBefore: new Date(now.getTime() + AHEAD[input.due]) } : {}),
    ...(input.outcome && input.outcome.length > 0 ? { outcomes: input.outcome } : {}),
    ...(input.risk && input.risk.length > 0 ? { risks: input.risk } : {}),
    ...(input.q ? { terms: termsOf(input.q) } : {}),
    ...SCOPES[input.scope ?? 'all'](actor),
  };
  return { filter, order: pile?.order ?? (input.due ? 'due' : 'updated') };
}

function pileOf(name: string): (typeof PILES)[PileId] {
  if (!Object.hasOwn(PILES, name)) throw invalidField('pile', 'any.only');
  return PILES[name as PileId];
}

const SCOPES: Readonly<Record<NonNullable<ListInput['scope']> | 'all', (actor: Actor) => DisputeFilter>> = {
  all: () => ({}),
  open: () => ({ states: OPEN_STATES }),
  mine: (actor) => ({ mediatorIds: [actor.accountId] }),
  pushed: () => ({ pushedDown: true }),
  origin: (actor) => ({ originUnit: actor.unit.code }),
};
