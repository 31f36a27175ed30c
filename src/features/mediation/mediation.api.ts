// The work of mediation over `/api/v1`: attempts to reach the parties, their answers, the sessions. Each entry is the
// act of the same name, under an address of its own.

import { type RequestHandler } from 'express';
import Joi from 'joi';
import { type Act } from '../../domain/lifecycle.ts';
import { requireActor } from '../../http/context.ts';
import { onceOf } from '../../http/once.ts';
import { requireVersion, setVersion } from '../../http/precondition.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type DisputeService } from '../disputes/index.ts';
import { type MediationService } from './mediation.service.ts';

export interface MediationApiDeps {
  readonly disputes: DisputeService;
  readonly mediation: MediationService;
}

const BASE = '/api/v1/disputes/:disputeId';
const id = Joi.object({ disputeId: Joi.string().hex().length(24).required() });
const anything = Joi.object().unknown();
const GROUP = 'disputes:api.group';

type ById = RequestHandler<{ disputeId: string }>;

/** The addresses of the entries and the act each one does. */
const ENTRIES = {
  'contact-attempts': { act: 'recordContact', write: 'addContactAttempt', read: 'listContactAttempts' },
  consents: { act: 'recordConsent', write: 'addConsent', read: 'listConsents' },
  sessions: { act: 'recordSession', write: 'addSession', read: 'listSessions' },
} as const satisfies Readonly<Record<string, { act: Act; write: string; read: string }>>;
type EntryPath = keyof typeof ENTRIES;

export function mediationApi({ disputes, mediation }: MediationApiDeps): readonly RouteRow[] {
  const add =
    (act: Act): ById =>
    async (req, res) => {
      const { schema } = disputes.definition(act);
      const done = await disputes.perform(requireActor(req), req.params.disputeId, act, validate(schema, req.body), {
        version: requireVersion(req),
        once: onceOf(req),
      });
      const { id: dispute, number, state, version, contactAttempts, sessions } = done;
      setVersion(res, version).status(201).json({ dispute, number, state, version, contactAttempts, sessions });
    };

  const list =
    (path: EntryPath): ById =>
    async (req, res) => {
      const actor = requireActor(req);
      const { dispute, reading } = await disputes.read(actor, req.params.disputeId);
      const sections = reading === 'full' ? await mediation.sections(actor, dispute) : undefined;
      const items = {
        'contact-attempts': () => ({ items: sections?.contacts ?? [], unreachable: sections?.unreachable ?? [] }),
        consents: () => ({ items: sections?.consents ?? [] }),
        sessions: () => ({ items: sections?.sessions ?? [] }),
      }[path]();
      setVersion(res, dispute.version).json(items);
    };

  return (Object.keys(ENTRIES) as EntryPath[]).flatMap((path): RouteRow[] => {
    const { act, write, read } = ENTRIES[path];
    return [
      {
        method: 'get',
        path: `${BASE}/${path}`,
        right: 'readCases',
        scope: 'disputes:read',
        handler: list(path) as RequestHandler,
        operation: {
          id: read,
          summary: `mediation:api.${read}`,
          group: GROUP,
          params: id,
          responses: { 200: anything },
        },
      },
      {
        method: 'post',
        path: `${BASE}/${path}`,
        right: 'workCases',
        scope: 'disputes:write',
        handler: add(act) as RequestHandler,
        operation: {
          id: write,
          summary: `law:act.${act}`,
          group: GROUP,
          params: id,
          body: disputes.definition(act).schema,
          responses: { 201: anything },
          ifMatch: true,
        },
      },
    ];
  });
}
