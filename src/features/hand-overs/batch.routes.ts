// A day's lodgings sent down in one go: choose, look, send. Also for programs, `POST /hand-overs/batches`.

import { randomUUID } from 'node:crypto';
import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { DomainError, invalid, invalidField } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { formErrorsOf } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { type UnitNames } from '../disputes/index.ts';
import { batchRow, type BatchRowView, perUnit } from './batch.presenter.ts';
import { batchBody, type BatchForm, batchForm, batchQuery } from './batch.schema.ts';
import { BATCH_LIMIT, type BatchOrder, type BatchResult, type BatchService } from './batch.service.ts';
import { type UnitChoice } from './hand-over.acts.ts';

export interface BatchRoutesDeps {
  readonly batches: BatchService;
  readonly clock: Clock;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  /** Every unit below, for changing where a row goes. */
  readonly below: (unitCode: string) => Promise<readonly UnitChoice[]>;
}

export function batchRoutes({ batches, clock, unitNames, below }: BatchRoutesDeps): readonly RouteRow[] {
  const choose = async (
    req: Request,
    res: Response,
    shown: {
      rows: readonly BatchRowView[];
      day?: CalendarDay | undefined;
      form?: Partial<BatchForm>;
      status?: number;
      errors?: readonly object[];
    },
  ) => {
    const actor = requireActor(req);
    const picked = new Map((shown.form?.rows ?? []).map((row) => [row.dispute, row.pick]));
    const units = await below(actor.unit.code);
    res.page(
      'hand-overs/push',
      {
        rows: shown.rows.map((row) => ({ ...row, pick: picked.get(row.dispute) ?? row.ready })),
        ready: shown.rows.filter(({ ready }) => ready).length,
        day: shown.day ?? '',
        today: dayOfInstant(clock.now()),
        reason: shown.form?.reason ?? '',
        units: units.map(({ code, name }) => ({ value: code, text: req.language === 'en' ? name.en : name.zh })),
        limit: BATCH_LIMIT,
        errors: shown.errors ?? [],
      },
      shown.status,
    );
  };

  const views = async (req: Request, rows: Awaited<ReturnType<BatchService['preview']>>) => {
    const names = await unitNames(req.language);
    return rows.map((row) => batchRow(row, names));
  };

  const show: RequestHandler = async (req, res) => {
    const { day } = validate(batchQuery, req.query);
    await choose(req, res, { rows: await views(req, await batches.waiting(requireActor(req), day)), day });
  };

  const send: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    let form: BatchForm;
    try {
      form = validate(batchForm, req.body);
    } catch (error) {
      const errors = formErrorsOf(res, error);
      return choose(req, res, { rows: await views(req, await batches.waiting(actor)), status: 422, errors });
    }
    const { day, reason } = form;
    if (form.step === 'change') {
      return choose(req, res, {
        rows: await views(req, await batches.preview(actor, form.rows.map(toOrder))),
        day,
        form,
      });
    }
    const orders = form.rows.filter(({ pick }) => pick).map(toOrder);
    if (orders.length === 0) {
      const rows = await views(req, await batches.preview(actor, form.rows.map(toOrder)));
      const errors = formErrorsOf(res, invalid('handOvers.nothingPicked'));
      return choose(req, res, { rows, day, form, status: 422, errors });
    }
    const given = new Map(orders.map((order) => [order.dispute, order.reason]));
    const rows = await views(req, await batches.preview(actor, orders));
    const unexplained = rows.filter((row) => row.ready && row.overrides && given.get(row.dispute) === undefined);
    if (form.step === 'preview' || unexplained.length > 0) {
      const ready = rows.filter((row) => row.ready);
      const errors =
        form.step === 'preview'
          ? []
          : ready.flatMap((row, index) =>
              unexplained.includes(row)
                ? formErrorsOf(res, invalidField(`rows.${index}.reason`, 'handOvers.overrideReason'))
                : [],
            );
      return res.page(
        'hand-overs/push-preview',
        {
          rows,
          ready: ready.map((row) => ({ ...row, reason: given.get(row.dispute) ?? '' })),
          blocked: rows.filter((row) => !row.ready),
          changed: ready.filter((row) => row.changed).length,
          units: perUnit(rows),
          day: day ?? '',
          reason,
          key: randomUUID(),
          errors,
        },
        errors.length > 0 ? 422 : 200,
      );
    }
    const names = await unitNames(req.language);
    const results = await batches.push(actor, orders, { key: req.onceKey ?? randomUUID(), reason });
    res.page('hand-overs/push-result', {
      pushed: results.filter(({ result }) => result === 'pushed').map((row) => told(row, names, res)),
      refused: results.filter(({ result }) => result === 'refused').map((row) => told(row, names, res)),
    });
  };

  const batch: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const { dryRun, reason, rows } = validate(batchBody, req.body);
    if (dryRun) return res.json({ dryRun: true, items: await views(req, await batches.preview(actor, rows)) });
    if (req.onceKey === undefined) throw new DomainError('preconditionRequired', 'handOvers.batchKeyMissing');
    const names = await unitNames(req.language);
    const results = await batches.push(actor, rows, { key: req.onceKey, reason });
    res.json({
      dryRun: false,
      pushed: results.filter(({ result }) => result === 'pushed').length,
      items: results.map((row) => told(row, names, res)),
    });
  };

  return [
    { method: 'get', path: '/hand-overs/push', right: 'divertCases', handler: show },
    { method: 'post', path: '/hand-overs/push', right: 'divertCases', handler: send },
    {
      method: 'post',
      path: '/api/v1/hand-overs/batches',
      right: 'divertCases',
      scope: 'disputes:write',
      handler: batch,
      operation: {
        id: 'pushBatch',
        summary: 'handOvers:api.pushBatch',
        description: 'handOvers:api.pushBatchMore',
        group: 'disputes:api.handOverGroup',
        body: batchBody,
        responses: { 200: Joi.object().unknown() },
      },
    },
  ];
}

const toOrder = ({ dispute, toUnit, reason, version }: BatchForm['rows'][number]): BatchOrder => ({
  dispute,
  ...(toUnit ? { toUnit } : {}),
  ...(reason ? { reason } : {}),
  ...(version ? { version } : {}),
});

/** A result in words: where it went, or which rule kept it. */
function told(row: BatchResult, names: UnitNames, res: Response) {
  const { error } = row;
  return {
    dispute: row.dispute,
    number: row.number,
    result: row.result,
    toUnit: row.toUnit ?? null,
    toName: row.toUnit ? names(row.toUnit) : null,
    obstacles: row.obstacles ?? [],
    error: error ? { code: error.code, rule: error.rule ?? null, detail: res.explain(error).detail } : null,
  };
}
