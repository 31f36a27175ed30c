// The list of early warnings, one warning with the disputes behind it, and what is done with it.

import { type Request, type RequestHandler, type Response } from 'express';
import { EARLY_WARNING_KINDS, GIVEN_ENDS } from '../../domain/early-warning.ts';
import { type Actor } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { type FormError, formErrorsOf } from '../../http/form-errors.ts';
import { onceOf } from '../../http/once.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { inLanguage, type Names, type UnitNames } from '../disputes/index.ts';
import { earlyWarningDetail, earlyWarningView, RULES_SHOWN } from './early-warning.presenter.ts';
import {
  cursorText,
  earlyWarningQuery,
  type EarlyWarningQuery,
  endForm,
  type EndInput,
  filterOf,
  readCursor,
  takeForm,
  warningParams,
} from './early-warning.schema.ts';
import { type EarlyWarningService } from './early-warning.service.ts';

export interface EarlyWarningRoutesDeps {
  readonly warnings: EarlyWarningService;
  readonly clock: Clock;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  /** The units below a person's own that a list may be narrowed to. */
  readonly areas: (actor: Actor) => Promise<readonly { readonly code: string; readonly name: Names }[]>;
}

const BASE = '/early-warnings';

export function earlyWarningPages({ warnings, clock, unitNames, areas }: EarlyWarningRoutesDeps): readonly RouteRow[] {
  const list: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const query = validate<EarlyWarningQuery>(earlyWarningQuery, req.query);
    const last = query.cursor ? readCursor(query.cursor) : undefined;
    const [names, units, page, searches] = await Promise.all([
      unitNames(req.language),
      areas(actor),
      warnings.list(actor, filterOf(query), query.limit, last),
      warnings.searches(),
    ]);
    const at = (changes: Readonly<Record<string, string | undefined>>): string => {
      const params = Object.entries({ box: query.box, kind: query.kind, unit: query.unit, ...changes });
      const kept = params.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));
      return `${BASE}?${new URLSearchParams(kept).toString()}`;
    };
    res.page('early-warnings/list', {
      query,
      rows: page.items.map((item) => earlyWarningView(item, names)),
      total: page.total,
      next: page.next ? at({ cursor: cursorText(page.next) }) : '',
      boxes: (['open', 'ended'] as const).map((box) => ({ box, current: box === query.box, href: at({ box }) })),
      kinds: EARLY_WARNING_KINDS,
      units: units.map(({ code, name }) => ({ value: code, text: inLanguage(name, req.language) })),
      rules: RULES_SHOWN,
      searches,
    });
  };

  const page = async (req: Request, res: Response, values: object, errors: readonly FormError[] = []) => {
    const { earlyWarningId } = validate(warningParams, req.params);
    const [shown, names] = await Promise.all([
      warnings.show(requireActor(req), earlyWarningId),
      unitNames(req.language),
    ]);
    const model = { ...earlyWarningDetail(shown, names, clock.now()), ends: GIVEN_ENDS, rules: RULES_SHOWN };
    res.page('early-warnings/show', { ...model, values, errors }, errors.length > 0 ? 422 : 200);
  };

  const show: RequestHandler = (req, res) => page(req, res, {});

  const take: RequestHandler = async (req, res) => {
    const { earlyWarningId } = validate(warningParams, req.params);
    try {
      const { version } = validate<{ readonly version: number }>(takeForm, req.body);
      await warnings.take(requireActor(req), earlyWarningId, version, onceOf(req));
      flash(req, { kind: 'success', key: 'earlyWarnings:takenNow' });
      res.redirect(303, `${BASE}/${earlyWarningId}`);
    } catch (error) {
      await page(req, res, {}, formErrorsOf(res, error));
    }
  };

  const end: RequestHandler = async (req, res) => {
    const { earlyWarningId } = validate(warningParams, req.params);
    try {
      const { version, ...input } = validate<EndInput & { readonly version: number }>(endForm, req.body);
      await warnings.end(requireActor(req), earlyWarningId, input, version, onceOf(req));
      flash(req, { kind: 'success', key: 'earlyWarnings:endedNow' });
      res.redirect(303, `${BASE}/${earlyWarningId}`);
    } catch (error) {
      const { end: reason, note } = (req.body ?? {}) as Record<string, unknown>;
      const typed = {
        ...(typeof reason === 'string' ? { end: reason } : {}),
        ...(typeof note === 'string' ? { note } : {}),
      };
      await page(req, res, typed, formErrorsOf(res, error));
    }
  };

  return [
    { method: 'get', path: BASE, right: 'readCases', handler: list },
    { method: 'get', path: `${BASE}/:earlyWarningId`, right: 'readCases', handler: show },
    { method: 'post', path: `${BASE}/:earlyWarningId/take`, right: 'supervise', handler: take },
    { method: 'post', path: `${BASE}/:earlyWarningId/end`, right: 'supervise', handler: end },
  ];
}
