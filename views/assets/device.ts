// What this device keeps: drafts of forms, records that wait for the network, and a few facts about itself. Each write
// is on the disk before it counts as done, so that a killed browser loses nothing.

export interface DeviceDraft {
  /** Account and form. */
  readonly key: string;
  readonly account: string;
  readonly of: string;
  readonly fields: Record<string, string | boolean>;
  /** The server's revision these words follow. */
  readonly base: number;
  /** True when the server has exactly these words. */
  readonly synced: boolean;
  readonly at: number;
}

/** A session record written without network. */
export interface WaitingRecord {
  /** Made here once; the server takes a record of this name once only. */
  readonly id: string;
  readonly account: string;
  readonly form: string;
  readonly no: number;
  readonly number: string;
  readonly title: string;
  readonly at: number;
  /** The whole form as it would have been sent. */
  readonly body: readonly (readonly [string, string])[];
  /** What the person typed, to fill the form again. */
  readonly fields: Record<string, string | boolean>;
  /** What the server said when it did not take it; the record then waits for the person. */
  readonly problem?: string;
}

type Shelf = 'drafts' | 'records' | 'facts';

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('jiefen', 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore('drafts', { keyPath: 'key' });
      request.result.createObjectStore('records', { keyPath: 'id' });
      request.result.createObjectStore('facts');
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no storage')));
  });
  return opened;
}

async function run<T>(
  shelf: Shelf,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = (await database()).transaction(shelf, mode, { durability: 'strict' });
  const request = work(transaction.objectStore(shelf));
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve(request.result));
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('not stored')));
  });
}

const LEFT = 'jiefen:left:';

/**
 * Keeps words of a page that is being left. Nothing runs in it after this moment and a write that waits for the disk is
 * dropped with it, so they go where a page can write at once; the next page puts them onto the shelf.
 */
export function leaveDraft(draft: DeviceDraft): void {
  localStorage.setItem(LEFT + draft.key, JSON.stringify(draft));
}

export async function readDraft(key: string): Promise<DeviceDraft | undefined> {
  const kept = await run('drafts', 'readonly', (store) => store.get(key) as IDBRequest<DeviceDraft | undefined>);
  const left = JSON.parse(localStorage.getItem(LEFT + key) ?? 'null') as DeviceDraft | null;
  if (!left) return kept;
  const newest = kept && kept.at >= left.at ? kept : left;
  if (newest === left) await writeDraft(left);
  localStorage.removeItem(LEFT + key);
  return newest;
}

export const writeDraft = (draft: DeviceDraft): Promise<unknown> =>
  run('drafts', 'readwrite', (store) => store.put(draft));
export function removeDraft(key: string): Promise<unknown> {
  localStorage.removeItem(LEFT + key);
  return run('drafts', 'readwrite', (store) => store.delete(key));
}
export const allDrafts = (): Promise<DeviceDraft[]> =>
  run('drafts', 'readonly', (store) => store.getAll() as IDBRequest<DeviceDraft[]>);

export const writeRecord = (record: WaitingRecord): Promise<unknown> =>
  run('records', 'readwrite', (store) => store.put(record));
export const removeRecord = (id: string): Promise<unknown> => run('records', 'readwrite', (store) => store.delete(id));
export const allRecords = (): Promise<WaitingRecord[]> =>
  run('records', 'readonly', (store) => store.getAll() as IDBRequest<WaitingRecord[]>);

export const readFact = <T>(name: string): Promise<T | undefined> =>
  run('facts', 'readonly', (store) => store.get(name) as IDBRequest<T | undefined>);
export const writeFact = (name: string, value: unknown): Promise<unknown> =>
  run('facts', 'readwrite', (store) => store.put(value, name));

/** A name nobody else makes. */
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

let own: Promise<string> | undefined;

/** The name of this browser on this device. */
export function deviceId(): Promise<string> {
  own ??= (async () => {
    const known = await readFact<string>('device');
    if (known) return known;
    const made = freshId();
    await writeFact('device', made);
    return made;
  })();
  return own;
}

/** The person signed in on this page, empty when nobody is. */
export const account = (): string => document.body.dataset['account'] ?? '';
