import { type Request, type RequestHandler, type Response } from 'express';
import { addDays, type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { type I18n } from '../../platform/i18n.ts';
import { calendarFile } from './schedule.feed.ts';
import { byDay, byPerson, byRoom, roomNames, sessionView, weekOf } from './schedule.presenter.ts';
import { type CalendarQuery, calendarQuery, closeSchema, roomParams, roomSchema } from './schedule.schema.ts';
import { type Days } from './schedule.record.ts';
import { type ScheduleService } from './schedule.service.ts';

export interface ScheduleRoutesDeps {
  readonly schedule: ScheduleService;
  readonly clock: Clock;
  readonly i18n: I18n;
  /** Where this system is reached, for links in files that leave it. */
  readonly baseUrl: string;
}

/** The calendars, the rooms of a unit, and the subscription of one's own plan. */
export function scheduleRoutes({ schedule, clock, i18n, baseUrl }: ScheduleRoutesDeps): readonly RouteRow[] {
  const show: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const now = clock.now();
    const query = validate<CalendarQuery>(calendarQuery, req.query);
    const on = (query.on ?? dayOfInstant(now)) as CalendarDay;
    const days: Days = query.view === 'week' ? weekOf(on) : { first: on, last: on };
    const scope = query.scope ?? (MEDIATORS.includes(actor.role) ? 'mine' : 'unit');
    const by = query.view === 'day' ? query.by : 'time';
    const { mediator, room } = query;
    const rooms = roomNames(await schedule.rooms(actor));
    const seen = await schedule.calendar(actor, { ...days, scope, mediator, room, by });
    const sessions = seen.map((session) => sessionView(session, rooms, now));
    const narrowed = { ...(mediator ? { mediator } : {}), ...(room ? { room } : {}) };
    const step = query.view === 'week' ? 7 : 1;
    res.page('schedule/calendar', {
      view: query.view,
      by,
      scope,
      on,
      days,
      today: dayOfInstant(now),
      before: addDays(on, -step),
      after: addDays(on, step),
      only: room ? (rooms.get(room) ?? '') : mediator ? (sessions[0]?.mediator ?? '') : '',
      groups: by === 'time' ? byDay(days, sessions, now) : by === 'room' ? byRoom(sessions, rooms) : byPerson(sessions),
      count: sessions.length,
      link: (change: Record<string, string>) => addressOf({ view: query.view, by, scope, on, ...narrowed, ...change }),
      wide: (change: Record<string, string>) => addressOf({ view: query.view, by, scope, on, ...change }),
    });
  };

  const roomsPage = async (req: Request, res: Response, errors: readonly FormError[]) => {
    const actor = requireActor(req);
    res.page(
      'schedule/rooms',
      {
        rooms: await schedule.ownRooms(actor),
        mayKeep: schedule.mayKeepRooms(actor),
        values: errors.length > 0 ? (req.body as object) : { name: '', address: '' },
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const rooms: RequestHandler = (req, res) => roomsPage(req, res, []);

  const addRoom: RequestHandler = async (req, res) => {
    try {
      await schedule.addRoom(requireActor(req), validate(roomSchema, req.body));
    } catch (error) {
      return roomsPage(req, res, formErrorsOf(res, error));
    }
    flash(req, { kind: 'success', key: 'schedule:rooms.added' });
    res.redirect(303, '/schedule/rooms');
  };

  const closeRoom: RequestHandler = async (req, res) => {
    const { roomId } = validate(roomParams, req.params);
    const { closed } = validate(closeSchema, req.body);
    await schedule.closeRoom(requireActor(req), roomId, closed);
    flash(req, { kind: 'success', key: closed ? 'schedule:rooms.closed' : 'schedule:rooms.opened' });
    res.redirect(303, '/schedule/rooms');
  };

  const feedPage = async (req: Request, res: Response, secret: string | null) => {
    const feed = await schedule.feedOf(requireActor(req));
    res.page('schedule/feed', {
      feed: feed ? { createdAt: feed.createdAt, lastReadAt: feed.lastReadAt ?? null } : null,
      address: secret === null ? null : `${baseUrl}/calendar/${secret}.ics`,
    });
  };

  const feed: RequestHandler = (req, res) => feedPage(req, res, null);

  const renewFeed: RequestHandler = async (req, res) => {
    await feedPage(req, res, await schedule.renewFeed(requireActor(req), req.language));
  };

  const endFeed: RequestHandler = async (req, res) => {
    await schedule.endFeed(requireActor(req));
    flash(req, { kind: 'success', key: 'schedule:feed.ended' });
    res.redirect(303, '/schedule/feed');
  };

  const file: RequestHandler = async (req, res) => {
    const { feed: found, sessions } = await schedule.feed(String(req.params['secret']));
    const t = (key: string, params?: Record<string, string>) => i18n.t(found.language, key, { ...params });
    const texts = {
      calendar: t('schedule:feed.calendar'),
      event: ({ number }: { number: string }) => t('schedule:feed.event', { number }),
      place: ({ place, mode }: { place: string; mode: string }) => place || t(`mediation:modes.${mode}`),
    };
    res.type('text/calendar; charset=utf-8').send(calendarFile(sessions, texts, baseUrl));
  };

  return [
    { method: 'get', path: '/schedule', right: 'workCases', handler: show },
    { method: 'get', path: '/schedule/rooms', right: 'workCases', handler: rooms },
    { method: 'post', path: '/schedule/rooms', right: 'workCases', handler: addRoom },
    { method: 'post', path: '/schedule/rooms/:roomId', right: 'workCases', handler: closeRoom },
    { method: 'get', path: '/schedule/feed', right: 'workCases', handler: feed },
    { method: 'post', path: '/schedule/feed', right: 'workCases', handler: renewFeed },
    { method: 'post', path: '/schedule/feed/end', right: 'workCases', handler: endFeed },
    { method: 'get', path: '/calendar/:secret.ics', right: 'public', handler: file },
  ];
}

const MEDIATORS: readonly string[] = ['villageMediator', 'townshipMediator'];

const addressOf = (query: Record<string, string>): string => `/schedule?${new URLSearchParams(query).toString()}`;
