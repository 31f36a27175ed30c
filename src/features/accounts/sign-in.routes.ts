import { type RequestHandler } from 'express';
import { DomainError } from '../../domain/errors.ts';
import { originOf, signIn, signOut } from '../../http/authentication.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf } from '../../http/form-errors.ts';
import { localPath } from '../../http/language.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type AccountsService } from './account.service.ts';
import { checkRepeated, PASSWORD_MIN } from './account.password.ts';
import { newPasswordBody, signInBody, signInQuery } from './account.schema.ts';
import { DEMO_PASSWORD, demoPairs } from './demo-accounts.ts';
import { CodeAwaited } from './sign-in.service.ts';

/** A text field of a form that came back, whatever was sent. */
export const textOf = (body: unknown, field: string): string => {
  const value = ((body ?? {}) as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
};

/** Coming in and going out. */
export function signInRoutes(accounts: AccountsService): readonly RouteRow[] {
  const signInPage = { demoPairs, demoPassword: DEMO_PASSWORD };

  const show: RequestHandler = (req, res) => {
    const { next, left } = validate(signInQuery, req.query);
    if (req.actor) return res.redirect(303, localPath(next));
    res.page('accounts/sign-in', {
      ...signInPage,
      next: localPath(next),
      username: '',
      errors: [],
      left: left === '1',
    });
  };

  const enter: RequestHandler = async (req, res) => {
    const username = textOf(req.body, 'username');
    const next = localPath(textOf(req.body, 'next'));
    try {
      validate(signInBody, req.body);
      await signIn(req);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error instanceof CodeAwaited) {
        const { accountId, credentials } = error;
        req.session.awaitingCode = { accountId, credentials, since: accounts.now().getTime() };
        req.session.afterSignIn = next;
        return res.redirect(303, '/sign-in/code');
      }
      if (error.code === 'accounts.passwordDue') {
        return res.page('accounts/new-password', { username, next, errors: [], min: PASSWORD_MIN });
      }
      const refused = ['unauthenticated', 'tooMany', 'forbidden'].includes(error.kind);
      const errors = refused ? [{ field: '', text: res.explain(error).detail }] : formErrorsOf(res, error);
      const status = error.kind === 'tooMany' ? 429 : 422;
      return res.page('accounts/sign-in', { ...signInPage, next, username, errors, left: false }, status);
    }
    res.redirect(303, next);
  };

  const replacePassword: RequestHandler = async (req, res) => {
    const next = localPath(textOf(req.body, 'next'));
    const username = textOf(req.body, 'username');
    try {
      const body = validate(newPasswordBody, req.body);
      checkRepeated(body);
      await accounts.replaceDuePassword(body.username, body.current, body.password, originOf(req));
    } catch (error) {
      const wrong = error instanceof DomainError && error.kind === 'unauthenticated';
      const errors = wrong ? [{ field: 'current', text: res.explain(error).detail }] : formErrorsOf(res, error);
      return res.page('accounts/new-password', { username, next, errors, min: PASSWORD_MIN }, 422);
    }
    flash(req, { kind: 'success', key: 'accounts:newPassword.done' });
    res.redirect(303, next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
  };

  const leave: RequestHandler = async (req, res) => {
    if (req.actor) await accounts.signedOut(req.actor, originOf(req));
    await signOut(req);
    res.redirect(303, '/sign-in?left=1');
  };

  return [
    { method: 'get', path: '/sign-in', right: 'public', handler: show },
    { method: 'post', path: '/sign-in', right: 'public', handler: enter },
    { method: 'post', path: '/sign-in/new-password', right: 'public', handler: replacePassword },
    { method: 'post', path: '/sign-out', right: 'public', handler: leave },
  ];
}
