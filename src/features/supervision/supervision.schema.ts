import Joi from 'joi';
import { CLOCK_IDS, type ClockId } from '../../domain/clock-catalogue.ts';
import { WARNING_LEVELS, type WarningLevel } from '../../domain/clock.ts';
import { invalidField } from '../../domain/errors.ts';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type Actor } from '../../domain/permission.ts';
import { RISK_LEVELS, type RiskLevel } from '../../domain/risk.ts';
import { type Tier, TIERS } from '../../domain/tier.ts';
import { day, text, unitCode } from '../disputes/index.ts';
import { URGING_STATES, type UrgingState } from './urging.record.ts';
import { type UrgingBox } from './supervision.service.ts';
import { type WarningCursor, type WarningFilter } from './warning.repository.ts';
import { keysOf } from './warning.rules.ts';

export interface WarningQuery {
  readonly unit?: string;
  readonly tier?: Tier;
  readonly clock?: ClockId;
  readonly level?: WarningLevel;
  readonly risk?: RiskLevel;
  /** Only what lies on the reader's own desk. */
  readonly mine?: 'yes';
  readonly cursor?: string;
  readonly limit: number;
}

const one = (values: readonly string[]) =>
  Joi.string()
    .empty('')
    .valid(...values);

export const warningQuery = Joi.object<WarningQuery>({
  unit: unitCode(),
  tier: one(TIERS),
  clock: one(CLOCK_IDS),
  level: one(WARNING_LEVELS),
  risk: one(RISK_LEVELS),
  mine: one(['yes']),
  cursor: Joi.string().empty('').max(200),
  limit: Joi.number().integer().min(1).max(100).default(30),
});

export const filterOf = ({ unit, tier, clock, level, risk, mine }: WarningQuery, actor: Actor): WarningFilter => ({
  ...(mine ? { recipients: keysOf(actor) } : {}),
  ...(unit ? { unit } : {}),
  ...(tier ? { tier } : {}),
  ...(clock ? { clocks: [clock] } : {}),
  ...(level ? { levels: [level] } : {}),
  ...(risk ? { risk } : {}),
});

export const cursorText = ({ weight, dueAt, id }: WarningCursor): string =>
  Buffer.from(`${weight}|${dueAt.toISOString()}|${id}`).toString('base64url');

/** @throws DomainError `validation` when it is no cursor of this list */
export function readCursor(cursor: string): WarningCursor {
  const [weight, dueAt, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const at = new Date(dueAt ?? '');
  if (!id || !/^\d{1,3}$/.test(weight ?? '') || Number.isNaN(at.getTime()))
    throw invalidField('cursor', 'cursor.invalid');
  return { weight: Number(weight), dueAt: at, id };
}

export interface UrgingQuery {
  readonly box: UrgingBox;
  readonly state?: readonly UrgingState[];
  readonly cursor?: Date;
  readonly limit: number;
}

export const urgingQuery = Joi.object<UrgingQuery>({
  box: Joi.string().valid('received', 'given', 'area').default('received'),
  state: Joi.array()
    .items(Joi.string().valid(...URGING_STATES))
    .single(),
  cursor: Joi.date().iso(),
  limit: Joi.number().integer().min(1).max(100).default(30),
});

export interface UrgeInput {
  readonly note: string;
  readonly answerBy: CalendarDay;
}

export const urgeSchema = Joi.object<UrgeInput>({ note: text(500).required(), answerBy: day().required() });

export const replySchema = Joi.object<{ text: string }>({ text: text(2000).required() });
