// Words typed into a form marked data-draft are on this device at every key and on the server two seconds later. They
// outlive a killed browser, a login that ends and a lost network; when another device writes the same form, both texts
// are shown and nothing is overwritten.

import {
  account,
  deviceId,
  type DeviceDraft,
  freshId,
  leaveDraft,
  readDraft,
  removeDraft,
  removeRecord,
  writeDraft,
} from './device.ts';
import { differences, showBoth, showNotice } from './draft-panels.ts';
import { initialOf, type Kept, keptFields, nameOf, restore, valueOf } from './fields.ts';
import { draftKeyOf, ownRecords, put } from './outbox.ts';
import { ask, send, serverState } from './server.ts';

interface ServerDraft {
  readonly revision: number;
  readonly of: string;
  readonly device: string;
  readonly savedAt: string;
  readonly fields: Kept;
}

export type DraftTexts = Readonly<Record<string, string>>;
type Status = 'writing' | 'saved' | 'device' | 'offline' | 'signedOut' | 'otherDevice' | 'failed';

const SERVER_PAUSE_MS = 2_000;
const RETRY_MS = 4_000;
const SLOW_DISK_MS = 600;
const SENT = 'jiefen:draft:sent';

const clock = (at: number | string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' }).format(
    new Date(at),
  );

