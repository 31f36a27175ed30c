// Talking to the server from a page that may be hours old: without network, or with a login that is over.

const PATIENCE_MS = 6_000;

export interface ServerState {
  readonly account: string;
  readonly token: string;
  readonly forms: readonly string[];
}

/** offline: no answer came; signedOut: the login is over, or somebody else is signed in. */
export type Unreachable = 'offline' | 'signedOut';

export async function ask(path: string, init: RequestInit = {}): Promise<Response | undefined> {
  try {
    return await fetch(path, {
      ...init,
      headers: { Accept: 'application/json', ...init.headers },
      ...(init.keepalive ? {} : { signal: AbortSignal.timeout(PATIENCE_MS) }),
    });
  } catch {
    return undefined;
  }
}

const isProblemOfServer = (status: number): boolean => status >= 500 || status === 429;

/** Who the server believes is here, and a fresh token. */
export async function serverState(expected: string): Promise<ServerState | Unreachable> {
  const answer = await ask('/recorder/state');
  if (!answer || isProblemOfServer(answer.status)) return 'offline';
  if (!answer.ok) return 'signedOut';
  const state = (await answer.json()) as ServerState;
  return state.account === expected ? state : 'signedOut';
}

/** Sends fields as a form does. */
export const send = (
  path: string,
  fields: readonly (readonly [string, string])[],
  options: { readonly token: string; readonly once?: string; readonly keepalive?: boolean },
): Promise<Response | undefined> =>
  ask(path, {
    method: 'POST',
    body: new URLSearchParams([
      ['_csrf', options.token],
      ...(options.once ? [['_once', options.once]] : []),
      ...fields.map(([name, value]) => [name, value]),
    ]),
    ...(options.keepalive ? { keepalive: true } : {}),
  });
