import { type Request, type RequestHandler, type Response } from 'express';
import { invalid } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { originOf, signInAs } from '../../http/authentication.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type UnitsService } from '../units/index.ts';
import { checkRepeated, PASSWORD_MIN } from './account.password.ts';
import { ownAccountPage, type UnitNaming } from './account.presenter.ts';
import { postId } from './account.record.ts';
import * as schemas from './account.schema.ts';
import { type AccountsService } from './account.service.ts';
import { ALL_SCOPES, isScope } from './scope.ts';

/** The page on which people look after their own account. */
export function ownAccountRoutes(accounts: AccountsService, units: UnitsService): readonly RouteRow[] {
  interface Problems {
    readonly form: 'settings' | 'password' | 'token';
    readonly errors: readonly FormError[];
  }

  const render = async (req: Request, res: Response, problems?: Problems): Promise<void> => {
    const actor = requireActor(req);
    const account = await accounts.ownAccount(actor);
    const directory = await units.directory();
    const data = ownAccountPage({
      account,
      actor,
      phone: accounts.ownPhone(account),
      posts: accounts.postsToday(account),
      tokens: await accounts.ownTokens(actor),
      unitName: unitNaming(directory, req),
      language: req.language,
    });
    const errorsOf = (form: Problems['form']) => (problems?.form === form ? problems.errors : []);
    const page = {
      ...data,
      settingsErrors: errorsOf('settings'),
      passwordErrors: errorsOf('password'),
      tokenErrors: errorsOf('token'),
      errors: problems?.errors ?? [],
      values: problems ? withoutSecrets(req.body) : {},
      passwordMin: PASSWORD_MIN,
      tokenDaysMax: schemas.TOKEN_DAYS_MAX,
    };
    res.page('accounts/account', page, problems ? 422 : 200);
  };

  const settings: RequestHandler = async (req, res) => {
    try {
      const chosen = validate(schemas.settingsBody, req.body);
      await accounts.changeSettings(requireActor(req), chosen, originOf(req));
      req.session.language = chosen.language;
      req.session.largeType = chosen.largeType;
    } catch (error) {
      return render(req, res, { form: 'settings', errors: formErrorsOf(res, error) });
    }
    flash(req, { kind: 'success', key: 'accounts:own.settingsSaved' });
    res.redirect(303, '/account');
  };

  const password: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    try {
      const body = validate(schemas.changePasswordBody, req.body);
      checkRepeated(body);
      const credentials = await accounts.changePassword(actor, body.current, body.password, originOf(req));
      const post = postId({ unitCode: actor.unit.code, role: actor.role });
      await signInAs(req, { accountId: actor.accountId, postId: post, credentials } as Parameters<typeof signInAs>[1]);
    } catch (error) {
      return render(req, res, { form: 'password', errors: formErrorsOf(res, error) });
    }
    flash(req, { kind: 'success', key: 'accounts:own.passwordChanged' });
    res.redirect(303, '/account');
  };

  const switchPost: RequestHandler = async (req, res) => {
    const { postId: chosen } = validate(schemas.switchPostBody, req.body);
    await signInAs(req, await accounts.switchPost(requireActor(req), chosen, originOf(req)));
    res.redirect(303, '/');
  };

  const issueToken: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    try {
      const { name, scopes, days } = validate(schemas.newTokenForm, req.body);
      const input = {
        name,
        scopes: scopesOf(scopes),
        days,
        postId: postId({ unitCode: actor.unit.code, role: actor.role }),
      };
      const { raw, token } = await accounts.issueToken(actor, actor.accountId, input, originOf(req));
      res.page('accounts/token', { raw, name: token.name, expiresAt: token.expiresAt, scopes: token.scopes }, 201);
    } catch (error) {
      await render(req, res, { form: 'token', errors: formErrorsOf(res, error) });
    }
  };

  const revokeToken: RequestHandler = async (req, res) => {
    const { tokenId } = validate(schemas.tokenParams, req.params);
    await accounts.revokeToken(requireActor(req), tokenId, originOf(req));
    flash(req, { kind: 'success', key: 'accounts:own.tokenRevoked' });
    res.redirect(303, '/account');
  };

  return [
    { method: 'get', path: '/account', right: 'signedIn', handler: (req, res) => render(req, res) },
    { method: 'post', path: '/account/settings', right: 'signedIn', handler: settings },
    { method: 'post', path: '/account/password', right: 'signedIn', handler: password },
    { method: 'post', path: '/account/post', right: 'signedIn', handler: switchPost },
    { method: 'post', path: '/account/tokens', right: 'signedIn', handler: issueToken },
    { method: 'post', path: '/account/tokens/:tokenId/revoke', right: 'signedIn', handler: revokeToken },
  ];
}

/** Scopes as a person types them, parted by blanks or commas; `*` alone is everything. */
function scopesOf(typed: string): readonly string[] {
  const scopes = [...new Set(typed.split(/[\s,，、]+/).filter(Boolean))];
  if (!scopes.every(isScope)) {
    throw invalid('validation', [{ field: 'scopes', code: 'accounts.scope.form' }]);
  }
  return scopes.includes(ALL_SCOPES) ? [ALL_SCOPES] : scopes;
}

const withoutSecrets = (body: object | undefined): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body ?? {}).filter(([field]) => !['current', 'password', 'repeat'].includes(field)),
  );

/** Names units in the reader's language. */
export function unitNaming(
  directory: { get(code: string): { name: { zh: string; en: string } } | undefined },
  req: Request,
): UnitNaming {
  return (code) => {
    const name = directory.get(code)?.name;
    return name ? (req.language === 'en' ? name.en : name.zh) : code;
  };
}
