// Hand-overs over `/api/v1` and their page: what was sent to the unit, what it sent, and what became of it.

import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { conflict } from '../../domain/errors.ts';
import { HAND_OVER_STATES, type HandOverKind } from '../../domain/hand-over.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { requireActor } from '../../http/context.ts';
import { onceOf } from '../../http/once.ts';
import { requireVersion, setVersion } from '../../http/precondition.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { type DisputeRecord, type DisputeService, text, unitCode, type UnitNames } from '../disputes/index.ts';
import { ANSWER_ACTS } from './hand-over.acts.ts';
import { handOverRow } from './hand-over.presenter.ts';
import { type BoxQuery, type HandOverService } from './hand-over.service.ts';

export interface HandOverRoutesDeps {
  readonly disputes: DisputeService;
  readonly handOvers: HandOverService;
  readonly clock: Clock;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
}

const ACT_OF_KIND: Readonly<Record<HandOverKind, Act>> = {
  'push-down': 'pushDown',
  escalate: 'escalate',
  lateral: 'transferLaterally',
  assist: 'requestAssistance',
};

const boxSchema = Joi.object({
  box: Joi.string().valid('in', 'out').default('in'),
  state: Joi.array()
    .items(Joi.string().valid(...HAND_OVER_STATES))
    .single(),
  cursor: Joi.date().iso(),
  limit: Joi.number().integer().min(1).max(100).default(30),
});

const sendSchema = Joi.object({
  kind: Joi.string()
    .valid(...Object.keys(ACT_OF_KIND))
    .required(),
  toUnit: unitCode().required(),
  reason: text(500).required(),
  brief: text(4000),
});

/** What the act of either kind takes; which of the two it is, the hand-over itself says. */
const bodyOf = (disputes: DisputeService, { transfer, assist }: (typeof ANSWER_ACTS)[string]): Joi.Schema => {
  const schemas = [transfer, assist].flatMap((act) => (act ? [disputes.definition(act).schema] : []));
  return schemas.length === 1 ? (schemas[0] ?? Joi.object()) : Joi.alternatives(...schemas);
};

const custodyAnswer = (dispute: DisputeRecord) => ({
  dispute: dispute.id,
  state: dispute.state,
  version: dispute.version,
  owner: dispute.owner.code,
  handOver: dispute.handOver ?? null,
  bounces: dispute.bounces,
});

export function handOverRoutes({ disputes, handOvers, clock, unitNames }: HandOverRoutesDeps): readonly RouteRow[] {
  const boxOf = async (req: Request) => {
    const actor = requireActor(req);
    const query = validate<BoxQuery>(boxSchema, req.query);
    const [names, found] = await Promise.all([unitNames(req.language), handOvers.box(actor, query)]);
    const subjects = await disputes.readings(actor, [...new Set(found.items.map((handOver) => handOver.disputeId))]);
    const items = found.items.map((handOver) =>
      handOverRow(handOver, subjects.get(handOver.disputeId), names, clock.now()),
    );
    return { box: query.box, items, next: found.next?.toISOString() ?? null };
  };

  const page: RequestHandler = async (req, res) => res.page('hand-overs/list', await boxOf(req));

  const list: RequestHandler = async (req, res) => {
    const { items, next } = await boxOf(req);
    res.json({ items, next });
  };

  const send: RequestHandler<{ disputeId: string }> = async (req, res) => {
    const sent = validate<{ kind: HandOverKind; toUnit: string; reason: string; brief?: string }>(sendSchema, req.body);
    const { kind, ...order } = sent;
    const act = ACT_OF_KIND[kind];
    const input = kind === 'assist' ? { toUnit: order.toUnit, question: order.reason } : order;
    const done = await disputes.perform(requireActor(req), req.params.disputeId, act, input, {
      version: requireVersion(req),
      once: onceOf(req),
    });
    setVersion(res, done.version).status(201).json(custodyAnswer(done));
  };

  const answer =
    (acts: (typeof ANSWER_ACTS)[string]): RequestHandler<{ handOverId: string }> =>
    async (req, res) => {
      const { id, kind, disputeId } = await handOvers.get(req.params.handOverId);
      const act = kind === 'assist' ? acts.assist : acts.transfer;
      if (!act) throw conflict(kind === 'assist' ? 'law.handOver.helpIsAnswered' : 'law.handOver.notAssistance');
      const { schema } = disputes.definition(act);
      const said = kind === 'assist' ? { ...(req.body as object), request: id } : req.body;
      const done = await disputes.perform(requireActor(req), disputeId, act, validate(schema, said), {
        version: requireVersion(req),
        once: onceOf(req),
      });
      setVersion(res, done.version).json(custodyAnswer(done));
    };

  const answers = Joi.object().unknown();
  const group = 'disputes:api.handOverGroup';
  return [
    { method: 'get', path: '/hand-overs', right: 'readCases', handler: page },
    {
      method: 'get',
      path: '/api/v1/hand-overs',
      right: 'readCases',
      scope: 'disputes:read',
      handler: list,
      operation: {
        id: 'listHandOvers',
        summary: 'disputes:api.listHandOvers',
        group,
        query: boxSchema,
        responses: { 200: answers },
      },
    },
    {
      method: 'post',
      path: '/api/v1/disputes/:disputeId/hand-overs',
      right: 'workCases',
      scope: 'disputes:write',
      handler: send as RequestHandler,
      operation: {
        id: 'sendHandOver',
        summary: 'disputes:api.sendHandOver',
        group,
        params: Joi.object({ disputeId: Joi.string().hex().length(24).required() }),
        body: sendSchema,
        responses: { 201: answers },
        ifMatch: true,
      },
    },
    ...Object.entries(ANSWER_ACTS).map(([name, acts]): RouteRow => ({
      method: 'post',
      path: `/api/v1/hand-overs/:handOverId/${name}`,
      right: 'workCases',
      scope: 'disputes:write',
      handler: answer(acts) as RequestHandler,
      operation: {
        id: `handOver${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        summary: `law:act.${acts.transfer ?? acts.assist}`,
        group,
        params: Joi.object({ handOverId: Joi.string().max(40).required() }),
        body: bodyOf(disputes, acts),
        responses: { 200: answers },
        ifMatch: true,
      },
    })),
  ];
}