class Draft {
  readonly #form: HTMLFormElement;
  readonly #key: string;
  readonly #path: string;
  readonly #of: string;
  readonly #texts: DraftTexts;
  #base = 0;
  /** Names that were kept before, so that a field put back to how the page came is kept too. */
  #names = new Set<string>();
  #synced = true;
  #held = false;
  #token: string;
  #writing: Promise<unknown> = Promise.resolve();
  /** A write waits for its turn; it will take every word typed until then. */
  #waiting = false;
  /** Tells that words are not on the disk yet, when that takes long. */
  #slow: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    const [act = '', dispute = ''] = (form.dataset['draft'] ?? '').split(':');
    this.#key = `${account()}/${act}:${dispute}`;
    this.#path = `/drafts/${act}/${dispute}`;
    this.#of = form.dataset['draftOf'] ?? '';
    this.#texts = JSON.parse(form.dataset['draftTexts'] ?? '{}') as DraftTexts;
    this.#token = form.querySelector<HTMLInputElement>('[name=_csrf]')?.value ?? '';
  }

  async begin(): Promise<void> {
    const form = this.#form;
    form.addEventListener('input', () => this.#typed());
    form.addEventListener('change', () => this.#typed());
    addEventListener('online', () => this.#soon(0));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'hidden') return;
      this.#leave();
      void this.#toServer(true);
    });
    addEventListener('pagehide', () => this.#leave());
    const refused = document.querySelector('[data-error-summary]') !== null;
    // What is typed before the words of last time are back would be overwritten by them.
    form.inert = true;
    try {
      const local = await readDraft(this.#key);
      if (local) await this.#takeUp(local, refused);
    } finally {
      form.inert = false;
    }
    await this.#takeWaiting();
    if ('recorder' in form.dataset) form.addEventListener('submit', (event) => void this.#submit(event));
    else form.addEventListener('submit', () => sessionStorage.setItem(SENT, JSON.stringify([this.#key, form.action])));
    await this.#compare(refused);
    form.dataset['drafting'] = 'ready';
  }

  get #fields(): Kept {
    const fields: Kept = {};
    for (const field of keptFields(this.#form)) {
      const name = nameOf(field);
      if (this.#names.has(name) || valueOf(field) !== initialOf(field)) fields[name] = valueOf(field);
    }
    this.#names = new Set(Object.keys(fields));
    return fields;
  }

  /** What this device had: filled in again, or shown beside the form when it was about an earlier session. */
  async #takeUp(local: DeviceDraft, refused: boolean): Promise<void> {
    if (local.of !== this.#of) {
      this.#leftover(local.fields, clock(local.at));
      return;
    }
    this.#base = local.base;
    this.#synced = local.synced;
    this.#names = new Set(Object.keys(local.fields));
    if (!refused && restore(this.#form, local.fields) > 0) this.#restored(this.#texts['restored'], local.at);
    if (refused) await this.#toDevice(false);
  }

  /** A record of this form that waits to be sent, or was not taken, can be fetched back to be corrected. */
  async #takeWaiting(): Promise<void> {
    const waiting = (await ownRecords()).find((record) => draftKeyOf(record) === this.#key);
    if (!waiting) return;
    const back = async (): Promise<void> => {
      restore(this.#form, waiting.fields);
      await this.#toDevice(false);
      await removeRecord(waiting.id);
      this.#openLast();
    };
    if (waiting.problem) {
      showNotice(this.#form, 'bad', waiting.problem, []);
      await back();
    } else {
      const text = this.#say('waiting', { time: clock(waiting.at) });
      showNotice(this.#form, 'warn', text, [{ text: this.#say('takeBack'), does: back }]);
    }
  }

  #leftover(fields: Kept, time: string): void {
    this.#openLast();
    const words = Object.values(fields).filter((value): value is string => typeof value === 'string' && value !== '');
    showNotice(
      this.#form,
      'warn',
      this.#say('leftover', { time }),
      [
        {
          text: this.#say('useLeftover'),
          does: async () => {
            restore(this.#form, fields);
            await this.#toDevice(false);
          },
        },
        { text: this.#say('discard'), does: () => this.#discard() },
      ],
      words.join('\n\n'),
    );
  }

  async #discard(): Promise<void> {
    this.#form.reset();
    this.#names.clear();
    await removeDraft(this.#key);
    await send(`${this.#path}/discard`, [], { token: this.#token });
    this.#base = 0;
  }

  #openLast(): void {
    const last = document.querySelector<HTMLDetailsElement>('[data-last-session]');
    if (last) last.open = true;
  }

  #restored(text: string | undefined, at: number | string): void {
    showNotice(this.#form, 'good', (text ?? '').replace('{time}', clock(at)), [
      { text: this.#say('discard'), does: () => this.#discard() },
    ]);
  }

  /** Asks the server what it has, and brings both together. */
  async #compare(refused: boolean): Promise<void> {
    const answer = await ask(this.#path);
    if (!answer?.ok) {
      this.#show(answer && answer.status < 500 ? 'signedOut' : 'offline');
      return;
    }
    const { draft } = (await answer.json()) as { draft: ServerDraft | null };
    if (!draft) {
      this.#base = 0;
      if (!this.#synced || refused) await this.#toServer();
      return;
    }
    if (draft.of !== this.#of) {
      this.#base = draft.revision;
      const own = await readDraft(this.#key);
      if (!own) this.#leftover(draft.fields, clock(draft.savedAt));
      return;
    }
    await this.#meet(draft, refused);
  }

  async #meet(draft: ServerDraft, refused = false): Promise<void> {
    const local = await readDraft(this.#key);
    const untouched = !local || local.of !== this.#of || local.synced;
    if (draft.revision === this.#base) {
      if (!untouched || refused) await this.#toServer();
      else this.#show('saved', draft.savedAt);
      return;
    }
    const own = this.#fields;
    const differing = differences(this.#form, own, draft.fields);
    if ((untouched && !refused) || differing.length === 0) {
      this.#base = draft.revision;
      const filled = restore(this.#form, draft.fields);
      await this.#toDevice(true);
      if (filled > 0) this.#restored(this.#texts['continued'], draft.savedAt);
      this.#show('saved', draft.savedAt);
      return;
    }
    this.#held = true;
    this.#show('otherDevice', draft.savedAt);
    const sameDevice = draft.device === (await deviceId());
    showBoth(this.#form, differing, {
      title: this.#say(sameDevice ? 'bothSameDevice' : 'both', { time: clock(draft.savedAt) }),
      texts: this.#texts,
      done: async () => {
        this.#held = false;
        this.#base = draft.revision;
        await this.#toDevice(false);
        await this.#toServer();
      },
    });
  }

  #typed(): void {
    void this.#toDevice(false);
    this.#soon(SERVER_PAUSE_MS);
  }

  #soon(milliseconds: number): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => void this.#toServer(), milliseconds);
  }

  /**
   * Writes one after the other; each takes the words as they are when its turn comes, so that one waits at most and a slow
   * disk does not fall behind the fingers. While words are not yet on the disk the form says so, `data-writing`.
   */
  #toDevice(synced: boolean): Promise<unknown> {
    this.#synced = synced;
    this.#form.dataset['writing'] = 'true';
    this.#slow ??= setTimeout(() => this.#show('writing'), SLOW_DISK_MS);
    if (this.#waiting) return this.#writing;
    this.#waiting = true;
    const write = async (): Promise<void> => {
      this.#waiting = false;
      await writeDraft(this.#draft());
      if (!this.#waiting) {
        delete this.#form.dataset['writing'];
        clearTimeout(this.#slow);
        this.#slow = undefined;
      }
      if (!this.#synced && !this.#held) this.#show('device', Date.now());
    };
    this.#writing = this.#writing.then(write, write).catch(() => {
      clearTimeout(this.#slow);
      this.#slow = undefined;
      this.#show('failed');
    });
    return this.#writing;
  }

  #draft(): DeviceDraft {
    const [fields, synced] = [this.#fields, this.#synced];
    return { key: this.#key, account: account(), of: this.#of, base: this.#base, fields, synced, at: Date.now() };
  }

  /** The page is being left while words wait for their turn at the disk. */
  #leave(): void {
    const { writing, cleared } = this.#form.dataset;
    if (writing && !cleared) leaveDraft(this.#draft());
  }

  async #toServer(keepalive = false): Promise<void> {
    if (this.#synced || this.#held) return;
    await this.#writing;
    const fields = this.#fields;
    const body = [
      ['base', String(this.#base)],
      ['of', this.#of],
      ['device', await deviceId()],
      ['fields', JSON.stringify(fields)],
    ] as const;
    const answer = await send(this.#path, body, { token: this.#token, keepalive });
    if (!answer || answer.status >= 500) {
      this.#show('offline');
      this.#soon(RETRY_MS);
      return;
    }
    if (answer.status === 403 || answer.status === 401) return this.#renew();
    const { draft } = (await answer.json().catch(() => ({ draft: null }))) as { draft?: ServerDraft | null };
    if (answer.ok && draft) {
      this.#base = draft.revision;
      const same = JSON.stringify(this.#fields) === JSON.stringify(fields);
      await this.#toDevice(same);
      if (same) this.#show('saved', draft.savedAt);
      else this.#soon(SERVER_PAUSE_MS);
    } else if (answer.status === 409 && draft) await this.#meet(draft);
    else if (answer.status === 409) {
      this.#base = 0;
      this.#soon(SERVER_PAUSE_MS);
    } else this.#show('failed');
  }

  /** The token was of a session that is over; a new login on this device gives another. */
  async #renew(): Promise<void> {
    const state = await serverState(account());
    if (state === 'offline') this.#show('offline');
    else if (state === 'signedOut') {
      this.#show('signedOut');
      this.#soon(RETRY_MS);
    } else if (state.token !== this.#token) {
      this.#token = state.token;
      await this.#toServer();
    } else this.#show('failed');
  }

  /** The record goes to the server when it can be reached, and onto the way there when it cannot. */
  async #submit(event: SubmitEvent): Promise<void> {
    const form = this.#form;
    if (form.dataset['cleared']) return;
    event.preventDefault();
    for (const input of form.querySelectorAll<HTMLInputElement>('input[data-now]')) {
      if (input.value === '') input.value = clock(Date.now());
    }
    await this.#toDevice(this.#synced);
    const state = await serverState(account());
    if (state === 'signedOut') {
      this.#show('signedOut');
      const address = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
      showNotice(form, 'bad', this.#say('signInFirst'), [{ text: this.#say('signIn'), href: address }]);
    } else if (state === 'offline') await this.#putAway();
    else {
      const csrf = form.querySelector<HTMLInputElement>('[name=_csrf]');
      if (csrf) csrf.value = state.token;
      sessionStorage.setItem(SENT, JSON.stringify([this.#key, form.action]));
      form.dataset['cleared'] = 'true';
      form.requestSubmit();
    }
  }

  async #putAway(): Promise<void> {
    const form = this.#form;
    const missing = missingIn(form);
    if (missing) {
      showNotice(form, 'bad', this.#say('missing', { name: missing.label }), []);
      missing.field.focus();
      return;
    }
    const body = [...new FormData(form)].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && !/^(?:_|version$)/.test(entry[0]),
    );
    await put({
      id: freshId(),
      account: account(),
      form: new URL(form.action).pathname,
      no: Number(this.#of),
      number: form.dataset['number'] ?? '',
      title: form.dataset['title'] ?? '',
      at: Date.now(),
      body,
      fields: this.#fields,
    });
    location.assign('/recorder');
  }

  #say(name: string, params: Record<string, string> = {}): string {
    let text = this.#texts[name] ?? '';
    for (const [param, value] of Object.entries(params)) text = text.replace(`{${param}}`, value);
    return text;
  }

  #show(status: Status, at: number | string = Date.now()): void {
    const line = this.#form.querySelector<HTMLElement>('[data-draft-status]');
    if (!line) return;
    line.dataset['draftStatus'] = status;
    const text = line.querySelector('[data-draft-text]');
    const words = this.#say(`status_${status}`, { time: clock(at) });
    if (text && text.textContent !== words) text.textContent = words;
  }
}

/** The first thing without which no server would take the record. */
function missingIn(form: HTMLFormElement): { field: HTMLElement; label: string } | undefined {
  for (const field of keptFields(form)) {
    const must = field.getAttribute('aria-required') === 'true' || 'must' in field.dataset;
    const filled =
      field instanceof HTMLInputElement && field.type === 'checkbox' ? field.checked : field.value.trim() !== '';
    if (must && !filled) return { field, label: field.labels?.[0]?.textContent?.trim() ?? '' };
  }
  const groups = new Set(
    keptFields(form)
      .filter(({ type }) => type === 'radio')
      .map(({ name }) => name),
  );
  for (const name of groups) {
    const radios = keptFields(form).filter((field): field is HTMLInputElement => field.name === name);
    if (radios[0] && !radios.some(({ checked }) => checked)) {
      return {
        field: radios[0],
        label: radios[0].closest('fieldset')?.querySelector('legend')?.textContent?.trim() ?? '',
      };
    }
  }
  return undefined;
}

/** A form that was taken has led to its dispute; its words are no longer needed here. */
async function forgetSent(): Promise<void> {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  const [key = '', action = ''] = JSON.parse(sent) as string[];
  sessionStorage.removeItem(SENT);
  if (new URL(action).pathname.startsWith(`${location.pathname}/acts/`)) await removeDraft(key);
}

export function keepDrafts(part: ParentNode): void {
  if (!('indexedDB' in globalThis) || !account()) return;
  void forgetSent();
  for (const form of part.querySelectorAll<HTMLFormElement>('form[data-draft]:not([data-drafting])')) {
    form.dataset['drafting'] = 'true';
    void new Draft(form).begin();
  }
}
