// Pages and API of series: make one from a list, see its members, and do to many at once what is the same for all.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { DomainError, invalidField } from '../../domain/errors.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { PARTICIPATION_MODES, SESSION_RESULTS } from '../../domain/session.ts';
import { type Actor } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { formErrorsOf } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { fileOf } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { readTable } from '../../platform/sheet-table.ts';
import { readTextTable } from '../../platform/text-table.ts';
import {
  type DisputeService,
  disputeRow,
  inLanguage,
  likeliestFirst,
  type Names,
  presentField,
  type UnitNames,
} from '../disputes/index.ts';
import { seriesApi } from './series.api.ts';
import { type SeriesOrder, type SeriesRecord } from './series.record.ts';
import { newSeriesSchema, seriesInputOf, type TextBody, textOrderSchema } from './series.schema.ts';
import { orderReader, withoutMachinery } from './series.orders.ts';
import { type Member, type SeriesService } from './series.service.ts';

export interface SeriesRoutesDeps {
  readonly series: SeriesService;
  readonly disputes: Pick<DisputeService, 'form' | 'definition' | 'textsOf'>;
  readonly clock: Clock;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  readonly places: (actor: Actor) => Promise<readonly { readonly code: string; readonly name: Names }[]>;
}

/** Acts whose form asks each household something of its own have pages of their own. */
const OWN_PAGES: readonly Act[] = [
  'recordSession',
  'recordAgreement',
  'failMediation',
  'merge',
  'confirmServiceAddress',
];
const SHOWN = 50;
const params = Joi.object({ seriesId: Joi.string().hex().length(24).required() });
type Kind = SeriesOrder['kind'];

