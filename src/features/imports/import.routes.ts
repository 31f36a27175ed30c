// The pages: hand in a file, see what it holds, confirm, watch it come in, take the errors home.

import { type Request, type RequestHandler, type Response } from 'express';
import { DomainError, invalidField } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { fileOf } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { inLanguage } from '../disputes/index.ts';
import { type Names, type UnitsService } from '../units/index.ts';
import { importRow, progressOf, readyRow } from './import.presenter.ts';
import { errorSheet } from './import.result.ts';
import { checkBody, importParams } from './import.schema.ts';
import { type ImportService } from './import.service.ts';

const SHOWN = 10;
const ERRORS_SHOWN = 50;

export interface ImportRoutesDeps {
  readonly imports: ImportService;
  readonly units: UnitsService;
  /** Villages and townships where a dispute of this person's unit may have arisen. */
  readonly places: (actor: Actor) => Promise<readonly { readonly code: string; readonly name: Names }[]>;
}

export function importRoutes({ imports, units, places }: ImportRoutesDeps): readonly RouteRow[] {
  const listPage = async (req: Request, res: Response, errors: readonly FormError[]) => {
    const actor = requireActor(req);
    const [recent, around] = await Promise.all([imports.recent(actor), places(actor)]);
    const typed = (req.body as { unit?: unknown } | undefined)?.unit;
    res.page(
      'imports/list',
      {
        rows: recent.map(importRow),
        places: around.map(({ code, name }) => ({ value: code, text: inLanguage(name, req.language) })),
        unit:
          typeof typed === 'string'
            ? typed
            : around.some(({ code }) => code === actor.unit.code)
              ? actor.unit.code
              : '',
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const list: RequestHandler = (req, res) => listPage(req, res, []);

  const check: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    try {
      const { unit } = validate(checkBody, req.body);
      const file = fileOf(req);
      if (!file) throw invalidField('file', 'any.required');
      const record = await imports.check(actor, { fileName: file.name, bytes: file.bytes, unit });
      res.redirect(303, `/imports/${record.id}`);
    } catch (error) {
      await listPage(req, res, formErrorsOf(res, error));
    }
  };

  const show: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const record = await imports.get(actor, validate(importParams, req.params).importId);
    const { ready, faulty } = await imports.preview(record.id, ERRORS_SHOWN);
    const unit = (await units.directory()).get(record.defaultUnit);
    res.page('imports/show', {
      record,
      id: record.id,
      unitName: unit ? inLanguage(unit.name, req.language) : record.defaultUnit,
      progress: progressOf(record),
      ready: ready.slice(0, SHOWN).map(readyRow),
      faults: faulty.flatMap(({ line, errors }) => {
        const { fields } = res.explain(new DomainError('invalid', 'validation', { errors }));
        return fields.map(({ field, text }) => ({ line, field, text }));
      }),
      columns: Object.entries(record.columns).map(([field, name]) => ({ field, name })),
    });
  };

  const start: RequestHandler = async (req, res) => {
    const { importId } = validate(importParams, req.params);
    await imports.start(requireActor(req), importId);
    flash(req, { kind: 'success', key: 'imports:flash.started' });
    res.redirect(303, `/imports/${importId}`);
  };

  const result: RequestHandler = async (req, res) => {
    const record = await imports.get(requireActor(req), validate(importParams, req.params).importId);
    await sendErrorSheet(res, imports, record.id);
  };

  return [
    { method: 'get', path: '/imports', right: 'receiveImports', handler: list },
    { method: 'post', path: '/imports', right: 'receiveImports', handler: check, takesFile: true },
    { method: 'get', path: '/imports/:importId', right: 'receiveImports', handler: show },
    { method: 'post', path: '/imports/:importId/start', right: 'receiveImports', handler: start },
    { method: 'get', path: '/imports/:importId/result', right: 'receiveImports', handler: result },
  ];
}

/** Sends the error sheet of an import the person may read, in the language of the request. */
export async function sendErrorSheet(res: Response, imports: ImportService, id: string): Promise<void> {
  res.type('text/csv; charset=utf-8').setHeader('Content-Disposition', `attachment; filename="errors-${id}.csv"`);
  const message = (error: { field: string; code: string }): string =>
    res.explain(new DomainError('invalid', 'validation', { errors: [error] })).fields[0]?.text ?? '';
  for await (const line of errorSheet(imports.faulty(id), message)) res.write(line);
  res.end();
}
