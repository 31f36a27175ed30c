// The outbox of a demonstration: what parties would have received on their phones, codes and all.

import { type RequestHandler } from 'express';
import { type RouteRow } from '../../http/routes.ts';
import { type OutboxRow } from './message.presenter.ts';

export function messageRoutes(outbox: () => Promise<readonly OutboxRow[]>): readonly RouteRow[] {
  const show: RequestHandler = async (_req, res) => res.page('messages/outbox', { messages: await outbox() });
  return [{ method: 'get', path: '/outbox', right: 'signedIn', handler: show }];
}
