import { type RequestHandler } from 'express';
import Joi from 'joi';
import { notFound } from '../../domain/errors.ts';
import { originOf } from '../../http/authentication.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { type OpenSessions } from '../../http/open-sessions.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type AccountsService } from './account.service.ts';

const params = Joi.object<{ sessionId: string }>({ sessionId: Joi.string().hex().length(24).required() });

/** Where one is signed in, and how to end it there. */
export function sessionRoutes(accounts: AccountsService, sessions: OpenSessions): readonly RouteRow[] {
  const show: RequestHandler = async (req, res) => {
    const { accountId } = requireActor(req);
    res.page('accounts/sessions', { rows: await sessions.of(accountId, req.sessionID, accounts.now()) });
  };

  const endOne: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const { sessionId } = validate(params, req.params);
    if ((await sessions.end(actor.accountId, { id: sessionId })) === 0) throw notFound();
    await accounts.sessionsEnded(actor, 1, originOf(req));
    flash(req, { kind: 'success', key: 'accounts:sessions.ended' });
    res.redirect(303, '/account/sessions');
  };

  const endOthers: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const count = await sessions.end(actor.accountId, { own: req.sessionID });
    await accounts.sessionsEnded(actor, count, originOf(req));
    flash(req, { kind: 'success', key: 'accounts:sessions.othersEnded', params: { count } });
    res.redirect(303, '/account/sessions');
  };

  return [
    { method: 'get', path: '/account/sessions', right: 'signedIn', handler: show },
    { method: 'post', path: '/account/sessions/end-others', right: 'signedIn', handler: endOthers },
    { method: 'post', path: '/account/sessions/:sessionId/end', right: 'signedIn', handler: endOne },
  ];
}
