import { type RequestHandler } from 'express';
import { forbidden } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { originOf } from '../../http/authentication.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { meView, tokenView } from './account.presenter.ts';
import { postId } from './account.record.ts';
import * as schemas from './account.schema.ts';
import { type AccountsService } from './account.service.ts';

const GROUP = 'accounts:api.group';

/** One's own account and tokens, for programs. */
export function accountApi(accounts: AccountsService): readonly RouteRow[] {
  const me: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const account = await accounts.ownAccount(actor);
    res.json(meView(account, actor, accounts.postsToday(account)));
  };

  const list: RequestHandler = async (req, res) => {
    const tokens = await accounts.ownTokens(requireActor(req));
    res.json({ items: tokens.map(tokenView) });
  };

  /** A token may give away no more than it holds. */
  const issue: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const body = validate(schemas.newTokenBody, req.body);
    const { grants } = req;
    const beyond = grants && body.scopes.find((scope) => !grants(scope));
    if (beyond) throw forbidden('scope', beyond, { scope: beyond });
    const post = postId({ unitCode: actor.unit.code, role: actor.role });
    const { raw, token } = await accounts.issueToken(actor, actor.accountId, { ...body, postId: post }, originOf(req));
    res.status(201).json({ ...tokenView(token), token: raw });
  };

  const revoke: RequestHandler = async (req, res) => {
    const { tokenId } = validate(schemas.tokenParams, req.params);
    await accounts.revokeToken(requireActor(req), tokenId, originOf(req));
    res.status(204).end();
  };

  return [
    {
      method: 'get',
      path: '/api/v1/me',
      right: 'signedIn',
      handler: me,
      operation: { id: 'getMe', summary: 'accounts:api.me', group: GROUP, responses: { 200: schemas.meView } },
    },
    {
      method: 'get',
      path: '/api/v1/tokens',
      right: 'signedIn',
      scope: 'tokens:read',
      handler: list,
      operation: {
        id: 'listTokens',
        summary: 'accounts:api.tokens',
        group: GROUP,
        responses: { 200: schemas.tokenListView },
      },
    },
    {
      method: 'post',
      path: '/api/v1/tokens',
      right: 'signedIn',
      scope: 'tokens:write',
      handler: issue,
      operation: {
        id: 'issueToken',
        summary: 'accounts:api.issueToken',
        description: 'accounts:api.issueTokenMore',
        group: GROUP,
        body: schemas.newTokenBody,
        responses: { 201: schemas.issuedTokenView },
      },
    },
    {
      method: 'delete',
      path: '/api/v1/tokens/:tokenId',
      right: 'signedIn',
      scope: 'tokens:write',
      handler: revoke,
      operation: {
        id: 'revokeToken',
        summary: 'accounts:api.revokeToken',
        group: GROUP,
        params: schemas.tokenParams,
        responses: { 204: null },
      },
    },
  ];
}
