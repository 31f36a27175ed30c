// The assessment of townships, and the score card with what a change would do before it applies.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { ASSESSABLE, ASSESSED_IDS, type AssessedId } from '../../domain/assessment.ts';
import { hasRight } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { nameIn } from '../units/index.ts';
import { type AssessmentService, type AssessedUnit, type CardOrder } from './assessment.service.ts';
import { address, paramsOf } from './statistic.address.ts';
import { tabsOf } from './statistic.analysis.pages.ts';
import { valueText } from './statistic.presenter.ts';
import { PRESETS, type StatisticsQuery, tablesSchema } from './statistic.schema.ts';
import { sheetCell } from './statistic.sheet.ts';

type CardBody = Readonly<Record<AssessedId, number>> & {
  readonly from: string;
  readonly reason: string;
  readonly step: 'preview' | 'save';
};
const body = Joi.object<CardBody>({
  from: Joi.string()
    .empty('')
    .pattern(/^\d{4}-\d{2}-\d{2}$/, 'day')
    .required(),
  ...Object.fromEntries(ASSESSED_IDS.map((id) => [id, Joi.number().integer().min(0).max(100).empty('').default(0)])),
  reason: Joi.string().trim().max(200).empty('').required(),
  step: Joi.string().valid('preview', 'save').default('save'),
});
const orderOf = (typed: CardBody): CardOrder => ({
  from: typed.from,
  reason: typed.reason,
  weights: Object.fromEntries(ASSESSED_IDS.flatMap((id) => (typed[id] > 0 ? [[id, typed[id]]] : []))),
});
const BASE = '/statistics/assessment';

export function assessmentRoutes(assessment: AssessmentService): readonly RouteRow[] {
  const rowView = (req: Request, query: StatisticsQuery) => (row: AssessedUnit) => ({
    name: nameIn(req.language, row.unit.name),
    place: row.place,
    total: row.score.total,
    proposed: row.proposed.total,
    covered: Math.round(row.score.covered * 100),
    flagged: row.flagged,
    items: row.score.items.map(({ id, score }) => {
      const value = row.values.find(({ figure }) => figure === id);
      const cell = value && sheetCell(value, paramsOf(query), { unit: row.unit.code });
      return { id, score, text: value ? valueText(value) : '–', href: cell?.href ?? '', hint: cell?.hint ?? '' };
    }),
  });

  const show: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const query = validate<StatisticsQuery>(tablesSchema, req.query);
    const { scope, card, rows } = await assessment.assess(actor, query);
    const cards = await assessment.cards();
    res.page('statistics/assessment', {
      tabs: tabsOf('assessment', paramsOf(query)),
      unitName: nameIn(req.language, scope.unit.name),
      from: scope.period.from,
      to: scope.period.to,
      asOf: scope.asOf,
      presets: PRESETS.map((preset) => ({
        preset,
        current: scope.period.preset === preset,
        href: address(BASE, paramsOf(query), { period: preset, from: undefined, to: undefined }),
      })),
      example: cards.every(({ from }) => from !== card.from),
      card,
      ids: ASSESSED_IDS.filter((id) => (card.weights[id] ?? 0) > 0),
      ranges: ASSESSABLE,
      rows: rows.map(rowView(req, query)),
      mayEdit: hasRight(actor.role, 'managePolicies'),
      cards,
    });
  };

  const form = async (
    req: Request,
    res: Response,
    typed: object,
    errors: readonly FormError[] = [],
    preview = false,
  ) => {
    const actor = requireActor(req);
    const proposal = preview ? orderOf(typed as CardBody).weights : undefined;
    const { card, rows } = await assessment.assess(actor, { basis: 'closing', period: 'twelve' }, proposal);
    res.page(
      'statistics/card',
      {
        ids: ASSESSED_IDS,
        values: { ...card.weights, ...typed },
        errors,
        preview: preview ? rows.map(rowView(req, { basis: 'closing', period: 'twelve' })) : [],
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const change: RequestHandler = (req, res) => form(req, res, {});

  const save: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    try {
      const typed = validate<CardBody>(body, req.body);
      assessment.check(actor, orderOf(typed));
      if (typed.step === 'preview') return await form(req, res, typed, [], true);
      await assessment.set(actor, orderOf(typed));
    } catch (error) {
      return form(req, res, req.body as object, formErrorsOf(res, error));
    }
    flash(req, { kind: 'success', key: 'statistics:assessment.saved' });
    res.redirect(303, BASE);
  };

  const api: RequestHandler = async (req, res) => {
    const query = validate<StatisticsQuery>(tablesSchema, req.query);
    const { card, rows, scope } = await assessment.assess(requireActor(req), query);
    res.json({
      from: scope.period.from,
      to: scope.period.to,
      asOf: scope.asOf,
      card,
      rows: rows.map(({ unit, place, score, flagged }) => ({ unit: unit.code, place, ...score, flagged })),
    });
  };

  return [
    { method: 'get', path: BASE, right: 'readStatistics', handler: show },
    { method: 'get', path: `${BASE}/card`, right: 'managePolicies', handler: change },
    { method: 'post', path: `${BASE}/card`, right: 'managePolicies', handler: save },
    {
      method: 'get',
      path: '/api/v1/statistics/assessment',
      right: 'readStatistics',
      scope: 'statistics:read',
      handler: api,
      operation: {
        id: 'showAssessment',
        summary: 'statistics:api.showAssessment',
        group: 'statistics:api.group',
        query: tablesSchema,
        responses: { 200: Joi.object().unknown() },
      },
    },
  ];
}
