// Papers over `/api/v1`: a form with files comes in, records and bytes go out.

import { type RequestHandler } from 'express';
import { requireActor } from '../../http/context.ts';
import { onceOf } from '../../http/once.ts';
import { type ApiOperation, type RouteRow } from '../../http/routes.ts';
import { filesOf } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { sendBytes } from './file.download.ts';
import { fileJson } from './file.presenter.ts';
import {
  describeSchema,
  detailsSchema,
  fileParams,
  filesView,
  fileView,
  folderParams,
  reasonSchema,
  versionParams,
} from './file.schema.ts';
import { type FileService } from './file.service.ts';

const BASE = '/api/v1/disputes/:disputeId/documents';
const GROUP = 'files:api.group';

export function fileApi(files: FileService): readonly RouteRow[] {
  const list: RequestHandler = async (req, res) => {
    const { disputeId } = validate(folderParams, req.params);
    const folder = await files.folder(requireActor(req), disputeId);
    res.json({ items: folder.files.map(fileJson) });
  };

  const add: RequestHandler = async (req, res) => {
    const { disputeId } = validate(folderParams, req.params);
    const details = validate(detailsSchema, req.body);
    const added = await files.add(requireActor(req), disputeId, filesOf(req), details, onceOf(req));
    res.status(201).json({ items: added.map(fileJson) });
  };

  const show: RequestHandler = async (req, res) => {
    const { disputeId, fileId } = validate(fileParams, req.params);
    res.json(fileJson((await files.get(requireActor(req), disputeId, fileId)).file));
  };

  const replace: RequestHandler = async (req, res) => {
    const { disputeId, fileId } = validate(fileParams, req.params);
    const input = validate(reasonSchema, req.body);
    const file = await files.replace(requireActor(req), disputeId, fileId, filesOf(req)[0], input);
    res.status(201).json(fileJson(file));
  };

  const describe: RequestHandler = async (req, res) => {
    const { disputeId, fileId } = validate(fileParams, req.params);
    const input = validate(describeSchema, req.body);
    res.json(fileJson(await files.describe(requireActor(req), disputeId, fileId, input)));
  };

  const withdraw: RequestHandler = async (req, res) => {
    const { disputeId, fileId } = validate(fileParams, req.params);
    const input = validate(reasonSchema, req.body);
    res.json(fileJson(await files.withdraw(requireActor(req), disputeId, fileId, input)));
  };

  const content: RequestHandler = async (req, res) => {
    const { disputeId, fileId, no } = validate(versionParams, req.params);
    const { version, stream } = await files.open(requireActor(req), disputeId, fileId, no);
    await sendBytes(res, version, stream);
  };

  const row = (
    method: 'get' | 'post' | 'patch',
    path: string,
    id: string,
    handler: RequestHandler,
    operation: Pick<ApiOperation, 'params' | 'body' | 'responses' | 'description'>,
  ): RouteRow => ({
    method,
    path: BASE + path,
    right: method === 'get' ? 'readCases' : 'workCases',
    scope: method === 'get' ? 'disputes:read' : 'disputes:write',
    handler,
    operation: { id, summary: `files:api.${id}`, group: GROUP, ...operation },
  });

  return [
    row('get', '', 'listDocuments', list, { params: folderParams, responses: { 200: filesView } }),
    {
      ...row('post', '', 'addDocuments', add, {
        params: folderParams,
        body: detailsSchema,
        description: 'files:api.formHint',
        responses: { 201: filesView },
      }),
      takesFile: 'several',
    },
    row('get', '/:fileId', 'showDocument', show, { params: fileParams, responses: { 200: fileView } }),
    row('patch', '/:fileId', 'describeDocument', describe, {
      params: fileParams,
      body: describeSchema,
      responses: { 200: fileView },
    }),
    {
      ...row('post', '/:fileId/versions', 'replaceDocument', replace, {
        params: fileParams,
        body: reasonSchema,
        description: 'files:api.formHint',
        responses: { 201: fileView },
      }),
      takesFile: 'several',
    },
    row('post', '/:fileId/withdrawal', 'withdrawDocument', withdraw, {
      params: fileParams,
      body: reasonSchema,
      responses: { 200: fileView },
    }),
    row('get', '/:fileId/versions/:no/content', 'downloadDocument', content, {
      params: versionParams,
      responses: { 200: null },
    }),
  ];
}
