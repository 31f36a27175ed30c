import { type RequestHandler } from 'express';
import Joi from 'joi';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { sendBytes } from '../files/index.ts';
import { type BoundDossier } from './dossier.record.ts';
import { type DossierService } from './dossier.service.ts';

const PATH = '/disputes/:disputeId/dossier';
const params = Joi.object<{ disputeId: string }>({ disputeId: Joi.string().hex().length(24).required() });
const GROUP = 'dossiers:api.group';
const anything = Joi.object().unknown();

const boundJson = ({
  id,
  round,
  state,
  progress,
  requestedAt,
  finishedAt,
  pages,
  bytes,
  leftOut,
  problem,
}: BoundDossier) => ({
  id,
  round,
  state,
  progress,
  requestedAt,
  ...(finishedAt ? { finishedAt } : {}),
  ...(pages === undefined ? {} : { pages, bytes }),
  leftOut,
  ...(problem ? { problem } : {}),
});

export function dossierRoutes(dossiers: DossierService): readonly RouteRow[] {
  const show: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    const { dispute, parts, bound, mayBind } = await dossiers.show(requireActor(req), disputeId);
    res.page('dossiers/show', {
      dispute: {
        id: dispute.id,
        number: dispute.number,
        title: dispute.title,
        round: dispute.round,
        archived: dispute.state === 'S23',
      },
      parts,
      missing: parts.filter(({ missing }) => missing).map(({ part }) => part),
      bound: bound ?? null,
      mayBind,
    });
  };

  const bind: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    await dossiers.bind(requireActor(req), disputeId);
    flash(req, { kind: 'success', key: 'dossiers:flash.begun' });
    res.redirect(303, `/disputes/${disputeId}/dossier`);
  };

  const download: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    const { dossier, stream, number } = await dossiers.open(requireActor(req), disputeId);
    await sendBytes(
      res,
      {
        fileName: `${number}-${dossier.round}.pdf`,
        mediaType: 'application/pdf',
        ...(dossier.bytes === undefined ? {} : { bytes: dossier.bytes }),
      },
      stream,
    );
  };

  const list: RequestHandler = async (req, res) => {
    const rows = await dossiers.ofUnit(requireActor(req));
    res.page('dossiers/list', {
      rows: rows.map(({ dispute, missing }) => ({
        href: `/disputes/${dispute.id}/dossier`,
        number: dispute.number,
        title: dispute.title,
        closedAt: dispute.closedAt ?? null,
        missing,
      })),
    });
  };

  const apiShow: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    const { dispute, parts, bound } = await dossiers.show(requireActor(req), disputeId);
    res.json({ round: dispute.round, parts, bound: bound ? boundJson(bound) : null });
  };

  const apiBind: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    res.status(202).json(boundJson(await dossiers.bind(requireActor(req), disputeId)));
  };

  return [
    { method: 'get', path: '/dossiers', right: 'workCases', handler: list },
    { method: 'get', path: PATH, right: 'workCases', handler: show },
    { method: 'post', path: PATH, right: 'workCases', handler: bind },
    { method: 'get', path: `${PATH}/pdf`, right: 'workCases', handler: download },
    {
      method: 'get',
      path: `/api/v1${PATH}`,
      right: 'workCases',
      scope: 'disputes:read',
      handler: apiShow,
      operation: {
        id: 'showDossier',
        summary: 'dossiers:api.show',
        group: GROUP,
        params,
        responses: { 200: anything },
      },
    },
    {
      method: 'post',
      path: `/api/v1${PATH}`,
      right: 'workCases',
      scope: 'disputes:write',
      handler: apiBind,
      operation: {
        id: 'bindDossier',
        summary: 'dossiers:api.bind',
        group: GROUP,
        params,
        responses: { 202: anything },
      },
    },
    {
      method: 'get',
      path: `/api/v1${PATH}/pdf`,
      right: 'workCases',
      scope: 'disputes:read',
      handler: download,
      operation: { id: 'downloadDossier', summary: 'dossiers:api.pdf', group: GROUP, params, responses: { 200: null } },
    },
  ];
}
