// The papers of a dispute: hand in, look at, describe, replace, withdraw, take home.

import { type Request, type RequestHandler, type Response } from 'express';
import { DomainError, invalidField } from '../../domain/errors.ts';
import { ACCEPTED } from '../../domain/file.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { onceOf } from '../../http/once.ts';
import { type RouteRow } from '../../http/routes.ts';
import { filesOf } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { sendBytes } from './file.download.ts';
import { fileChoices, fileViewOf, folderParts } from './file.presenter.ts';
import {
  beginSchema,
  chunkParams,
  describeSchema,
  detailsSchema,
  fileParams,
  folderParams,
  reasonSchema,
  uploadParams,
  versionParams,
} from './file.schema.ts';
import { type FileService } from './file.service.ts';
import { type UploadService } from './upload.service.ts';

export interface FilePagesDeps {
  readonly files: FileService;
  readonly uploads: UploadService;
}

const PATH = '/disputes/:disputeId/files';

export function filePages({ files, uploads }: FilePagesDeps): readonly RouteRow[] {
  const folderPage = async (req: Request, res: Response, errors: readonly FormError[]) => {
    const { disputeId } = validate(folderParams, req.params);
    const folder = await files.folder(requireActor(req), disputeId);
    const { dispute } = folder;
    res.page(
      'files/folder',
      {
        dispute: { id: dispute.id, number: dispute.number, title: dispute.title, archived: dispute.state === 'S23' },
        groups: folderParts(folder.files, dispute),
        hidden: folder.hidden,
        mayAdd: folder.mayAdd,
        choices: fileChoices(dispute),
        accepted: ACCEPTED,
        values: req.method === 'POST' ? (req.body as object) : { part: req.query['part'], about: req.query['about'] },
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const add: RequestHandler = async (req, res) => {
    const { disputeId } = validate(folderParams, req.params);
    try {
      const details = validate(detailsSchema, req.body);
      const added = await files.add(requireActor(req), disputeId, filesOf(req), details, onceOf(req));
      flash(req, { kind: 'success', key: 'files:flash.added', params: { count: added.length } });
      res.redirect(303, `/disputes/${disputeId}/files`);
    } catch (error) {
      await folderPage(req, res, formErrorsOf(res, error));
    }
  };

  const filePage = async (req: Request, res: Response, form: string, errors: readonly FormError[]) => {
    const actor = requireActor(req);
    const { disputeId, fileId } = validate(fileParams, req.params);
    const { dispute, file } = await files.get(actor, disputeId, fileId);
    const { mayAdd } = await files.folder(actor, disputeId);
    const mayChange = mayAdd && !file.withdrawn && file.round === dispute.round;
    res.page(
      'files/file',
      {
        dispute: { id: dispute.id, number: dispute.number, title: dispute.title },
        file: fileViewOf(file, dispute),
        mayChange,
        mayReplace: mayChange && file.form === undefined,
        choices: fileChoices(dispute),
        accepted: ACCEPTED,
        form,
        values: form ? (req.body as object) : {},
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  /** A change of one file: done, it leads back to the file; refused, the form comes back filled. */
  const change =
    (form: string, work: (req: Request, disputeId: string, fileId: string) => Promise<unknown>): RequestHandler =>
    async (req, res) => {
      const { disputeId, fileId } = validate(fileParams, req.params);
      try {
        await work(req, disputeId, fileId);
        flash(req, { kind: 'success', key: `files:flash.${form}` });
        res.redirect(303, `/disputes/${disputeId}/files/${fileId}`);
      } catch (error) {
        if (error instanceof DomainError && error.kind === 'stale') {
          return filePage(req, res, form, [{ field: '', text: res.explain(error).detail }]);
        }
        await filePage(req, res, form, formErrorsOf(res, error));
      }
    };

  const send =
    (what: 'content' | 'preview'): RequestHandler =>
    async (req, res) => {
      const { disputeId, fileId, no } = validate(versionParams, req.params);
      const { version, stream } = await files.open(requireActor(req), disputeId, fileId, no, what);
      if (what === 'preview') return sendBytes(res, { fileName: 'preview.jpg', mediaType: 'image/jpeg' }, stream, true);
      await sendBytes(res, version, stream, req.query['show'] === '1');
    };

  const begin: RequestHandler = async (req, res) => {
    const { disputeId } = validate(folderParams, req.params);
    res.status(201).json(await uploads.begin(requireActor(req), disputeId, validate(beginSchema, req.body)));
  };

  const show: RequestHandler = async (req, res) => {
    res.json(await uploads.show(requireActor(req), validate(uploadParams, req.params).uploadId));
  };

  const keep: RequestHandler = async (req, res) => {
    const { uploadId, n } = validate(chunkParams, req.params);
    const checksum = req.get('x-checksum-sha256') ?? '';
    if (!Buffer.isBuffer(req.body)) throw invalidField('chunk', 'files.chunkLength');
    await uploads.keep(requireActor(req), uploadId, n, req.body, checksum.toLowerCase());
    res.status(204).end();
  };

  const complete: RequestHandler = async (req, res) => {
    const { disputeId, uploadId } = validate(uploadParams, req.params);
    const details = validate(detailsSchema, req.body);
    const { id, no, title } = await uploads.complete(requireActor(req), disputeId, uploadId, details);
    res.status(201).json({ id, no, title });
  };

  const page = (method: 'get' | 'post', path: string, handler: RequestHandler): RouteRow => ({
    method,
    path: PATH + path,
    right: method === 'get' ? 'readCases' : 'workCases',
    handler,
  });

  return [
    page('get', '', (req, res) => folderPage(req, res, [])),
    { ...page('post', '', add), takesFile: 'several' },
    page('post', '/uploads', begin),
    page('get', '/uploads/:uploadId', show),
    { ...page('post', '/uploads/:uploadId/chunks/:n', keep), takesFile: 'piece' },
    page('post', '/uploads/:uploadId/complete', complete),
    page('get', '/:fileId', (req, res) => filePage(req, res, '', [])),
    page(
      'post',
      '/:fileId/describe',
      change('describe', (req, disputeId, fileId) =>
        files.describe(requireActor(req), disputeId, fileId, validate(describeSchema, req.body)),
      ),
    ),
    {
      ...page(
        'post',
        '/:fileId/replace',
        change('replace', (req, disputeId, fileId) =>
          files.replace(requireActor(req), disputeId, fileId, filesOf(req)[0], validate(reasonSchema, req.body)),
        ),
      ),
      takesFile: 'several',
    },
    page(
      'post',
      '/:fileId/withdraw',
      change('withdraw', (req, disputeId, fileId) =>
        files.withdraw(requireActor(req), disputeId, fileId, validate(reasonSchema, req.body)),
      ),
    ),
    page('get', '/:fileId/versions/:no/content', send('content')),
    page('get', '/:fileId/versions/:no/preview', send('preview')),
  ];
}
