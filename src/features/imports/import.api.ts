import { type RequestHandler } from 'express';
import { invalidField } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { fileOf } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { importJson } from './import.presenter.ts';
import { sendErrorSheet } from './import.routes.ts';
import { importParams, importView, receiveQuery } from './import.schema.ts';
import { type ImportService } from './import.service.ts';

const GROUP = 'imports:api.group';

/** Imports for programs: the file is the body of the request. */
export function importApi(imports: ImportService): readonly RouteRow[] {
  const receive: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const { unit, name, dryRun } = validate(receiveQuery, req.query);
    const file = fileOf(req);
    if (!file) throw invalidField('file', 'any.required');
    const checked = await imports.check(actor, { fileName: name, bytes: file.bytes, unit });
    const record = dryRun || checked.counts.ready === 0 ? checked : await imports.start(actor, checked.id);
    res.status(201).location(`/api/v1/imports/${record.id}`).json(importJson(record));
  };

  const show: RequestHandler = async (req, res) => {
    const { importId } = validate(importParams, req.params);
    res.json(importJson(await imports.get(requireActor(req), importId)));
  };

  const result: RequestHandler = async (req, res) => {
    const record = await imports.get(requireActor(req), validate(importParams, req.params).importId);
    await sendErrorSheet(res, imports, record.id);
  };

  return [
    {
      method: 'post',
      path: '/api/v1/imports',
      right: 'receiveImports',
      scope: 'disputes:write',
      takesFile: true,
      handler: receive,
      operation: {
        id: 'receiveImport',
        summary: 'imports:api.receive',
        description: 'imports:api.receiveHint',
        group: GROUP,
        query: receiveQuery,
        responses: { 201: importView },
      },
    },
    {
      method: 'get',
      path: '/api/v1/imports/:importId',
      right: 'receiveImports',
      scope: 'disputes:read',
      handler: show,
      operation: {
        id: 'getImport',
        summary: 'imports:api.get',
        group: GROUP,
        params: importParams,
        responses: { 200: importView },
      },
    },
    {
      method: 'get',
      path: '/api/v1/imports/:importId/result',
      right: 'receiveImports',
      scope: 'disputes:read',
      handler: result,
      operation: {
        id: 'getImportResult',
        summary: 'imports:api.result',
        group: GROUP,
        params: importParams,
        responses: { 200: null },
      },
    },
  ];
}
