import Joi from 'joi';
import { PARTICIPATION_MODES, type ParticipationMode } from '../../domain/session.ts';
import { choice, day, partyIds, text, timeOfDay } from '../disputes/index.ts';
import { CANCEL_REASONS } from './schedule.record.ts';

export interface PlanInput {
  readonly on: string;
  readonly from: string;
  readonly until: string;
  readonly mode: ParticipationMode;
  readonly roomId?: string;
  readonly place?: string;
  readonly parties: readonly string[];
  readonly note?: string;
  /** The session this one replaces. */
  readonly replaces?: string;
}

const id = () => Joi.string().hex().length(24).empty('');

export const planSchema = Joi.object<PlanInput>({
  on: day().required(),
  from: timeOfDay().required(),
  until: timeOfDay().required(),
  mode: choice(PARTICIPATION_MODES).required(),
  roomId: id(),
  place: text(200),
  parties: partyIds().min(1),
  note: text(500),
  replaces: id(),
});

export interface CancelInput {
  readonly session: string;
  readonly reason: (typeof CANCEL_REASONS)[number];
  readonly note?: string;
}

export const cancelSchema = Joi.object<CancelInput>({
  session: id().required(),
  reason: choice(CANCEL_REASONS).required(),
  note: text(500),
});

export interface CalendarQuery {
  readonly view: 'week' | 'day';
  readonly on?: string;
  readonly by: 'time' | 'person' | 'room';
  readonly scope?: 'mine' | 'unit';
  readonly mediator?: string;
  readonly room?: string;
}

export const calendarQuery = Joi.object<CalendarQuery>({
  view: choice(['week', 'day']).default('week'),
  on: day(),
  by: choice(['time', 'person', 'room']).default('time'),
  scope: choice(['mine', 'unit']),
  mediator: id(),
  room: id(),
});

export interface ListQuery {
  readonly from: string;
  readonly to: string;
  readonly scope: 'mine' | 'unit';
  readonly mediator?: string;
  readonly room?: string;
}

export const listQuery = Joi.object<ListQuery>({
  from: day().required(),
  to: day().required(),
  scope: choice(['mine', 'unit']).default('unit'),
  mediator: id(),
  room: id(),
});

export interface RoomInput {
  readonly name: string;
  readonly address: string;
}

export const roomSchema = Joi.object<RoomInput>({ name: text(60).required(), address: text(200).required() });
export const roomParams = Joi.object<{ roomId: string }>({ roomId: id().required() });
export const closeSchema = Joi.object<{ closed: boolean }>({ closed: Joi.boolean().required() });
