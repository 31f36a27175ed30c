import { type Request, type RequestHandler, type Response } from 'express';
import { endOfDayInstant, isDay, startOfDayInstant } from '../../domain/calendar-day.ts';
import { invalidField } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { originOf } from '../../http/authentication.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type UnitsService } from '../units/index.ts';
import { accessEventKinds, accessEventRows, accountPage, accountRow, roleOptions } from './account.presenter.ts';
import { type Post } from './account.record.ts';
import * as schemas from './account.schema.ts';
import { type AccountsService, type CreatedAccount } from './account.service.ts';
import { unitNaming } from './own-account.routes.ts';

const PAGE_SIZE = 50;

const addressOf = (path: string, query: object, change: Readonly<Record<string, string | undefined>>): string => {
  const entries = Object.entries({ ...query, ...change }).filter((entry): entry is [string, string] => !!entry[1]);
  return entries.length > 0 ? `${path}?${new URLSearchParams(entries).toString()}` : path;
};

/** Pages of those who look after accounts, and of those who audit them. */
export function accountAdminRoutes(
  accounts: AccountsService,
  units: UnitsService,
  calendar: () => Promise<{ readonly reach: string }>,
): readonly RouteRow[] {
  const { administration } = accounts;
  const naming = async (req: Request) => unitNaming(await units.directory(), req);
  const idOf = (req: Request): string => validate(schemas.accountParams, req.params).accountId;

  /** The unit a person means by a code or a name. @throws DomainError `validation` when none or several fit */
  const unitMeant = async (typed: string): Promise<string> => {
    const found = (await units.directory()).named(typed);
    const [only] = found;
    if (!only) throw invalidField('unit', 'accounts.unit.unknown');
    if (found.length > 1) {
      const candidates = found.map(({ name, code }) => `${name.zh} ${code}`).join('、');
      throw invalidField('unit', 'accounts.unit.several', { candidates });
    }
    return only.code;
  };

  const postOf = async ({ unit, role, from, to }: schemas.PostBody): Promise<Post> => ({
    unitCode: await unitMeant(unit),
    role,
    from,
    ...(to ? { to } : {}),
  });

  const list: RequestHandler = async (req, res) => {
    const query = validate(schemas.accountListQuery, req.query);
    const { q, role, unit, state, cursor } = query;
    const unitCode = unit ? ((await units.directory()).named(unit)[0]?.code ?? unit) : undefined;
    const filter = { q, role, unitCode, state };
    const found = await administration.list(requireActor(req), filter, { limit: PAGE_SIZE, cursor });
    const unitName = await naming(req);
    const without = (field: string): string => addressOf('/accounts', query, { [field]: undefined, cursor: undefined });
    res.page('accounts/list', {
      rows: found.items.map((account) => accountRow(account, unitName, accounts.now())),
      total: found.total,
      next: found.next ? addressOf('/accounts', query, { cursor: found.next }) : '',
      first: cursor ? addressOf('/accounts', query, { cursor: undefined }) : '',
      query: { q: q ?? '', role: role ?? '', unit: unit ?? '', state: state ?? '' },
      takeOff: { q: without('q'), role: without('role'), unit: without('unit'), state: without('state') },
      roleOptions,
      calendar: await calendar(),
    });
  };

  const showNew = (res: Response, values: object, errors: readonly FormError[]): void =>
    res.page('accounts/new', { roleOptions, values, errors }, errors.length > 0 ? 422 : 200);

  const create: RequestHandler = async (req, res) => {
    let created: CreatedAccount;
    try {
      const body = validate(schemas.newAccountBody, req.body);
      const { username, name, phone } = body;
      const input = { username, name, phone, posts: [await postOf(body)] };
      created = await administration.create(requireActor(req), input, originOf(req));
    } catch (error) {
      return showNew(res, req.body, formErrorsOf(res, error));
    }
    showPassword(res, created, 'created');
  };

  const showPassword = (res: Response, { account, password = '' }: CreatedAccount, reason: 'created' | 'reset'): void =>
    res.page(
      'accounts/password',
      { password, reason, account: { id: account.id, name: account.name, username: account.username } },
      reason === 'created' ? 201 : 200,
    );

  const show = async (req: Request, res: Response, errors: readonly FormError[] = [], form = ''): Promise<void> => {
    const actor = requireActor(req);
    const account = await administration.get(actor, idOf(req));
    const data = accountPage({
      account,
      phone: accounts.ownPhone(account),
      unitName: await naming(req),
      now: accounts.now(),
      own: account.id === actor.accountId,
    });
    const values = errors.length > 0 ? req.body : {};
    res.page('accounts/edit', { ...data, errors, form, values }, errors.length > 0 ? 422 : 200);
  };

  /** A form of the account's page: on success back to the page with a message, otherwise the form again, filled. */
  const form =
    (name: string, message: string, act: (req: Request) => Promise<unknown>): RequestHandler =>
    async (req, res) => {
      try {
        await act(req);
      } catch (error) {
        return show(req, res, formErrorsOf(res, error), name);
      }
      flash(req, { kind: 'success', key: `accounts:edit.${message}` });
      res.redirect(303, `/accounts/${idOf(req)}`);
    };

  const edit = form('details', 'saved', async (req) => {
    const { version, ...input } = validate(schemas.editAccountBody, req.body);
    await administration.edit(requireActor(req), idOf(req), version, input, originOf(req));
  });

  const addPost = form('post', 'postAdded', async (req) => {
    const { version, ...body } = validate(schemas.addPostBody, req.body);
    await administration.addPost(requireActor(req), idOf(req), version, await postOf(body), originOf(req));
  });

  const endPost = form('end', 'postEnded', async (req) => {
    const { version, ...ended } = validate(schemas.endPostBody, req.body);
    if (!isDay(ended.to)) throw invalidField('to', 'accounts.day.invalid');
    await administration.endPost(requireActor(req), idOf(req), version, ended, originOf(req));
  });

  const disable = form('state', 'disabled', async (req) => {
    const { version } = validate(schemas.versionBody, req.body);
    await administration.disable(requireActor(req), idOf(req), version, originOf(req));
  });

  const enable = form('state', 'enabled', async (req) => {
    const { version } = validate(schemas.versionBody, req.body);
    await administration.enable(requireActor(req), idOf(req), version, originOf(req));
  });

  const resetPassword: RequestHandler = async (req, res) => {
    const { version } = validate(schemas.versionBody, req.body);
    showPassword(
      res,
      await administration.resetPassword(requireActor(req), idOf(req), version, originOf(req)),
      'reset',
    );
  };

  const accessEvents: RequestHandler = async (req, res) => {
    const query = validate(schemas.accessEventQuery, req.query);
    const { kind, username, from, until, cursor } = query;
    if (from && !isDay(from)) throw invalidField('from', 'accounts.day.invalid');
    if (until && !isDay(until)) throw invalidField('until', 'accounts.day.invalid');
    const filter = {
      kind,
      username,
      from: from && isDay(from) ? startOfDayInstant(from) : undefined,
      until: until && isDay(until) ? endOfDayInstant(until) : undefined,
    };
    const found = await administration.accessEvents(requireActor(req), filter, { limit: PAGE_SIZE, cursor });
    res.page('accounts/access-events', {
      rows: accessEventRows({ items: found.items, unitName: await naming(req) }),
      kinds: accessEventKinds,
      query: { kind: kind ?? '', username: username ?? '', from: from ?? '', until: until ?? '' },
      next: found.next ? addressOf('/accounts/access-events', query, { cursor: found.next }) : '',
      first: cursor ? addressOf('/accounts/access-events', query, { cursor: undefined }) : '',
    });
  };

  const manage = 'manageAccounts' as const;
  return [
    { method: 'get', path: '/accounts', right: manage, handler: list },
    { method: 'get', path: '/accounts/access-events', right: 'readAudit', handler: accessEvents },
    {
      method: 'get',
      path: '/accounts/new',
      right: manage,
      handler: (_req, res) => showNew(res, { from: accounts.today() }, []),
    },
    { method: 'post', path: '/accounts', right: manage, handler: create },
    { method: 'get', path: '/accounts/:accountId', right: manage, handler: (req, res) => show(req, res) },
    { method: 'post', path: '/accounts/:accountId', right: manage, handler: edit },
    { method: 'post', path: '/accounts/:accountId/posts', right: manage, handler: addPost },
    { method: 'post', path: '/accounts/:accountId/posts/end', right: manage, handler: endPost },
    { method: 'post', path: '/accounts/:accountId/disable', right: manage, handler: disable },
    { method: 'post', path: '/accounts/:accountId/enable', right: manage, handler: enable },
    { method: 'post', path: '/accounts/:accountId/reset-password', right: manage, handler: resetPassword },
  ];
}
