// The part of the product that works without network: the recorder and the forms of the disputes in hand.

import { account, allDrafts, readFact, removeDraft, writeFact } from './device.ts';
import { serverState } from './server.ts';

const PAGES = 'jiefen-pages';
const FRESH_MS = 60 * 60_000;

interface Provision {
  readonly account: string;
  readonly at: number;
  readonly forms: readonly string[];
}

/** Which forms are on this device for the person on this page. */
export async function kept(): Promise<ReadonlySet<string>> {
  if (!('caches' in globalThis)) return new Set();
  const pages = await (await caches.open(PAGES)).keys();
  return new Set(pages.map(({ url }) => new URL(url).pathname));
}

/** What was here for somebody else is no longer; what is here for this person is at most an hour old. */
async function provide(): Promise<void> {
  const last = await readFact<Provision>('provision');
  if (last && last.account !== account()) await caches.delete(PAGES);
  const state = await serverState(account());
  if (typeof state === 'string') return;
  const same = last?.account === state.account && String(last.forms) === String(state.forms);
  if (same && Date.now() - last.at < FRESH_MS) return;
  const pages = await caches.open(PAGES);
  for (const path of ['/recorder', ...state.forms]) {
    const answer = await fetch(path).catch(() => undefined);
    if (answer?.ok && !answer.redirected) await pages.put(path, answer);
  }
  await writeFact('provision', { account: state.account, at: Date.now(), forms: state.forms });
  dispatchEvent(new CustomEvent('jiefen:provided'));
}

/** A telephone that goes to the next person keeps no pages and no drafts that the server has; what waits stays. */
function leaveNothing(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sign-out]')) {
    let left = false;
    form.addEventListener('submit', (event) => {
      if (left) return;
      event.preventDefault();
      left = true;
      const clean = async (): Promise<void> => {
        await caches.delete(PAGES);
        await writeFact('provision', undefined);
        for (const draft of await allDrafts()) {
          if (draft.account === account() && draft.synced) await removeDraft(draft.key);
        }
      };
      void clean().finally(() => form.submit());
    });
  }
}

export function workOffline(): void {
  if (!('serviceWorker' in navigator) || !('offline' in document.body.dataset)) return;
  leaveNothing();
  void navigator.serviceWorker.register('/recorder-worker.js').then(provide, () => undefined);
}
