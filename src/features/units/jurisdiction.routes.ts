// The court's map of jurisdiction: which tribunal each township, and each village that is an exception, belongs to,
// since when, by whom and why; a box to try an address; and the form that changes a rule.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { isDay } from '../../domain/calendar-day.ts';
import { invalidField } from '../../domain/errors.ts';
import { type Suggestion, type SuggestionInput } from '../../domain/jurisdiction.ts';
import { hasRight } from '../../domain/permission.ts';
import { type RiskLevel } from '../../domain/risk.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { jurisdictionPage, placeOptions, triedView } from './jurisdiction.presenter.ts';
import { type UnitsService } from './unit.service.ts';

export interface JurisdictionRoutesDeps {
  readonly units: UnitsService;
  /** The unit the rules of routing suggest, with the rule that fired. */
  readonly suggest: (input: SuggestionInput) => Promise<Suggestion | undefined>;
}

interface TryQuery {
  readonly address?: string;
  readonly place?: string;
  readonly day?: string;
  readonly type?: string;
  readonly risk?: RiskLevel;
  readonly other?: string;
}
interface RuleBody {
  readonly place: string;
  readonly tribunal: string;
  readonly from: string;
  readonly reason: string;
}

const code = () =>
  Joi.string()
    .empty('')
    .pattern(/^\d{6,12}(?:-F\d{2})?$/, 'unit');
const RISKS: readonly RiskLevel[] = ['red', 'orange', 'yellow', 'blue'];
const day = () =>
  Joi.string()
    .empty('')
    .pattern(/^\d{4}-\d{2}-\d{2}$/, 'day');

const tryQuery = Joi.object<TryQuery>({
  address: Joi.string().trim().max(200).empty(''),
  place: code(),
  day: day(),
  type: Joi.string()
    .empty('')
    .valid(...DISPUTE_TYPE_CODES),
  risk: Joi.string()
    .empty('')
    .valid(...RISKS),
  other: code(),
});
const ruleBody = Joi.object<RuleBody>({
  place: code().required(),
  tribunal: code().required(),
  from: day().required(),
  reason: Joi.string().trim().max(200).empty('').required(),
});

export function jurisdictionRoutes({ units, suggest }: JurisdictionRoutesDeps): readonly RouteRow[] {
  /** @throws DomainError `validation` when no place can be read from what was typed, or the day does not exist */
  const tried = async (query: TryQuery) => {
    const directory = await units.directory();
    if (query.address === undefined && query.place === undefined) return null;
    const place = query.place ? directory.get(query.place) : directory.placeIn(query.address ?? '');
    if (!place) throw invalidField(query.place ? 'place' : 'address', 'units.address.unknown');
    const on = query.day ?? directory.day;
    if (!isDay(on)) throw invalidField('day', 'units.day.invalid');
    const suggestion = await suggest({
      place: place.code,
      partyPlaces: query.other ? [query.other] : [],
      on,
      disputeType: query.type ?? '02',
      risk: query.risk ?? 'yellow',
    });
    return { place, on, suggestion };
  };

  const show: RequestHandler = async (req, res) => {
    const query = req.query as TryQuery;
    const directory = await units.directory();
    let result = null;
    let errors: readonly object[] = [];
    try {
      const found = await tried(validate<TryQuery>(tryQuery, req.query));
      result = found && triedView(found, directory, req.language);
    } catch (error) {
      errors = formErrorsOf(res, error);
    }
    res.page(
      'units/jurisdiction',
      {
        ...jurisdictionPage(directory, req.language),
        places: placeOptions(directory, req.language),
        types: DISPUTE_TYPE_CODES,
        risks: RISKS,
        query: { address: '', place: '', day: directory.day, type: '02', risk: 'yellow', other: '', ...query },
        result,
        errors,
        mayEdit: hasRight(requireActor(req).role, 'manageMap'),
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const form = async (req: Request, res: Response, values: object, errors: readonly object[] = [], status = 200) => {
    const directory = await units.directory();
    res.page(
      'units/rule',
      {
        values: { place: '', tribunal: '', from: directory.day, reason: '', ...values },
        errors,
        places: placeOptions(directory, req.language),
        tribunals: directory
          .find({ tier: 'tribunal' })
          .map(({ code: value, name }) => ({ value, text: req.language === 'en' ? name.en : name.zh })),
      },
      status,
    );
  };

  const edit: RequestHandler = (req, res) =>
    form(req, res, { place: validate<TryQuery>(tryQuery, req.query).place ?? '' });

  const change = async (req: Request): Promise<void> => {
    const { place, ...rule } = validate<RuleBody>(ruleBody, req.body);
    const unit = (await units.directory()).get(place);
    if (!unit || (unit.tier !== 'township' && unit.tier !== 'village')) {
      throw invalidField('place', 'units.place.unknown');
    }
    const where = unit.tier === 'village' ? { township: unit.parent ?? '', village: place } : { township: place };
    await units.changeTribunal(requireActor(req), { ...where, ...rule });
  };

  const save: RequestHandler = async (req, res) => {
    try {
      await change(req);
    } catch (error) {
      return form(req, res, req.body as object, formErrorsOf(res, error), 422);
    }
    flash(req, { kind: 'success', key: 'units:tribunal.changed' });
    res.redirect(303, '/jurisdiction');
  };

  const apiTry: RequestHandler = async (req, res) => {
    const query = validate<TryQuery>(tryQuery, req.query);
    const found = await tried(query);
    if (!found) throw invalidField('address', 'any.required');
    res.json(triedView(found, await units.directory(), req.language));
  };

  const apiList: RequestHandler = async (req, res) => {
    const { rules, history } = jurisdictionPage(await units.directory(), req.language);
    res.json({ items: rules, history });
  };

  const apiSave: RequestHandler = async (req, res) => {
    await change(req);
    const { rules } = jurisdictionPage(await units.directory(), req.language);
    res.json({ items: rules.filter(({ place }) => place === (req.body as RuleBody).place) });
  };

  const group = 'units:api.group';
  const answers = { 200: Joi.object().unknown() };
  return [
    { method: 'get', path: '/jurisdiction', right: 'signedIn', handler: show },
    { method: 'get', path: '/jurisdiction/change', right: 'manageMap', handler: edit },
    { method: 'post', path: '/jurisdiction', right: 'manageMap', handler: save },
    {
      method: 'get',
      path: '/api/v1/jurisdiction',
      right: 'signedIn',
      scope: 'units:read',
      handler: apiList,
      operation: { id: 'listJurisdiction', summary: 'units:api.jurisdiction', group, responses: answers },
    },
    {
      method: 'get',
      path: '/api/v1/jurisdiction/try',
      right: 'signedIn',
      scope: 'units:read',
      handler: apiTry,
      operation: {
        id: 'tryJurisdiction',
        summary: 'units:api.tryJurisdiction',
        group,
        query: tryQuery,
        responses: answers,
      },
    },
    {
      method: 'post',
      path: '/api/v1/jurisdiction',
      right: 'manageMap',
      scope: 'units:write',
      handler: apiSave,
      operation: {
        id: 'setJurisdiction',
        summary: 'units:api.setJurisdiction',
        group,
        body: ruleBody,
        responses: answers,
      },
    },
  ];
}
