// Absences of oneself and of the unit, what falls into them, and the wizard for somebody who leaves.

import { randomUUID } from 'node:crypto';
import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { hasRight } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { choice, day, rows, text } from '../disputes/index.ts';
import { ABSENCE_REASONS, type AbsenceRecord } from './absence.record.ts';
import { type AbsenceInput, type AbsencesService } from './absence.service.ts';
import { type LeaverOrder, type LeaverService } from './leaver.service.ts';

export interface AbsenceRoutesDeps {
  readonly absences: AbsencesService;
  readonly leavers: LeaverService;
}

const accountId = () => Joi.string().hex().length(24);
const personParams = Joi.object<{ accountId: string }, true>({ accountId: accountId().required() });
const absenceParams = Joi.object<{ absenceId: string }, true>({ absenceId: accountId().required() });
const body = Joi.object<AbsenceInput>({
  account: accountId().empty(''),
  from: day().required(),
  to: day().required(),
  reason: choice(ABSENCE_REASONS).required(),
  substitute: accountId().empty(''),
});
const lookBody = Joi.object<Partial<AbsenceInput>>({
  account: accountId().empty(''),
  from: day(),
  to: day(),
  reason: choice(ABSENCE_REASONS),
  substitute: accountId().empty(''),
});
const leaverBody = Joi.object<{ reason: string; rows: readonly LeaverOrder[] }>({
  reason: text(500).required(),
  rows: rows(Joi.object({ dispute: accountId().required(), receiver: accountId().empty('') }), 500),
});

const view = (today: string) => (absence: AbsenceRecord) => ({
  id: absence.id,
  accountId: absence.accountId,
  name: absence.name,
  from: absence.from,
  to: absence.to,
  reason: absence.reason,
  substitute: absence.substituteName ?? null,
  enteredBy: absence.enteredBy.name,
  state: absence.cancelledAt ? 'cancelled' : absence.to < today ? 'over' : absence.from > today ? 'coming' : 'current',
});

