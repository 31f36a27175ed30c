// The calendar of rest days: everybody reads it; the system's administrator changes a day or loads a year's notice, and
// sees what would change before it is saved.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { DAY_KINDS, type DayKind } from '../../domain/holiday-calendar.ts';
import { invalidField } from '../../domain/errors.ts';
import { hasRight } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { fileOf } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { daysOfYear, festivalsOf, knownYears } from './holiday.presenter.ts';
import { type CalendarOrder, type HolidayService } from './holiday.service.ts';

export interface HolidayRoutesDeps {
  readonly holidays: HolidayService;
  readonly clock: Clock;
}

interface OrderBody {
  readonly kind: 'day' | 'year';
  readonly day?: string;
  readonly becomes?: DayKind;
  readonly name?: string;
  readonly text?: string;
  readonly year?: number;
}
interface SaveBody extends OrderBody {
  readonly reason: string;
  readonly version: number;
}

const MOST_TEXT = 8_000;
const year = () => Joi.number().integer().empty('').min(2004).max(2100);
const orderKeys = {
  kind: Joi.string().valid('day', 'year').required(),
  day: Joi.string()
    .empty('')
    .pattern(/^\d{4}-\d{2}-\d{2}$/, 'day')
    .when('kind', { not: 'day', otherwise: Joi.required() }),
  becomes: Joi.string()
    .empty('')
    .valid(...DAY_KINDS)
    .when('kind', { not: 'day', otherwise: Joi.required() }),
  name: Joi.string().trim().max(20).empty(''),
  text: Joi.string().trim().max(MOST_TEXT).empty('').when('kind', { not: 'year', otherwise: Joi.required() }),
  year: year(),
};
const orderBody = Joi.object<OrderBody>(orderKeys);
const saveBody = Joi.object<SaveBody>({
  ...orderKeys,
  reason: Joi.string().trim().max(200).empty('').required(),
  version: Joi.number().integer().min(0).required(),
});
const yearQuery = Joi.object<{ year?: number }>({ year: year() });

const orderOf = ({ kind, day, becomes, name, text, year: forYear }: OrderBody): CalendarOrder =>
  kind === 'day'
    ? { kind, day: day ?? '', becomes: becomes ?? 'ordinary', name }
    : { kind, text: text ?? '', year: forYear };

export function holidayRoutes({ holidays, clock }: HolidayRoutesDeps): readonly RouteRow[] {
  const today = () => dayOfInstant(clock.now());

  const yearShown = async (req: Request) => {
    const asked = validate<{ year?: number }>(yearQuery, req.query).year;
    const calendar = await holidays.calendar();
    const years = knownYears(calendar);
    const current = Number(today().slice(0, 4));
    return { calendar, years, year: asked ?? (years.includes(current) ? current : (years[0] ?? current)) };
  };

  const show: RequestHandler = async (req, res) => {
    const { calendar, years, year: shown } = await yearShown(req);
    const [reach, history] = await Promise.all([holidays.reach(), holidays.history()]);
    res.page('holidays/show', {
      years,
      shown,
      festivals: festivalsOf(calendar, shown),
      known: years.includes(shown),
      ...reach,
      history,
      mayEdit: hasRight(requireActor(req).role, 'manageHolidays'),
    });
  };

  const form = async (res: Response, values: object, errors: readonly FormError[] = []) => {
    const { knownUntil, next } = await holidays.reach();
    const kind = (values as { kind?: string }).kind ?? '';
    res.page(
      'holidays/change',
      { values, errors, kind, kinds: DAY_KINDS, next, knownUntil },
      errors.length > 0 ? 422 : 200,
    );
  };

  const change: RequestHandler = (_req, res) => form(res, {});

  /** A file takes the place of pasted text. @throws DomainError `validation` when it is no text */
  const typed = (req: Request): object => {
    const file = fileOf(req);
    const body = { ...(req.body as object) };
    return file && file.bytes.length > 0 ? { ...body, text: textOf(file.bytes) } : body;
  };

  const preview: RequestHandler = async (req, res) => {
    let values: object = req.body as object;
    try {
      values = typed(req);
      const order = validate<OrderBody>(orderBody, values);
      res.page('holidays/preview', { order, preview: await holidays.preview(orderOf(order)), errors: [] });
    } catch (error) {
      await form(res, values, formErrorsOf(res, error));
    }
  };

  const save: RequestHandler = async (req, res) => {
    try {
      const { reason, version, ...order } = validate<SaveBody>(saveBody, req.body);
      await holidays.save(requireActor(req), orderOf(order), reason, version);
    } catch (error) {
      const errors = formErrorsOf(res, error);
      const { error: broken, value } = orderBody.validate(req.body, { stripUnknown: true });
      if (broken || errors.some(({ field }) => field !== 'reason')) return form(res, req.body as object, errors);
      const order = value;
      return res.page('holidays/preview', { order, preview: await holidays.preview(orderOf(order)), errors }, 422);
    }
    flash(req, { kind: 'success', key: 'holidays:saved' });
    res.redirect(303, '/holidays');
  };

  const apiYear: RequestHandler = async (req, res) => {
    const { calendar, years, year: shown } = await yearShown(req);
    const { reach } = await holidays.reach();
    const { version, knownUntil } = calendar;
    res.json({ version, knownUntil, reach, years, year: shown, days: daysOfYear(calendar, shown) });
  };
  const apiPreview: RequestHandler = async (req, res) => {
    res.json(await holidays.preview(orderOf(validate<OrderBody>(orderBody, req.body))));
  };
  const apiSave: RequestHandler = async (req, res) => {
    const { reason, version, ...order } = validate<SaveBody>(saveBody, req.body);
    const {
      holidays: _all,
      makeUpWorkdays: _work,
      ...saved
    } = await holidays.save(requireActor(req), orderOf(order), reason, version);
    res.json(saved);
  };

  const group = 'holidays:api.group';
  const responses = { 200: Joi.object().unknown() };
  return [
    { method: 'get', path: '/holidays', right: 'signedIn', handler: show },
    { method: 'get', path: '/holidays/change', right: 'manageHolidays', handler: change },
    { method: 'post', path: '/holidays/preview', right: 'manageHolidays', handler: preview, takesFile: true },
    { method: 'post', path: '/holidays', right: 'manageHolidays', handler: save },
    {
      method: 'get',
      path: '/api/v1/holidays',
      right: 'signedIn',
      scope: 'holidays:read',
      handler: apiYear,
      operation: { id: 'listHolidays', summary: 'holidays:api.list', group, query: yearQuery, responses },
    },
    {
      method: 'post',
      path: '/api/v1/holidays/preview',
      right: 'manageHolidays',
      scope: 'holidays:write',
      handler: apiPreview,
      operation: { id: 'previewHolidays', summary: 'holidays:api.preview', group, body: orderBody, responses },
    },
    {
      method: 'post',
      path: '/api/v1/holidays',
      right: 'manageHolidays',
      scope: 'holidays:write',
      handler: apiSave,
      operation: { id: 'changeHolidays', summary: 'holidays:api.save', group, body: saveBody, responses },
    },
  ];
}

/** Text as offices save it: UTF-8, or the national encoding. @throws DomainError `validation` on field `file` */
function textOf(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding may read it.
    }
  }
  throw invalidField('file', 'holidays.unreadable');
}
