import { type Request, type RequestHandler, type Response } from 'express';
import QRCode from 'qrcode';
import { DomainError } from '../../domain/errors.ts';
import { originOf, signInAs, signOut } from '../../http/authentication.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { localPath } from '../../http/language.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { codeBody, removeFactorBody } from './account.schema.ts';
import { type AccountsService } from './account.service.ts';

/** Typing the code at the door, and looking after one's own second factor. */
export function secondFactorRoutes(accounts: AccountsService): readonly RouteRow[] {
  const door = (_req: Request, res: Response, errors: readonly FormError[] = []): void =>
    res.page('accounts/code', { errors }, errors.length > 0 ? 422 : 200);

  const askCode: RequestHandler = (req, res) => {
    if (!req.session.awaitingCode) return res.redirect(303, '/sign-in');
    door(req, res);
  };

  const enterCode: RequestHandler = async (req, res) => {
    const { awaitingCode, afterSignIn } = req.session;
    if (!awaitingCode) return res.redirect(303, '/sign-in');
    try {
      const { code } = validate(codeBody, req.body);
      await signInAs(req, await accounts.enterCode(awaitingCode, code, originOf(req)));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'accounts.codeLate') {
        await signOut(req);
        return res.redirect(303, '/sign-in');
      }
      const refused = error.kind === 'unauthenticated' || error.kind === 'forbidden';
      return door(req, res, refused ? [{ field: 'code', text: res.explain(error).detail }] : formErrorsOf(res, error));
    }
    res.redirect(303, localPath(afterSignIn));
  };

  const own = async (req: Request, res: Response, errors: readonly FormError[] = [], form = ''): Promise<void> => {
    const actor = requireActor(req);
    const account = await accounts.ownAccount(actor);
    const data = { since: account.totpSince ?? '', errors, form, enforced: accounts.secondFactorRequired };
    const status = errors.length > 0 ? 422 : 200;
    if (account.totpSince) return res.page('accounts/second-factor', data, status);
    const enrolment = await accounts.beginEnrolment(actor, req.session.enrolment);
    req.session.enrolment = enrolment.sealed;
    const picture = await QRCode.toDataURL(enrolment.address, { margin: 1, width: 220 });
    res.page('accounts/second-factor', { ...data, secret: enrolment.secret, picture }, status);
  };

  const confirm: RequestHandler = async (req, res) => {
    try {
      const { code } = validate(codeBody, req.body);
      const { enrolment } = req.session;
      if (!enrolment) return res.redirect(303, '/account/second-factor');
      await accounts.confirmEnrolment(requireActor(req), enrolment, code, originOf(req));
      delete req.session.enrolment;
    } catch (error) {
      return own(req, res, formErrorsOf(res, error), 'code');
    }
    flash(req, { kind: 'success', key: 'accounts:factor.added' });
    res.redirect(303, '/account/second-factor');
  };

  const remove: RequestHandler = async (req, res) => {
    try {
      const { current } = validate(removeFactorBody, req.body);
      await accounts.removeSecondFactor(requireActor(req), current, accounts.secondFactorRequired, originOf(req));
    } catch (error) {
      return own(req, res, formErrorsOf(res, error), 'remove');
    }
    flash(req, { kind: 'success', key: 'accounts:factor.removed' });
    res.redirect(303, '/account/second-factor');
  };

  return [
    { method: 'get', path: '/sign-in/code', right: 'public', handler: askCode },
    { method: 'post', path: '/sign-in/code', right: 'public', handler: enterCode },
    { method: 'get', path: '/account/second-factor', right: 'signedIn', handler: (req, res) => own(req, res) },
    { method: 'post', path: '/account/second-factor', right: 'signedIn', handler: confirm },
    { method: 'post', path: '/account/second-factor/remove', right: 'signedIn', handler: remove },
  ];
}
