// The recorder for the field: the page that works without network, and the door through which its records come back.

import { type RequestHandler } from 'express';
import { requireActor } from '../../http/context.ts';
import { csrfToken } from '../../http/csrf.ts';
import { onceOf } from '../../http/once.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type DisputeService } from '../disputes/index.ts';
import { type RecorderService, sessionNumber } from './recorder.service.ts';

export interface RecorderRoutesDeps {
  readonly recorder: RecorderService;
  readonly disputes: Pick<DisputeService, 'definition'>;
}

const formOf = (disputeId: string): string => `/disputes/${disputeId}/acts/recordSession`;

export function recorderRoutes({ recorder, disputes }: RecorderRoutesDeps): readonly RouteRow[] {
  const show: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const [inHand, sessions] = await Promise.all([recorder.inHand(actor), recorder.today(actor)]);
    res.page('recorder/recorder', {
      sessions,
      disputes: inHand.map(({ id, number, title, sessions: held }) => ({
        number,
        title,
        no: held + 1,
        href: formOf(id),
      })),
    });
  };

  /** Who is signed in, a fresh token for forms that were opened long ago, and the forms worth having on the device. */
  const state: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const inHand = await recorder.inHand(actor);
    res.json({ account: actor.accountId, token: csrfToken(req), forms: inHand.map(({ id }) => formOf(id)) });
  };

  const take: RequestHandler<{ disputeId: string }> = async (req, res) => {
    const { disputeId } = req.params;
    const { no, version: _seen, ...typed } = (req.body ?? {}) as Record<string, unknown>;
    const { number } = await recorder.take(requireActor(req), disputeId, {
      no: sessionNumber(no),
      input: validate(disputes.definition('recordSession').schema, typed),
      once: onceOf(req),
    });
    res.json({ number, href: `/disputes/${disputeId}` });
  };

  return [
    { method: 'get', path: '/recorder', right: 'workCases', handler: show },
    { method: 'get', path: '/recorder/state', right: 'workCases', handler: state },
    {
      method: 'post',
      path: '/recorder/disputes/:disputeId/sessions',
      right: 'workCases',
      handler: take as RequestHandler,
    },
  ];
}