export function seriesRoutes(deps: SeriesRoutesDeps): readonly RouteRow[] {
  const { series, disputes, clock } = deps;
  const { stepsOf, checkedStep, kindOf, actOf } = orderReader({ disputes, clock });
  const idOf = (req: Request): string =>
    (validate(params, { seriesId: req.params['seriesId'] }) as { seriesId: string }).seriesId;
  const found = async (req: Request): Promise<{ actor: Actor; record: SeriesRecord; members: readonly Member[] }> => {
    const actor = requireActor(req);
    const record = await series.get(actor, idOf(req));
    return { actor, record, members: record.state === 'open' ? await series.members(actor, record) : [] };
  };
  const memberRows = async (req: Request, members: readonly Member[]) => {
    const names = await deps.unitNames(req.language);
    return members.map(({ dispute, household }) => ({
      ...disputeRow(dispute, names, clock.now()),
      household: household?.name ?? '',
      amountFen: dispute.amountFen ?? null,
    }));
  };

  const list: RequestHandler = async (req, res) =>
    res.page('series/list', { series: await series.list(requireActor(req)) });

  const newPage = async (req: Request, res: Response, errors: readonly object[] = []) => {
    const actor = requireActor(req);
    const places = await deps.places(actor);
    res.page(
      'series/new',
      {
        places: places.map(({ code, name }) => ({ value: code, text: inLanguage(name, req.language) })),
        types: DISPUTE_TYPE_CODES,
        values: withoutMachinery(req.body),
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  /** @throws DomainError `validation` */
  const checked = async (req: Request, body: unknown): Promise<SeriesRecord> => {
    const input = validate(newSeriesSchema, withoutMachinery(body));
    const file = fileOf(req);
    const table = file && file.bytes.length > 0 ? await readTable(file.bytes) : pasted(input.list);
    return series.check(requireActor(req), seriesInputOf(input), table);
  };

  const check: RequestHandler = async (req, res) => {
    try {
      const record = await checked(req, req.body);
      res.redirect(303, `/series/${record.id}`);
    } catch (error) {
      await newPage(req, res, formErrorsOf(res, error));
    }
  };

  const show: RequestHandler = async (req, res) => {
    const { actor, record, members } = await found(req);
    const preview =
      record.state === 'open' && record.counts.faulty === 0
        ? { ready: [], faulty: [] }
        : await series.preview(record.id, SHOWN);
    const acts = series.actsFor(actor, members);
    res.page('series/show', {
      record,
      members: await memberRows(req, members),
      ready: preview.ready,
      faults: preview.faulty.map(({ line, values, errors }) => ({
        line,
        name: values?.name ?? '',
        texts: res.explain(new DomainError('invalid', 'validation', { errors })).fields.map(({ text }) => text),
      })),
      acts: likeliestFirst(acts.filter((act) => !OWN_PAGES.includes(act))),
      mayMeet: acts.includes('recordSession'),
      mayEnd: acts.includes('recordAgreement') || acts.includes('failMediation'),
      orders: await series.orders(record.id),
    });
  };

  const start: RequestHandler = async (req, res) => {
    await series.start(requireActor(req), idOf(req));
    res.redirect(303, `/series/${idOf(req)}`);
  };

  const orderPage = async (req: Request, res: Response, kind: Kind, act?: Act, errors: readonly object[] = []) => {
    const { actor, record, members } = await found(req);
    const values = withoutMachinery(req.body);
    const now = clock.now();
    const able = act
      ? members.filter(({ dispute }) => series.actsFor(actor, [{ dispute, household: undefined }]).includes(act))
      : members;
    const first = able[0]?.dispute;
    const typed = (values['input'] ?? {}) as Record<string, unknown>;
    const fields =
      act && first
        ? (await disputes.form(actor, first.id, act)).fields.map((field) => ({
            ...presentField(
              field,
              `${disputes.textsOf(act)}:fields.${act}`,
              req.language,
              Object.keys(typed).length > 0 ? typed : undefined,
            ),
          }))
        : [];
    res.page(
      `series/${kind}`,
      {
        record,
        act: act ?? null,
        fields,
        members: await memberRows(req, able),
        values,
        errors,
        today: dayOfInstant(now),
        host: first?.mediator?.name ?? actor.name,
        place: actor.unit.name,
        modes: PARTICIPATION_MODES,
        results: SESSION_RESULTS,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const form: RequestHandler = (req, res) => orderPage(req, res, kindOf(req.params['kind']), actOf(req.query['act']));

  const preview: RequestHandler = async (req, res) => {
    const kind = kindOf(req.params['kind']);
    const act = actOf(req.query['act']);
    const { actor, record, members } = await found(req);
    try {
      const steps = stepsOf(kind, act, req.body, record, members);
      if (steps.length === 0) throw invalidField('members', 'series.nobody');
      const rows = await series.judge(actor, record, steps);
      res.page('series/preview', {
        record,
        kind,
        act: act ?? null,
        rows: rows.map((row) => ({ ...row, act: row.step.act })),
        able: rows.filter(({ allowed }) => allowed).length,
        payload: JSON.stringify(withoutMachinery(req.body)),
      });
    } catch (error) {
      await orderPage(req, res, kind, act, formErrorsOf(res, error));
    }
  };

  const ordered = async (req: Request, kind: Kind, act: Act | undefined, body: unknown): Promise<SeriesOrder> => {
    const { actor, record, members } = await found(req);
    const steps = stepsOf(kind, act, body, record, members).map(checkedStep);
    const rows = await series.judge(actor, record, steps);
    const able = rows.filter(({ allowed }) => allowed).map(({ step }) => step);
    const text = kind === 'text' ? validate<TextBody>(textOrderSchema, withoutMachinery(body)) : undefined;
    return series.order(
      actor,
      record,
      kind,
      able,
      text && { version: text.version, text: { facts: text.facts, claims: text.claims } },
    );
  };

  const order: RequestHandler = async (req, res) => {
    const { payload } = req.body as { payload?: unknown };
    const done = await ordered(req, kindOf(req.params['kind']), actOf(req.query['act']), parsed(payload));
    res.redirect(303, `/series/${done.seriesId}/orders/${done.id}`);
  };

  const result: RequestHandler = async (req, res) => {
    const found = await series.orderOf(requireActor(req), idOf(req), String(req.params['orderId']));
    res.page('series/order', {
      order: found,
      seriesId: found.seriesId,
      open: found.steps.length - found.results.length,
      rows: found.results.map((row) => ({
        ...row,
        reason: row.done
          ? ''
          : [
              res.explain(new DomainError('conflict', row.code ?? '')).detail,
              ...res
                .explain(new DomainError('invalid', 'validation', { errors: row.errors ?? [] }))
                .fields.map(({ text }) => text),
            ].join(' '),
      })),
    });
  };

  return [
    { method: 'get', path: '/series', right: 'workCases', handler: list },
    { method: 'get', path: '/series/new', right: 'registerCases', handler: (req, res) => newPage(req, res) },
    { method: 'post', path: '/series', right: 'registerCases', handler: check, takesFile: true },
    { method: 'get', path: '/series/:seriesId', right: 'workCases', handler: show },
    { method: 'post', path: '/series/:seriesId/start', right: 'registerCases', handler: start },
    { method: 'get', path: '/series/:seriesId/orders/:orderId', right: 'workCases', handler: result },
    { method: 'get', path: '/series/:seriesId/:kind', right: 'workCases', handler: form },
    { method: 'post', path: '/series/:seriesId/:kind/preview', right: 'workCases', handler: preview },
    { method: 'post', path: '/series/:seriesId/:kind/order', right: 'workCases', handler: order },
    ...seriesApi({ series, checked, found, ordered, idOf, kindOf, actOf }),
  ];
}

/** @throws DomainError `validation` at `list` when nothing was pasted */
function pasted(list: string | undefined) {
  if (!list) throw invalidField('list', 'series.listMissing');
  return readTextTable(Buffer.from(list, 'utf8'));
}

/** @throws DomainError `validation` when the preview's own words do not come back whole */
function parsed(payload: unknown): unknown {
  try {
    return JSON.parse(String(payload));
  } catch {
    throw invalidField('payload', 'malformed');
  }
}
