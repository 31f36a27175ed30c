// The audit's own pages, and who opened a dispute, for those who hold it.

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, type RequestHandler } from 'express';
import { type AuditAlert } from '../../domain/audit.ts';
import { endOfDayInstant, isDay, startOfDayInstant } from '../../domain/calendar-day.ts';
import { forbidden, invalidField } from '../../domain/errors.ts';
import { type Actor, worksAs } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type DisputeRecord, type DisputeService, type Panel, type UnitNames } from '../disputes/index.ts';
import { alertView, auditSheet, kindOptions, lineJson, lineView, readerView } from './audit.presenter.ts';
import { type AuditFilter } from './audit.record.ts';
import * as schemas from './audit.schema.ts';
import { type AuditService } from './audit.service.ts';

export interface AuditRoutesDeps {
  readonly audit: AuditService;
  readonly disputes: Pick<DisputeService, 'read'>;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
}

const SHOWN_ON_DISPUTE = 5;
const GROUP = 'audit:api.group';

/** @throws DomainError `validation` when a day does not exist */
function filterOf({ kind, person, dispute, from, until }: schemas.AuditQuery): AuditFilter {
  if (from && !isDay(from)) throw invalidField('from', 'accounts.day.invalid');
  if (until && !isDay(until)) throw invalidField('until', 'accounts.day.invalid');
  return {
    kind,
    accountId: person,
    disputeId: dispute,
    from: from && isDay(from) ? startOfDayInstant(from) : undefined,
    until: until && isDay(until) ? endOfDayInstant(until) : undefined,
  };
}

/** The unit that holds a dispute, and its mediator, may know who opened it. */
const mayKnowReaders = (actor: Actor, dispute: DisputeRecord): boolean =>
  actor.unit.code === dispute.owner.code || worksAs(actor, dispute.mediator?.accountId);

const addressOf = (path: string, query: object, change: Readonly<Record<string, string | undefined>>): string => {
  const entries = Object.entries({ ...query, ...change }).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return entries.length > 0 ? `${path}?${new URLSearchParams(entries).toString()}` : path;
};

export function auditRoutes({ audit, disputes, unitNames }: AuditRoutesDeps): readonly RouteRow[] {
  const show: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const { limit, ...query } = validate(schemas.auditQuery, req.query);
    const [naming, found, alerts] = await Promise.all([
      namesFor(unitNames, req),
      audit.list(actor, filterOf({ limit, ...query }), { limit, cursor: query.cursor }),
      audit.alerts(actor),
    ]);
    const linesOf = ({ person, day }: AuditAlert): string =>
      addressOf('/audit', {}, { person: person.accountId, from: day, until: day });
    res.page('audit/lines', {
      rows: found.items.map((line) => lineView(line, naming)),
      alerts: alerts.map((alert) => ({ ...alertView(alert, naming), href: linesOf(alert) })),
      kinds: kindOptions,
      query: {
        kind: query.kind ?? '',
        person: query.person ?? '',
        dispute: query.dispute ?? '',
        from: query.from ?? '',
        until: query.until ?? '',
      },
      filtered: [query.kind, query.person, query.dispute, query.from, query.until].some(Boolean),
      exportHref: addressOf('/audit/export.csv', query, { cursor: undefined }),
      next: found.next ? addressOf('/audit', query, { cursor: found.next }) : '',
      first: query.cursor ? addressOf('/audit', query, { cursor: undefined }) : '',
    });
  };

  const sheet: RequestHandler = async (req, res) => {
    const lines = audit.all(requireActor(req), filterOf(validate(schemas.auditQuery, req.query)));
    res.type('text/csv').attachment('audit.csv');
    await pipeline(Readable.from(auditSheet(lines)), res);
  };

  const listJson: RequestHandler = async (req, res) => {
    const query = validate(schemas.auditQuery, req.query);
    const { items, next } = await audit.list(requireActor(req), filterOf(query), query);
    res.json({ items: items.map(lineJson), next: next ?? null });
  };

  const readers = async (req: Request) => {
    const actor = requireActor(req);
    const { disputeId } = validate(schemas.disputeParams, req.params);
    const page = validate(schemas.readersQuery, req.query);
    const { dispute } = await disputes.read(actor, disputeId);
    if (!mayKnowReaders(actor, dispute)) throw forbidden('audit.readersOfOthers');
    const [naming, found] = await Promise.all([namesFor(unitNames, req), audit.readersOf(disputeId, page)]);
    return { dispute, rows: found.items.map((line) => readerView(line, naming)), next: found.next };
  };

  const showReaders: RequestHandler = async (req, res) => {
    const { dispute, rows, next } = await readers(req);
    const here = `/disputes/${dispute.id}/reads`;
    res.page('audit/readers', {
      dispute: { id: dispute.id, number: dispute.number },
      rows,
      next: next ? addressOf(here, {}, { cursor: next }) : '',
      first: req.query['cursor'] ? here : '',
    });
  };

  const readersJson: RequestHandler = async (req, res) => {
    const { rows, next } = await readers(req);
    res.json({ items: rows, next: next ?? null });
  };

  return [
    { method: 'get', path: '/audit', right: 'readAudit', handler: show },
    { method: 'get', path: '/audit/export.csv', right: 'readAudit', handler: sheet },
    {
      method: 'get',
      path: '/api/v1/audit',
      right: 'readAudit',
      scope: 'audit:read',
      handler: listJson,
      operation: {
        id: 'listAuditLines',
        summary: 'audit:api.list',
        group: GROUP,
        query: schemas.auditQuery,
        responses: { 200: schemas.linesAnswer },
      },
    },
    { method: 'get', path: '/disputes/:disputeId/reads', right: 'readCases', handler: showReaders },
    {
      method: 'get',
      path: '/api/v1/disputes/:disputeId/reads',
      right: 'readCases',
      scope: 'disputes:read',
      handler: readersJson,
      operation: {
        id: 'listReaders',
        summary: 'audit:api.readers',
        group: GROUP,
        params: schemas.disputeParams,
        query: schemas.readersQuery,
        responses: { 200: schemas.linesAnswer },
      },
    },
  ];
}

const namesFor = async (unitNames: AuditRoutesDeps['unitNames'], req: Request) => {
  const names = await unitNames(req.language);
  return (code: string): string => names(code);
};

/** Who opened the dispute lately, on its own page, for those who hold it. */
export const readersPanel =
  (audit: Pick<AuditService, 'readersOf'>) =>
  async (dispute: DisputeRecord, actor: Actor, names: UnitNames): Promise<readonly Panel[]> => {
    if (!mayKnowReaders(actor, dispute)) return [];
    const { items } = await audit.readersOf(dispute.id, { limit: SHOWN_ON_DISPUTE });
    const rows = items.map((line) => readerView(line, (code) => names(code)));
    return [{ template: 'audit/_readers.njk', model: { rows, href: `/disputes/${dispute.id}/reads` } }];
  };
