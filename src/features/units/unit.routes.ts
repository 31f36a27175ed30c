import { type Request, type RequestHandler } from 'express';
import { hasRight } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { tribunalForm, unitListPage, unitPage } from './unit.presenter.ts';
import { tribunalChangeBody, unitPageQuery, unitParams } from './unit.schema.ts';
import { type UnitsService } from './unit.service.ts';

/** Pages of the network: the tree, one unit, and the change of a township's tribunal. */
export function unitRoutes(units: UnitsService): readonly RouteRow[] {
  const codeOf = (req: Request): string => validate(unitParams, req.params).unitCode;

  const list: RequestHandler = async (req, res) => {
    const query = validate(unitPageQuery, req.query);
    const directory = await units.directory();
    const { tier, parent, q, cursor, limit } = query;
    const filter = { tier, parent, q };
    const { items, next } = await units.find(filter, { limit, cursor });
    const total = directory.find(filter).length;
    res.page('units/list', unitListPage({ directory, found: items, total, next, query, language: req.language }));
  };

  const show: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const unit = await units.unitByCode(codeOf(req));
    const history = unit.tier === 'township' ? await units.jurisdictionHistory(unit.code) : [];
    const directory = await units.directory();
    const mayChangeMap = hasRight(actor.role, 'manageMap');
    res.page('units/unit', unitPage({ directory, unit, history, mayChangeMap, language: req.language }));
  };

  const editTribunal: RequestHandler = async (req, res) => {
    const unit = await units.townshipByCode(codeOf(req));
    const directory = await units.directory();
    res.page('units/tribunal', {
      ...tribunalForm(unit, directory, req.language),
      values: { tribunal: unit.parent ?? '', from: directory.day, reason: '' },
      errors: [],
    });
  };

  const changeTribunal: RequestHandler = async (req, res) => {
    const township = codeOf(req);
    try {
      const change = validate(tribunalChangeBody, req.body);
      await units.changeTribunal(requireActor(req), { township, ...change });
    } catch (error) {
      const errors = formErrorsOf(res, error);
      const unit = await units.townshipByCode(township);
      const data = { ...tribunalForm(unit, await units.directory(), req.language), values: req.body, errors };
      return res.page('units/tribunal', data, 422);
    }
    flash(req, { kind: 'success', key: 'units:tribunal.changed' });
    res.redirect(303, `/units/${township}`);
  };

  return [
    { method: 'get', path: '/units', right: 'signedIn', handler: list },
    { method: 'get', path: '/units/:unitCode', right: 'signedIn', handler: show },
    { method: 'get', path: '/units/:unitCode/tribunal', right: 'manageMap', handler: editTribunal },
    { method: 'post', path: '/units/:unitCode/tribunal', right: 'manageMap', handler: changeTribunal },
  ];
}
