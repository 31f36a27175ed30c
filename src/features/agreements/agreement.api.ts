// Agreements over `/api/v1`: the text, its check, signatures, confirmation and receipts are the acts of the dispute under
// addresses of their own; the board is read by those who may hear what was said.

import { type RequestHandler } from 'express';
import Joi from 'joi';
import { invalid } from '../../domain/errors.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { requireActor } from '../../http/context.ts';
import { onceOf } from '../../http/once.ts';
import { requireVersion, setVersion } from '../../http/precondition.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type DisputeService } from '../disputes/index.ts';
import { type AgreementInput, agreementSchema } from './agreement.schema.ts';
import { type AgreementService } from './agreement.service.ts';

export interface AgreementApiDeps {
  readonly disputes: DisputeService;
  readonly agreements: AgreementService;
}

const BASE = '/api/v1/disputes/:disputeId';
const id = Joi.object({ disputeId: Joi.string().hex().length(24).required() });
const anything = Joi.object().unknown();
const GROUP = 'disputes:api.group';

type ById = RequestHandler<{ disputeId: string }>;

/** The addresses of what is added to an agreement and the act each one does. */
const ENTRIES = {
  agreements: { act: 'recordAgreement', name: 'addAgreement' },
  'agreements/signatures': { act: 'recordSignatures', name: 'signAgreement' },
  'agreements/copies': { act: 'serveAgreement', name: 'serveAgreementCopy' },
  'agreements/confirmations': { act: 'applyConfirmation', name: 'addConfirmation' },
  'agreements/receipts': { act: 'recordReceipt', name: 'addReceipt' },
  board: { act: 'updateBoard', name: 'changeBoard' },
} as const satisfies Readonly<Record<string, { act: Act; name: string }>>;

export function agreementApi({ disputes, agreements }: AgreementApiDeps): readonly RouteRow[] {
  const show: ById = async (req, res) => {
    const { dispute, reading } = await disputes.read(requireActor(req), req.params.disputeId);
    const view = reading === 'full' ? await agreements.section(dispute) : null;
    const confirmation = reading === 'full' ? await agreements.confirmation(dispute, requireActor(req)) : null;
    const fate = reading === 'full' ? await agreements.fate(dispute, requireActor(req)) : [];
    setVersion(res, dispute.version).json({ agreement: view, confirmation, fate });
  };

  const board: ById = async (req, res) => {
    const found = await agreements.readBoard(requireActor(req), req.params.disputeId);
    setVersion(res, found.dispute.version).json(found.board);
  };

  const check: ById = async (req, res) => {
    const input = validate<AgreementInput>(agreementSchema, req.body);
    const { findings, confirmable } = await agreements.check(requireActor(req), req.params.disputeId, input);
    const texts = res.explain(invalid('validation', findings)).fields;
    res.json({
      confirmable,
      findings: findings.map(({ field, code, weight, basis }, index) => ({
        field,
        code,
        weight,
        basis,
        detail: texts[index]?.text ?? '',
      })),
    });
  };

  const add =
    (act: Act): ById =>
    async (req, res) => {
      const { schema } = disputes.definition(act);
      const done = await disputes.perform(requireActor(req), req.params.disputeId, act, validate(schema, req.body), {
        version: requireVersion(req),
        once: onceOf(req),
      });
      const { id: dispute, number, state, version, agreement } = done;
      setVersion(res, version)
        .status(201)
        .json({ dispute, number, state, version, agreement: agreement ?? null });
    };

  const read = (path: string, name: string, handler: ById): RouteRow => ({
    method: 'get',
    path: `${BASE}/${path}`,
    right: 'readCases',
    scope: 'disputes:read',
    handler: handler as unknown as RequestHandler,
    operation: { id: name, summary: `agreements:api.${name}`, group: GROUP, params: id, responses: { 200: anything } },
  });

  return [
    read('agreements', 'showAgreement', show),
    read('board', 'showBoard', board),
    {
      method: 'post',
      path: `${BASE}/agreements/check`,
      right: 'workCases',
      scope: 'disputes:write',
      handler: check as unknown as RequestHandler,
      operation: {
        id: 'checkAgreement',
        summary: 'agreements:api.checkAgreement',
        group: GROUP,
        params: id,
        body: agreementSchema,
        responses: { 200: anything },
      },
    },
    ...Object.entries(ENTRIES).map(([path, { act, name }]): RouteRow => ({
      method: 'post',
      path: `${BASE}/${path}`,
      right: 'workCases',
      scope: 'disputes:write',
      handler: add(act) as unknown as RequestHandler,
      operation: {
        id: name,
        summary: `law:act.${act}`,
        group: GROUP,
        params: id,
        body: disputes.definition(act).schema,
        responses: { 201: anything },
        ifMatch: true,
      },
    })),
  ];
}
