import { type RequestHandler } from 'express';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { unitDetailView, unitView } from './unit.presenter.ts';
import * as schemas from './unit.schema.ts';
import { type UnitsService } from './unit.service.ts';

const GROUP = 'units:api.group';

/** The network for other systems. */
export function unitApi(units: UnitsService): readonly RouteRow[] {
  const list: RequestHandler = async (req, res) => {
    const { cursor, limit, tier, parent, q } = validate(schemas.unitListQuery, req.query);
    const { items, next } = await units.find({ tier, parent, q }, { limit, cursor });
    res.json({ items: items.map(unitView), ...(next ? { next } : {}) });
  };

  const detail = async (code: string) => {
    const unit = await units.unitByCode(code);
    const history = unit.tier === 'township' ? await units.jurisdictionHistory(code) : [];
    return unitDetailView(unit, await units.directory(), history);
  };

  const show: RequestHandler = async (req, res) => {
    res.json(await detail(validate(schemas.unitParams, req.params).unitCode));
  };

  const changeTribunal: RequestHandler = async (req, res) => {
    const { unitCode } = validate(schemas.unitParams, req.params);
    const change = validate(schemas.tribunalChangeBody, req.body);
    await units.changeTribunal(requireActor(req), { township: unitCode, ...change });
    res.json(await detail(unitCode));
  };

  return [
    {
      method: 'get',
      path: '/api/v1/units',
      right: 'signedIn',
      scope: 'units:read',
      handler: list,
      operation: {
        id: 'listUnits',
        summary: 'units:api.list',
        group: GROUP,
        query: schemas.unitListQuery,
        responses: { 200: schemas.unitListView },
      },
    },
    {
      method: 'get',
      path: '/api/v1/units/:unitCode',
      right: 'signedIn',
      scope: 'units:read',
      handler: show,
      operation: {
        id: 'getUnit',
        summary: 'units:api.get',
        group: GROUP,
        params: schemas.unitParams,
        responses: { 200: schemas.unitDetailView },
      },
    },
    {
      method: 'put',
      path: '/api/v1/units/:unitCode/tribunal',
      right: 'manageMap',
      scope: 'units:write',
      handler: changeTribunal,
      operation: {
        id: 'changeTribunal',
        summary: 'units:api.changeTribunal',
        description: 'units:api.changeTribunalMore',
        group: GROUP,
        params: schemas.unitParams,
        body: schemas.tribunalChangeBody,
        responses: { 200: schemas.unitDetailView },
      },
    },
  ];
}
