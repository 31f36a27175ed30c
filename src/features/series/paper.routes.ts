// Pages and API of the papers of a series: choose a form and members, follow the work, take the one PDF.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { DomainError } from '../../domain/errors.ts';
import { NEED_PLACES } from '../../domain/form.ts';
import { type Actor } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { choice } from '../disputes/index.ts';
import { sendBytes } from '../files/index.ts';
import { BATCH_KINDS, type BatchKind, type PaperBatch } from './paper.record.ts';
import { type SeriesPaperService } from './paper.service.ts';
import { withoutMachinery } from './series.orders.ts';
import { type SeriesService } from './series.service.ts';

const GROUP = 'series:api.group';
const PATH = '/series/:seriesId/papers';
const id = () => Joi.string().hex().length(24).required();
const seriesParams = Joi.object<{ seriesId: string }>({ seriesId: id() });
const batchParams = Joi.object<{ seriesId: string; batchId: string }>({ seriesId: id(), batchId: id() });
interface OrderBody {
  readonly kind: BatchKind;
  readonly members: readonly string[];
}
const orderBody = Joi.object<OrderBody>({
  kind: choice(BATCH_KINDS).required(),
  members: Joi.array().items(Joi.string().hex().length(24)).single().min(1).max(2000).required(),
});
const anything = Joi.object().unknown();

export function paperRoutes({
  series,
  batches,
}: {
  readonly series: SeriesService;
  readonly batches: SeriesPaperService;
}): readonly RouteRow[] {
  const place = (req: Request) => validate(seriesParams, { seriesId: req.params['seriesId'] }).seriesId;
  const ordered = async (req: Request, body: unknown): Promise<PaperBatch> => {
    const actor = requireActor(req);
    const record = await series.get(actor, place(req));
    const { kind, members } = validate(orderBody, body);
    return batches.order(actor, record, kind, members);
  };

  const page = async (req: Request, res: Response, errors: readonly FormError[] = []) => {
    const actor = requireActor(req);
    const record = await series.get(actor, place(req));
    const members = await series.members(actor, record);
    const values = withoutMachinery(req.body) as { readonly kind?: string; readonly members?: string | string[] };
    const chosen = values.members === undefined ? undefined : [values.members].flat();
    res.page(
      'series/papers',
      {
        record: { id: record.id, title: record.title },
        kinds: BATCH_KINDS,
        kind: values.kind ?? 'missing',
        members: members.map(({ dispute, household }) => ({
          id: dispute.id,
          name: household?.name ?? dispute.title,
          number: dispute.number,
          chosen: chosen ? chosen.includes(dispute.id) : dispute.state !== 'S23',
        })),
        batches: await batches.ofSeries(record.id),
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const order: RequestHandler = async (req, res) => {
    try {
      const batch = await ordered(req, withoutMachinery(req.body));
      res.redirect(303, `/series/${batch.seriesId}/papers/${batch.id}`);
    } catch (error) {
      await page(req, res, formErrorsOf(res, error));
    }
  };

  const found = (req: Request): Promise<PaperBatch> => {
    const { seriesId, batchId } = validate(batchParams, req.params);
    return batches.get(requireActor(req), seriesId, batchId);
  };

  const show: RequestHandler = async (req, res) => {
    const batch = await found(req);
    const actor = requireActor(req);
    const record = await series.get(actor, batch.seriesId);
    const names = await namesOf(series, actor, record.id);
    res.page('series/papers-result', {
      record: { id: record.id, title: record.title },
      batch: { ...batch, done: batch.results.length, of: batch.members.length },
      mine: batch.actor.unit.code === actor.unit.code,
      rows: batch.results.map((result) => ({
        ...result,
        name: names.get(result.disputeId) ?? result.number,
        reason: result.code ? res.explain(new DomainError('conflict', result.code)).detail : '',
      })),
      places: NEED_PLACES,
    });
  };

  const download: RequestHandler = async (req, res) => {
    const { seriesId, batchId } = validate(batchParams, req.params);
    const { batch, stream } = await batches.open(requireActor(req), seriesId, batchId);
    const [ending, mediaType] = batch.kind === 'archive' ? ['zip', 'application/zip'] : ['pdf', 'application/pdf'];
    await sendBytes(res, { fileName: `${batchId}.${ending}`, mediaType }, stream);
  };

  const json = ({ actor, contentId, ...batch }: PaperBatch) => ({
    ...batch,
    requestedBy: actor.name,
    ready: contentId !== undefined,
  });
  const apiOrder: RequestHandler = async (req, res) => {
    const batch = await ordered(req, req.body);
    res.status(202).location(`/api/v1/series/${batch.seriesId}/papers/${batch.id}`).json(json(batch));
  };
  const apiShow: RequestHandler = async (req, res) => res.json(json(await found(req)));

  return [
    { method: 'get', path: PATH, right: 'workCases', handler: (req, res) => page(req, res) },
    { method: 'post', path: PATH, right: 'workCases', handler: order },
    { method: 'get', path: `${PATH}/:batchId`, right: 'workCases', handler: show },
    { method: 'get', path: `${PATH}/:batchId/pdf`, right: 'workCases', handler: download },
    {
      method: 'post',
      path: `/api/v1${PATH}`,
      right: 'workCases',
      scope: 'disputes:write',
      handler: apiOrder,
      operation: {
        id: 'printSeries',
        summary: 'series:api.print',
        group: GROUP,
        params: seriesParams,
        body: orderBody,
        responses: { 202: anything },
      },
    },
    {
      method: 'get',
      path: `/api/v1${PATH}/:batchId`,
      right: 'workCases',
      scope: 'disputes:read',
      handler: apiShow,
      operation: {
        id: 'showSeriesPapers',
        summary: 'series:api.papers',
        group: GROUP,
        params: batchParams,
        responses: { 200: anything },
      },
    },
    {
      method: 'get',
      path: `/api/v1${PATH}/:batchId/pdf`,
      right: 'workCases',
      scope: 'disputes:read',
      handler: download,
      operation: {
        id: 'downloadSeriesPapers',
        summary: 'series:api.pdf',
        group: GROUP,
        params: batchParams,
        responses: { 200: null },
      },
    },
  ];
}

async function namesOf(series: SeriesService, actor: Actor, seriesId: string): Promise<ReadonlyMap<string, string>> {
  const members = await series.members(actor, await series.get(actor, seriesId));
  return new Map(members.map(({ dispute, household }) => [dispute.id, household?.name ?? dispute.number]));
}
