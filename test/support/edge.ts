// The edge of the system alone: the production application with rows and people of the test's own.

import { DEFAULT_TRACK_WORDS } from '../../src/domain/track-policy.ts';
import { type Express } from 'express';
import { createApp, type Application } from '../../src/app.ts';
import { openFoundation, type FoundationOverrides } from '../../src/foundation.ts';
import { signIn, signOut, type Authenticator } from '../../src/http/authentication.ts';
import { type Lifecycle } from '../../src/http/health.ts';
import { type Allowances } from '../../src/http/rate-limit.ts';
import { type RouteRow } from '../../src/http/routes.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { type Actor, type Role } from '../../src/domain/permission.ts';
import { ensureIndexes } from '../../src/platform/database.ts';
import { Browser } from './app.ts';
import { dropAndClose, testConfig } from './database.ts';

export const PASSWORD = 'right password';

const actor = (role: Role): Actor => ({
  accountId: `account-of-${role}`,
  name: role,
  role,
  unit: { code: '110112', tier: 'court', path: ['110112'], name: '通州区人民法院' },
});

/** Everybody whose name is a role may come in with the one password; a token is `<role>.<noun>-<read or write>`. */
const authenticator: Authenticator = {
  signIn: async (username, password) => {
    if (password !== PASSWORD) throw new DomainError('unauthenticated', 'signIn.required');
    return { accountId: username };
  },
  restore: async ({ accountId }) => ({ actor: actor(accountId as Role) }),
  bearerOf: async (token) => {
    const [role = '', scope = ''] = token.split('.');
    return role === 'revoked' ? undefined : { actor: actor(role as Role), scopes: [scope.replace('-', ':')] };
  },
  grants: (scopes, needed) => scopes.includes(needed),
};

const doors: readonly RouteRow[] = [
  {
    method: 'get',
    path: '/sign-in',
    right: 'public',
    handler: (req, res) => res.send(`<input name="_csrf" value="${req.csrfToken?.()}">`),
  },
  {
    method: 'post',
    path: '/sign-in',
    right: 'public',
    handler: async (req, res) => {
      await signIn(req);
      res.redirect(303, '/sign-in');
    },
  },
  {
    method: 'post',
    path: '/sign-out',
    right: 'signedIn',
    handler: async (req, res) => {
      await signOut(req);
      res.redirect(303, '/sign-in');
    },
  },
];

export interface Edge {
  readonly app: Express;
  readonly application: Application;
  readonly lifecycle: Lifecycle;
  readonly browser: () => Browser;
  readonly close: () => Promise<void>;
}

export interface EdgeOptions extends FoundationOverrides {
  readonly allowances?: Allowances;
}

export async function startEdge(rows: readonly RouteRow[], options: EdgeOptions = {}): Promise<Edge> {
  const foundation = await openFoundation(await testConfig(), options);
  await ensureIndexes(foundation.database.connection);
  const lifecycle: Lifecycle = { stopping: false };
  const { allowances } = options;
  const application: Application = {
    ...foundation,
    authenticator,
    lifecycle,
    trail: { record: async () => {} },
    navigation: [],
    trackWords: async () => DEFAULT_TRACK_WORDS,
    rows: [...doors, ...rows],
    ...(allowances ? { allowances } : {}),
  };
  const app = createApp(application);
  return {
    app,
    application,
    lifecycle,
    browser: () => new Browser(app),
    close: () => dropAndClose(foundation.database),
  };
}
