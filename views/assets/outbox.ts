// Records that wait on this device: how many there are is told on every page, and they leave as soon as they can.

import { account, allRecords, removeDraft, removeRecord, type WaitingRecord, writeRecord } from './device.ts';
import { announce } from './focus.ts';
import { send, serverState } from './server.ts';

const EVERY_MS = 30_000;
const changed = new Set<() => void>();

/** Calls back whenever the records that wait are other ones than before. */
export const onOutbox = (listener: () => void): void => {
  changed.add(listener);
};

/** Records of the person on this page. */
export const ownRecords = async (): Promise<readonly WaitingRecord[]> =>
  (await allRecords()).filter((record) => record.account === account());

/** How many records of other people wait on this device; nothing else of them is told. */
export const othersRecords = async (): Promise<number> =>
  (await allRecords()).filter((record) => record.account !== account()).length;

export async function told(): Promise<void> {
  const count = (await ownRecords()).length;
  for (const badge of document.querySelectorAll<HTMLElement>('[data-outbox]')) {
    badge.hidden = count === 0;
    const text = badge.querySelector('[data-outbox-text]');
    if (text) text.textContent = (badge.dataset['outbox'] ?? '').replace('{n}', String(count));
  }
  for (const listener of changed) listener();
}

export const draftKeyOf = ({ account: owner, form }: { account: string; form: string }): string => {
  const [, , disputeId, , act] = form.split('/');
  return `${owner}/${act}:${disputeId}`;
};

/** Puts a record on the way; it is on the disk when this is done. */
export async function put(record: WaitingRecord): Promise<void> {
  await writeRecord(record);
  await removeDraft(draftKeyOf(record));
  await told();
}

interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly detail?: string }[];
}

/** Sends one record; true when it need not be sent again now. */
async function sendOne(record: WaitingRecord, token: string): Promise<boolean> {
  const disputeId = record.form.split('/')[2] ?? '';
  const written = new Date(record.at).toISOString();
  const fields = [...record.body, ['no', String(record.no)] as const, ['writtenAt', written] as const];
  const answer = await send(`/recorder/disputes/${disputeId}/sessions`, fields, { token, once: record.id });
  if (!answer || answer.status >= 500 || answer.status === 429 || answer.status === 401) return false;
  if (answer.ok) {
    await removeRecord(record.id);
    announce(
      (document.querySelector<HTMLElement>('[data-outbox]')?.dataset['outboxSent'] ?? '').replace('{n}', record.number),
    );
    return true;
  }
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  const details = [problem.detail, ...(problem.errors ?? []).map(({ detail }) => detail)];
  await writeRecord({ ...record, problem: details.filter((text) => text !== undefined).join(' ') });
  return true;
}

async function sendAll(): Promise<void> {
  const waiting = (await ownRecords()).filter(({ problem }) => problem === undefined);
  if (waiting.length === 0) return;
  const state = await serverState(account());
  if (typeof state === 'string') return;
  for (const record of waiting) if (!(await sendOne(record, state.token))) break;
  await told();
}

/** Tries now, unless another page of this browser is at it. */
export async function sendWaiting(): Promise<void> {
  if (!account()) return;
  if ('locks' in navigator) {
    await navigator.locks.request('jiefen-outbox', { ifAvailable: true }, async (lock) =>
      lock ? sendAll() : undefined,
    );
  } else await sendAll();
}

/** Tells the count, and sends when there is a network: now, when it comes back, and every half minute. */
export function keepOutbox(): void {
  if (!('indexedDB' in globalThis) || !document.querySelector('[data-outbox]')) return;
  void told().then(sendWaiting);
  addEventListener('online', () => void sendWaiting());
  setInterval(() => void sendWaiting(), EVERY_MS);
}
