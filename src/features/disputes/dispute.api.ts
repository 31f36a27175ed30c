// The disputes of `/api/v1`: the same services and schemas as the pages, answers as JSON.

import { type RequestHandler } from 'express';
import Joi from 'joi';
import { DomainError } from '../../domain/errors.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { suggestRisk } from '../../domain/risk.ts';
import { requireActor } from '../../http/context.ts';
import { onceOf } from '../../http/once.ts';
import { requireVersion, setVersion } from '../../http/precondition.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { type I18n } from '../../platform/i18n.ts';
import { type AnyActDefinition } from './act.ts';
import { filterOf, type ListInput } from './dispute.list.ts';
import { clockViews, disputeJson, disputeRow, trackDay } from './dispute.presenter.ts';
import { custodyTotals, custodyViews } from './history.presenter.ts';
import { type DisputePagesDeps } from './dispute.pages.ts';
import { type DisputeRecord } from './dispute.record.ts';
import {
  amendSchema,
  listSchema,
  type RegisterInput,
  registerSchema,
  type TriageInput,
  triageSchema,
} from './dispute.schema.ts';

type ApiDeps = Pick<DisputePagesDeps, 'disputes' | 'intake' | 'parties' | 'unitNames' | 'trackWords'> & {
  readonly clock: Clock;
  readonly i18n: Pick<I18n, 't' | 'callingTracks'>;
};

const BASE = '/api/v1/disputes';
const id = Joi.object({ disputeId: Joi.string().hex().length(24).required() });
const anything = Joi.object().unknown();
const GROUP = 'disputes:api.group';

const duplicatesSchema = Joi.object({
  idNumbers: Joi.array().items(Joi.string().max(30)).max(20).default([]),
  phones: Joi.array().items(Joi.string().max(30)).max(20).default([]),
  externalNumber: Joi.string().max(60),
});

type ById = RequestHandler<{ disputeId: string }>;

