import { type RequestHandler } from 'express';
import Joi from 'joi';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type DisputeService } from '../disputes/index.ts';
import { sessionJson } from './schedule.presenter.ts';
import { listQuery } from './schedule.schema.ts';
import { type ScheduleService } from './schedule.service.ts';

const view = Joi.object({ items: Joi.array().items(Joi.object().unknown()) });

const disputeParams = Joi.object({ disputeId: Joi.string().hex().length(24).required() });

export interface ScheduleApiDeps {
  readonly schedule: ScheduleService;
  readonly disputes: Pick<DisputeService, 'read'>;
}

/** The calendar of a unit for programs. */
export function scheduleApi({ schedule, disputes }: ScheduleApiDeps): readonly RouteRow[] {
  const list: RequestHandler = async (req, res) => {
    const { from, to, scope, mediator, room } = validate(listQuery, req.query);
    const sessions = await schedule.calendar(requireActor(req), {
      first: from as CalendarDay,
      last: to as CalendarDay,
      scope,
      mediator,
      room,
    });
    res.json({ items: sessions.map(sessionJson) });
  };

  const rooms: RequestHandler = async (req, res) => {
    res.json({ items: await schedule.rooms(requireActor(req)) });
  };

  const ofDispute: RequestHandler<{ disputeId: string }> = async (req, res) => {
    const { disputeId } = req.params;
    const { dispute, reading } = await disputes.read(requireActor(req), disputeId);
    const sessions = await schedule.plannedOf(dispute);
    res.json({ items: sessions.map((session) => sessionJson({ session, reading, title: '' })) });
  };

  return [
    {
      method: 'get',
      path: '/api/v1/disputes/:disputeId/planned-sessions',
      right: 'readCases',
      scope: 'disputes:read',
      handler: ofDispute as RequestHandler,
      operation: {
        id: 'listPlannedSessionsOfDispute',
        summary: 'schedule:api.ofDispute',
        group: 'schedule:api.group',
        params: disputeParams,
        responses: { 200: view },
      },
    },
    {
      method: 'get',
      path: '/api/v1/schedule',
      right: 'workCases',
      scope: 'disputes:read',
      handler: list,
      operation: {
        id: 'listPlannedSessions',
        summary: 'schedule:api.list',
        group: 'schedule:api.group',
        query: listQuery,
        responses: { 200: view },
      },
    },
    {
      method: 'get',
      path: '/api/v1/rooms',
      right: 'workCases',
      scope: 'disputes:read',
      handler: rooms,
      operation: {
        id: 'listRooms',
        summary: 'schedule:api.rooms',
        group: 'schedule:api.group',
        responses: { 200: view },
      },
    },
  ];
}
