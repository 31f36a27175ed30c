// What the court enters for the statistics, and the cards that say how each indicator is computed.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { invalidField } from '../../domain/errors.ts';
import {
  type Basis,
  CARD_IDS,
  followsBasis,
  indicatorOf,
  type IndicatorId,
  inputsOf,
  SERIES_BREAK,
} from '../../domain/indicator.ts';
import { hasRight } from '../../domain/permission.ts';
import { INPUT_KEYS, type InputKey } from '../../domain/statistic-input.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { fileOf } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { LANGUAGES } from '../../platform/i18n.ts';
import { nameIn } from '../units/index.ts';
import { type InputOrder } from './input.service.ts';
import { tabsOf } from './statistic.analysis.pages.ts';
import { listAddress } from './statistic.address.ts';
import { type StatisticsPagesDeps } from './statistic.pages.ts';
import { valueText } from './statistic.presenter.ts';
import { type StatisticsQuery, tablesSchema } from './statistic.schema.ts';

const word = (most: number) => Joi.string().trim().max(most).empty('').required();
const body = Joi.object<InputOrder>({
  key: word(40),
  unit: word(20),
  period: word(7),
  value: word(12),
  origin: word(200),
});

export function inputRoutes({ statistics, inputs, i18n }: StatisticsPagesDeps): readonly RouteRow[] {
  const view = async (req: Request, res: Response, typed: object = {}, errors: readonly FormError[] = []) => {
    const actor = requireActor(req);
    const [rows, units] = await Promise.all([inputs.latest(), statistics.choices(actor)]);
    const names = new Map(units.map((unit) => [unit.code, nameIn(req.language, unit.name)]));
    res.page(
      'statistics/inputs',
      {
        rows: rows.map((row) => ({ ...row, unit: names.get(row.unit) ?? row.unit })),
        keys: INPUT_KEYS,
        units: units
          .filter(({ tier }) => tier !== 'village')
          .map(({ code, name }) => ({ value: code, text: nameIn(req.language, name) })),
        values: typed,
        errors,
        mayEdit: hasRight(actor.role, 'managePolicies'),
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const save: RequestHandler = async (req, res) => {
    try {
      await inputs.enter(requireActor(req), validate<InputOrder>(body, req.body));
    } catch (error) {
      return view(req, res, req.body as object, formErrorsOf(res, error));
    }
    flash(req, { kind: 'success', key: 'statistics:input.saved' });
    res.redirect(303, '/statistics/inputs');
  };

  const namesOf = (key: InputKey): readonly string[] =>
    LANGUAGES.map((language) => i18n.t(language, `statistics:input.key.${key}`));
  const take = (req: Request): Promise<number> => {
    const file = fileOf(req);
    if (!file || file.bytes.length === 0) throw invalidField('file', 'any.required');
    return inputs.importTable(requireActor(req), file.bytes, namesOf);
  };

  const importFile: RequestHandler = async (req, res) => {
    try {
      const n = await take(req);
      flash(req, { kind: 'success', key: 'statistics:input.imported', params: { n } });
    } catch (error) {
      return view(req, res, {}, formErrorsOf(res, error));
    }
    res.redirect(303, '/statistics/inputs');
  };

  const cards: RequestHandler = async (req, res) => {
    const query = validate<StatisticsQuery>(tablesSchema, req.query);
    const scope = await statistics.scope(requireActor(req), query);
    const facts = await statistics.facts(scope, CARD_IDS);
    const params = { unit: query.unit, period: query.period, from: query.from, to: query.to, asOf: query.asOf };
    res.page('statistics/indicators', {
      unitName: nameIn(req.language, scope.unit.name),
      from: scope.period.from,
      to: scope.period.to,
      asOf: scope.asOf,
      shielded: scope.shielded,
      tabs: tabsOf('indicators', params),
      cards: statistics.values(scope, facts, CARD_IDS).map((value) => ({
        ...cardOf(value.figure, scope.basis),
        text: valueText(value),
        parts: value.denominator !== null && !value.hidden && !value.missing,
        numerator: value.numerator,
        denominator: value.denominator,
        small: value.small,
        missing: value.missing,
        broken: value.broken,
        href: listAddress(value.figure, params),
      })),
    });
  };

  const apiList: RequestHandler = async (_req, res) => {
    res.json({ items: await inputs.latest() });
  };
  const apiSave: RequestHandler = async (req, res) => {
    await inputs.enter(requireActor(req), validate<InputOrder>(body, req.body));
    res.status(201).json({ items: await inputs.latest(1) });
  };
  const apiCards: RequestHandler = async (req, res) => {
    res.json({
      items: CARD_IDS.map((id) => ({
        ...cardOf(id, 'closing'),
        name: i18n.t(req.language, `statistics:figure.${id}.name`),
        formula: i18n.t(req.language, `statistics:figure.${id}.formula`),
      })),
    });
  };

  const group = 'statistics:api.group';
  const anything = Joi.object().unknown();
  return [
    { method: 'get', path: '/statistics/inputs', right: 'readStatistics', handler: view as RequestHandler },
    { method: 'post', path: '/statistics/inputs', right: 'managePolicies', handler: save },
    {
      method: 'post',
      path: '/statistics/inputs/import',
      right: 'managePolicies',
      handler: importFile,
      takesFile: true,
    },
    { method: 'get', path: '/statistics/indicators', right: 'readStatistics', handler: cards },
    {
      method: 'get',
      path: '/api/v1/statistics/cards',
      right: 'readStatistics',
      scope: 'statistics:read',
      handler: apiCards,
      operation: {
        id: 'listFormulaCards',
        summary: 'statistics:api.listFormulaCards',
        group,
        responses: { 200: anything },
      },
    },
    {
      method: 'get',
      path: '/api/v1/statistics/inputs',
      right: 'readStatistics',
      scope: 'statistics:read',
      handler: apiList,
      operation: { id: 'listInputs', summary: 'statistics:api.listInputs', group, responses: { 200: anything } },
    },
    {
      method: 'post',
      path: '/api/v1/statistics/inputs',
      right: 'managePolicies',
      scope: 'statistics:write',
      handler: apiSave,
      operation: { id: 'enterInput', summary: 'statistics:api.enterInput', group, body, responses: { 201: anything } },
    },
  ];
}

/** What an indicator is, without its words. */
const cardOf = (id: IndicatorId, basis: Basis) => {
  const { kind, source, from, breaks, caveat = false } = indicatorOf(id);
  return {
    id,
    kind,
    basis: followsBasis(id) ? basis : null,
    inputs: inputsOf(id),
    source: source === 'D' ? null : source,
    since: from ?? null,
    seriesBreak: breaks ? SERIES_BREAK : null,
    caveat,
  };
};