export function disputeApi(deps: ApiDeps): readonly RouteRow[] {
  const { disputes, intake, clock } = deps;

  /** Track and clocks are called as on the day of the dispute's round. */
  const answer = async (
    dispute: DisputeRecord,
    req: Parameters<RequestHandler>[0],
    reading: 'full' | 'summary' = 'full',
  ) => {
    const words = await deps.trackWords(trackDay(dispute));
    return deps.i18n.callingTracks(words, () =>
      disputeJson(dispute, deps.parties.open(dispute, requireActor(req)), reading, {
        now: clock.now(),
        trackName: deps.i18n.t(req.language, `law:codes.tracks.${dispute.track}`),
        clockName: (rule) => deps.i18n.t(req.language, `law:clock.${rule}`),
      }),
    );
  };

  const list: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const input = validate<ListInput>(listSchema, req.query);
    const { filter, order } = filterOf(input, actor, clock.now());
    const names = await deps.unitNames(req.language);
    const page = await disputes.list(actor, filter, { limit: input.limit, cursor: input.cursor, order });
    res.json({
      items: page.items.map((item) => disputeRow(item, names, clock.now(), disputes.isMasked(actor, item))),
      next: page.next ?? null,
    });
  };

  const register: RequestHandler = async (req, res) => {
    const created = await intake.register(
      requireActor(req),
      validate<RegisterInput>(registerSchema, req.body),
      onceOf(req),
    );
    setVersion(res, created.version)
      .location(`${BASE}/${created.id}`)
      .status(201)
      .json(await answer(created, req));
  };

  const show: ById = async (req, res) => {
    const { dispute, reading } = await disputes.read(requireActor(req), req.params.disputeId);
    setVersion(res, dispute.version).json(await answer(dispute, req, reading));
  };

  const amend: ById = async (req, res) => {
    const { reason, ...changes } = validate(amendSchema, req.body) as { reason: string };
    const amended = await intake.amend(requireActor(req), req.params.disputeId, changes, reason, {
      version: requireVersion(req),
      once: onceOf(req),
    });
    setVersion(res, amended.version).json(await answer(amended, req));
  };

  const duplicates: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const input = validate<Parameters<typeof intake.likelyDuplicates>[0]>(duplicatesSchema, req.body);
    const found = await intake.likelyDuplicates(input);
    // A dispute elsewhere is named by number and unit only: enough to call the colleague, not enough to pry.
    res.json({
      items: found.map((dispute) => ({
        number: dispute.number,
        owner: dispute.owner.code,
        state: dispute.state,
        ...(disputes.isMasked(actor, dispute) ? {} : { id: dispute.id, title: dispute.title }),
      })),
    });
  };

  const triage: RequestHandler = async (req, res) => {
    const input = validate<TriageInput>(triageSchema, req.body);
    const { placeUnit, type, riskTriggers } = input;
    const [suggestion, findings, signs] = await Promise.all([
      intake.suggestFor({ placeUnit, type, riskTriggers }),
      intake.suitabilityFor(input),
      intake.riskSigns({ ...input, source: '', parties: [] }),
    ]);
    res.json({
      suggestion: suggestion ?? null,
      risk: { level: suggestRisk(signs.map(({ trigger }) => trigger)), signs },
      suitability: findings.map((finding) => ({ ...finding, detail: reasonText(req, `suitability.${finding.rule}`) })),
    });
  };

  const actions: ById = async (req, res) => {
    const actor = requireActor(req);
    const { dispute } = await disputes.read(actor, req.params.disputeId);
    setVersion(res, dispute.version).json({
      items: disputes.judgements(actor, dispute).map((judgement) => ({
        action: judgement.act,
        allowed: judgement.allowed,
        ...(judgement.article ? { rule: judgement.article.id, basis: judgement.article.basis } : {}),
        ...(judgement.allowed ? {} : { reason: judgement.reason, detail: reasonText(req, judgement.reason) }),
      })),
    });
  };

  const perform =
    ({ act, schema }: AnyActDefinition): ById =>
    async (req, res) => {
      const done = await disputes.perform(requireActor(req), req.params.disputeId, act, validate(schema, req.body), {
        version: requireVersion(req),
        once: onceOf(req),
      });
      setVersion(res, done.version).json(await answer(done, req));
    };

  const events: ById = async (req, res) => {
    const { dispute, reading } = await disputes.read(requireActor(req), req.params.disputeId);
    const history = await disputes.history(dispute.id);
    res.json({ items: reading === 'full' ? history : history.map(({ data: _data, ...event }) => event) });
  };

  const custody: ById = async (req, res) => {
    const { dispute } = await disputes.read(requireActor(req), req.params.disputeId);
    const now = clock.now();
    const names = await deps.unitNames(req.language);
    res.json({ items: custodyViews(dispute, names, now), totals: custodyTotals(dispute, now) });
  };

  const clocks: ById = async (req, res) => {
    const { dispute } = await disputes.read(requireActor(req), req.params.disputeId);
    res.json({
      items: dispute.clocks,
      running: clockViews(dispute, clock.now()).map((view) => ({
        ...view,
        name: deps.i18n.t(req.language, `law:clock.${view.rule}`),
      })),
    });
  };

  const read = (path: string, name: string, handler: ById | RequestHandler, query?: Joi.ObjectSchema): RouteRow => ({
    method: 'get',
    path: `${BASE}${path}`,
    right: 'readCases',
    scope: 'disputes:read',
    handler: handler as RequestHandler,
    operation: {
      id: name,
      summary: `disputes:api.${name}`,
      group: GROUP,
      ...(path.includes(':disputeId') ? { params: id } : {}),
      ...(query ? { query } : {}),
      responses: { 200: anything },
    },
  });

  const write = (
    method: 'post' | 'patch',
    path: string,
    name: string,
    body: Joi.Schema,
    handler: ById | RequestHandler,
    options: { readonly right?: 'registerCases' | 'workCases'; readonly status?: number; readonly act?: Act } = {},
  ): RouteRow => ({
    method,
    path: `${BASE}${path}`,
    right: options.right ?? 'workCases',
    scope: 'disputes:write',
    handler: handler as RequestHandler,
    operation: {
      id: name,
      summary: options.act ? `law:act.${options.act}` : `disputes:api.${name}`,
      group: GROUP,
      ...(path.includes(':disputeId') ? { params: id } : {}),
      body,
      responses: { [options.status ?? 200]: anything },
      ...(path.includes(':disputeId') ? { ifMatch: true } : {}),
    },
  });

  return [
    read('', 'listDisputes', list, listSchema),
    write('post', '', 'registerDispute', registerSchema, register, { right: 'registerCases', status: 201 }),
    write('post', '/check-duplicates', 'checkDuplicates', duplicatesSchema, duplicates, { right: 'registerCases' }),
    write('post', '/triage', 'triage', triageSchema, triage, { right: 'registerCases' }),
    read('/:disputeId', 'showDispute', show),
    write('patch', '/:disputeId', 'amendDispute', amendSchema, amend),
    read('/:disputeId/actions', 'listActions', actions),
    read('/:disputeId/events', 'listEvents', events),
    read('/:disputeId/custody', 'showCustody', custody),
    read('/:disputeId/clocks', 'showClocks', clocks),
    ...disputes
      .definitions()
      .filter(({ act }) => !BY_SYSTEM_ONLY.includes(act))
      .map((definition) =>
        write('post', `/:disputeId/actions/${definition.act}`, definition.act, definition.schema, perform(definition), {
          act: definition.act,
        }),
      ),
  ];
}

const BY_SYSTEM_ONLY: readonly Act[] = [
  'screen',
  'timeOutHandOver',
  'timeOutAssistance',
  'expireTerm',
  'endOnRefusal',
  'lapseRight',
  'answerConfirmation',
];

const reasonText = (req: Parameters<RequestHandler>[0], reason: string): string =>
  req.res?.explain(refusal(reason)).detail ?? reason;

const refusal = (reason: string) => new DomainError('conflict', `law.${reason}`);
