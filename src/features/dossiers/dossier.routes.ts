import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { NEED_PLACES } from '../../domain/form.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { maskedTitle, NOTHING_DUE, unitCode, type UnitNames } from '../disputes/index.ts';
import { sendBytes } from '../files/index.ts';
import { type DossierDesk } from './dossier.desk.ts';
import { type BoundDossier } from './dossier.record.ts';
import { type DossierService } from './dossier.service.ts';

const PATH = '/disputes/:disputeId/dossier';
const params = Joi.object<{ disputeId: string }>({ disputeId: Joi.string().hex().length(24).required() });
const listQuery = Joi.object<{ unit?: string; page: number }>({
  unit: unitCode().empty(''),
  page: Joi.number().integer().min(1).max(10_000).empty('').default(1),
});
const handInAt = (disputeId: string, part: string): string => `/disputes/${disputeId}/files?part=${part}#add`;
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

export interface DossierRoutesDeps {
  readonly dossiers: DossierService;
  readonly desk: DossierDesk;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
}

export function dossierRoutes({ dossiers, desk, unitNames }: DossierRoutesDeps): readonly RouteRow[] {
  const show: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    const { dispute, parts, bound, mayBind, mayArchive } = await dossiers.show(requireActor(req), disputeId);
    const plan = mayBind && dispute.state !== 'S23' ? await dossiers.plan(requireActor(req), disputeId) : [];
    res.page('dossiers/show', {
      dispute: {
        id: dispute.id,
        number: dispute.number,
        title: dispute.title,
        round: dispute.round,
        archived: dispute.state === 'S23',
      },
      parts,
      missing: parts
        .filter(({ missing }) => missing)
        .map(({ part }) => ({
          part,
          makeable: plan.find((one) => one.part === part) ?? null,
          href: handInAt(disputeId, part),
        })),
      places: NEED_PLACES,
      ready: plan.filter(({ state }) => state === 'ready').length,
      making: plan.filter(({ state }) => state === 'waiting').length,
      mayArchive,
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

  const make: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    const count = await dossiers.makeMissing(requireActor(req), disputeId);
    flash(req, {
      kind: count > 0 ? 'success' : 'error',
      key: count > 0 ? 'dossiers:make.begun' : 'dossiers:make.nothing',
      params: { count },
    });
    res.redirect(303, `/disputes/${disputeId}/dossier`);
  };

  const apiMake: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    const made = await dossiers.makeMissing(requireActor(req), disputeId);
    res.status(202).json({ made, missing: await dossiers.plan(requireActor(req), disputeId) });
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

  const found = (req: Request) => {
    const { unit, page } = validate(listQuery, { unit: req.query['unit'], page: req.query['page'] });
    const actor = requireActor(req);
    return { actor, unit: unit ?? actor.unit.code, page };
  };

  const list: RequestHandler = async (req, res) => {
    const { actor, unit, page } = found(req);
    const [{ rows, total, pages, units }, names] = await Promise.all([
      desk.ofUnit(actor, unit, page),
      unitNames(req.language),
    ]);
    const at = (number: number): string => `/dossiers?${new URLSearchParams({ unit, page: String(number) })}`;
    res.page('dossiers/list', {
      rows: rows.map(({ id, dispute, masked, dueAt, overdue, missing }) => ({
        href: `/disputes/${id}/dossier`,
        number: dispute.number,
        title: masked ? maskedTitle(dispute) : dispute.title,
        dueAt: dueAt < NOTHING_DUE ? dueAt : null,
        overdue,
        missing,
      })),
      units: units.map((one) => ({ ...one, name: names(one.unitCode), shown: one.unitCode === unit })),
      unitName: names(unit),
      wide: units.some(({ unitCode: code }) => code !== actor.unit.code),
      pages: {
        shown: rows.length,
        total,
        ...(page > 1 ? { previousHref: at(page - 1) } : {}),
        ...(page < pages ? { nextHref: at(page + 1) } : {}),
      },
    });
  };

  const apiList: RequestHandler = async (req, res) => {
    const { actor, unit, page } = found(req);
    const { rows, total, units } = await desk.ofUnit(actor, unit, page);
    res.json({
      total,
      items: rows.map(({ id, dispute, dueAt, overdue, missing }) => ({
        dispute: id,
        number: dispute.number,
        ...(dueAt < NOTHING_DUE ? { dueAt } : {}),
        overdue,
        missing,
      })),
      units,
    });
  };

  const apiShow: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    const { dispute, parts, bound } = await dossiers.show(requireActor(req), disputeId);
    res.json({
      round: dispute.round,
      archived: dispute.state === 'S23',
      parts,
      bound: bound ? boundJson(bound) : null,
    });
  };

  const apiBind: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    res.status(202).json(boundJson(await dossiers.bind(requireActor(req), disputeId)));
  };

  return [
    { method: 'get', path: '/dossiers', right: 'workCases', handler: list },
    { method: 'get', path: PATH, right: 'workCases', handler: show },
    { method: 'post', path: PATH, right: 'workCases', handler: bind },
    { method: 'post', path: `${PATH}/missing`, right: 'workCases', handler: make },
    {
      method: 'get',
      path: '/api/v1/dossiers',
      right: 'workCases',
      scope: 'disputes:read',
      handler: apiList,
      operation: {
        id: 'listDossiersToArchive',
        summary: 'dossiers:api.list',
        group: GROUP,
        query: listQuery,
        responses: { 200: anything },
      },
    },
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
      method: 'post',
      path: `/api/v1${PATH}/missing`,
      right: 'workCases',
      scope: 'disputes:write',
      handler: apiMake,
      operation: {
        id: 'makeMissingPapers',
        summary: 'dossiers:api.make',
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