export function absenceRoutes({ absences, leavers }: AbsenceRoutesDeps): readonly RouteRow[] {
  const list: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const { own, unit } = await absences.list(actor);
    const shown = view(absences.today());
    const leads = hasRight(actor.role, 'leadStaff');
    res.page('absences/list', {
      own: own.map(shown),
      unit: unit.map(shown),
      leads,
      staff: leads ? await absences.colleagues(actor) : [],
    });
  };

  const form = async (
    req: Request,
    res: Response,
    values: Partial<AbsenceInput>,
    errors: readonly object[] = [],
    status = 200,
  ) => {
    const actor = requireActor(req);
    const person = values.account ?? actor.accountId;
    const staff = await absences.colleagues(actor);
    const { from, to } = values;
    const impact = from && to && from <= to ? await absences.impact(actor, person, from, to) : null;
    res.page(
      'absences/edit',
      {
        values: { account: person, reason: 'leave', ...values },
        errors,
        reasons: ABSENCE_REASONS,
        staff: hasRight(actor.role, 'leadStaff') ? staff : staff.filter((one) => one.accountId === actor.accountId),
        substitutes: staff.filter((one) => one.accountId !== person),
        impact: impact && {
          waiting: impact.waiting,
          open: impact.cases.length,
          due: impact.due.map(({ id, title, number, nextDueAt, state }) => ({
            href: `/disputes/${id}`,
            title,
            number,
            nextDueAt,
            state,
          })),
        },
      },
      status,
    );
  };

  const edit: RequestHandler = (req, res) => form(req, res, validate<Partial<AbsenceInput>>(lookBody, req.query));

  const save: RequestHandler = async (req, res) => {
    try {
      const saved = await absences.enter(requireActor(req), validate<AbsenceInput>(body, req.body));
      flash(req, { kind: 'success', key: 'absences:saved', params: { name: saved.name } });
    } catch (error) {
      const errors = formErrorsOf(res, error);
      const { account, from, to, reason, substitute } = req.body as Record<string, string>;
      return form(
        req,
        res,
        {
          ...(account ? { account } : {}),
          ...(from ? { from: from as CalendarDay } : {}),
          ...(to ? { to: to as CalendarDay } : {}),
          ...(reason ? { reason: reason as AbsenceInput['reason'] } : {}),
          ...(substitute ? { substitute } : {}),
        },
        errors,
        422,
      );
    }
    res.redirect(303, '/absences');
  };

  const cancel: RequestHandler = async (req, res) => {
    await absences.cancel(requireActor(req), validate(absenceParams, req.params).absenceId);
    flash(req, { kind: 'success', key: 'absences:cancelled' });
    res.redirect(303, '/absences');
  };

  const leaverPage = async (
    req: Request,
    res: Response,
    more: { values?: object; errors?: readonly object[]; results?: readonly object[]; status?: number } = {},
  ) => {
    const actor = requireActor(req);
    const { person, cases } = await leavers.cases(actor, validate(personParams, req.params).accountId);
    res.page(
      'absences/leaver',
      {
        person,
        cases: cases.map(({ dispute, receivers, mayMove }) => ({
          id: dispute.id,
          number: dispute.number,
          title: dispute.title,
          state: dispute.state,
          nextDueAt: dispute.nextDueAt,
          mayMove,
          receivers,
        })),
        values: more.values ?? {},
        errors: more.errors ?? [],
        results: more.results ?? [],
        key: randomUUID(),
      },
      more.status,
    );
  };

  const showLeaver: RequestHandler = (req, res) => leaverPage(req, res);

  const moved = async (req: Request, res: Response) => {
    const { reason, rows: orders } = validate<{ reason: string; rows: readonly LeaverOrder[] }>(leaverBody, req.body);
    const { accountId: leaver } = validate(personParams, req.params);
    const chosen = orders.filter(({ receiver }) => receiver);
    const results = await leavers.handOver(requireActor(req), leaver, chosen, reason, req.onceKey ?? randomUUID());
    return results.map(({ dispute, number, error }) => ({
      dispute,
      number,
      error: error ? res.explain(error).detail : null,
    }));
  };

  const leave: RequestHandler = async (req, res) => {
    let results;
    try {
      results = await moved(req, res);
    } catch (error) {
      return leaverPage(req, res, { values: req.body as object, errors: formErrorsOf(res, error), status: 422 });
    }
    await leaverPage(req, res, { results });
  };

  const apiList: RequestHandler = async (req, res) => {
    const { own, unit } = await absences.list(requireActor(req));
    const shown = view(absences.today());
    res.json({ own: own.map(shown), unit: unit.map(shown) });
  };
  const apiEnter: RequestHandler = async (req, res) => {
    const saved = await absences.enter(requireActor(req), validate<AbsenceInput>(body, req.body));
    res.status(201).json(view(absences.today())(saved));
  };
  const apiCancel: RequestHandler = async (req, res) => {
    await absences.cancel(requireActor(req), validate(absenceParams, req.params).absenceId);
    res.status(204).end();
  };
  const apiLeave: RequestHandler = async (req, res) => {
    res.json({ items: await moved(req, res) });
  };

  const group = 'mediators:api.group';
  const answers = Joi.object().unknown();
  const right = 'workCases';
  const scope = 'absences:write';
  return [
    { method: 'get', path: '/absences', right, handler: list },
    { method: 'get', path: '/absences/new', right, handler: edit },
    { method: 'post', path: '/absences', right, handler: save },
    { method: 'post', path: '/absences/:absenceId/cancel', right, handler: cancel },
    { method: 'get', path: '/absences/leavers/:accountId', right: 'leadStaff', handler: showLeaver },
    { method: 'post', path: '/absences/leavers/:accountId', right: 'leadStaff', handler: leave },
    {
      method: 'get',
      path: '/api/v1/absences',
      right,
      scope: 'absences:read',
      handler: apiList,
      operation: { id: 'listAbsences', summary: 'absences:api.list', group, responses: { 200: answers } },
    },
    {
      method: 'post',
      path: '/api/v1/absences',
      right,
      scope,
      handler: apiEnter,
      operation: { id: 'enterAbsence', summary: 'absences:api.enter', group, body, responses: { 201: answers } },
    },
    {
      method: 'delete',
      path: '/api/v1/absences/:absenceId',
      right,
      scope,
      handler: apiCancel,
      operation: {
        id: 'cancelAbsence',
        summary: 'absences:api.cancel',
        group,
        params: absenceParams,
        responses: { 204: null },
      },
    },
    {
      method: 'post',
      path: '/api/v1/absences/leavers/:accountId',
      right: 'leadStaff',
      scope,
      handler: apiLeave,
      operation: {
        id: 'handOverLeaver',
        summary: 'absences:api.leave',
        group,
        params: personParams,
        body: leaverBody,
        responses: { 200: answers },
      },
    },
  ];
}
