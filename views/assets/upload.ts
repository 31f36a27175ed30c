// Sends the files of a form marked data-upload piece by piece, with the checksum of every piece: a weak line loses the
// piece under way and nothing more, and the same file chosen again goes on where it stopped. Without this script, or on a
// page without a secure line, the form sends them by itself.

interface Texts {
  readonly waiting: string;
  readonly sending: string;
  readonly resuming: string;
  readonly done: string;
  readonly refused: string;
  readonly retry: string;
}

interface Begun {
  readonly id: string;
  readonly chunkBytes: number;
  readonly chunks: number;
  readonly received: readonly number[];
}

/** An answer that says no and means it: sending again would not help. */
class Refused extends Error {}

const LONGEST_WAIT = 15_000;
const PATIENCE = 40;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** What a refusal says, for a person. */
async function reasonOf(answer: Response): Promise<string> {
  try {
    const { detail, errors } = (await answer.json()) as { detail?: string; errors?: { detail?: string }[] };
    return errors?.map((error) => error.detail).join(' ') || (detail ?? '');
  } catch {
    return '';
  }
}

class FileUpload {
  readonly #file: File;
  readonly #form: HTMLFormElement;
  readonly #texts: Texts;
  readonly #state = document.createElement('span');
  readonly #bar = document.createElement('progress');
  readonly item = document.createElement('li');

  constructor(file: File, form: HTMLFormElement, texts: Texts) {
    this.#file = file;
    this.#form = form;
    this.#texts = texts;
    this.item.className = 'jf-uploads__item';
    const name = document.createElement('strong');
    name.textContent = file.name;
    this.#bar.className = 'jf-uploads__bar';
    this.#bar.max = 100;
    this.#bar.value = 0;
    this.#bar.setAttribute('aria-label', file.name);
    this.item.append(name, ' ', this.#state, this.#bar);
    this.#say('waiting', texts.waiting);
  }

  #say(kind: string, text: string): void {
    this.#state.className = `jf-uploads__state jf-uploads__state--${kind}`;
    this.#state.textContent = text;
  }

  get #token(): string {
    return this.#form.querySelector<HTMLInputElement>('[name="_csrf"]')?.value ?? '';
  }

  /** Asks until there is an answer; a lost line is waited for. @throws Refused */
  async #ask(path: string, init: RequestInit): Promise<Response> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const headers = { Accept: 'application/json', 'X-CSRF-Token': this.#token, ...init.headers };
        const answer = await fetch((this.#form.dataset['upload'] ?? '') + path, { ...init, headers });
        if (answer.ok) return answer;
        if (answer.status < 500 && answer.status !== 429) throw new Refused(await reasonOf(answer));
      } catch (error) {
        if (error instanceof Refused) throw error;
      }
      if (attempt >= PATIENCE) throw new Refused('');
      this.#say('resuming', this.#texts.resuming);
      await wait(Math.min(500 * 2 ** attempt, LONGEST_WAIT));
    }
  }

  #post(path: string, fields: Record<string, string>): Promise<Response> {
    return this.#ask(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** True when the file has been taken. */
  async send(details: Record<string, string>): Promise<boolean> {
    const { name, size, lastModified } = this.#file;
    try {
      const begun = (await (
        await this.#post('', { name, bytes: String(size), modified: String(lastModified) })
      ).json()) as Begun;
      const here = new Set(begun.received);
      for (let n = 0; n < begun.chunks; n += 1) {
        if (!here.has(n)) await this.#piece(begun, n);
        const percent = Math.floor(((n + 1) / begun.chunks) * 100);
        this.#bar.value = percent;
        this.#say('sending', this.#texts.sending.replace('%', String(percent)));
      }
      await this.#post(`/${begun.id}/complete`, details);
      this.#bar.value = 100;
      this.#say('done', this.#texts.done);
      return true;
    } catch (error) {
      const reason = error instanceof Refused ? error.message : '';
      this.#say('refused', [this.#texts.refused, reason].filter(Boolean).join(' · '));
      return false;
    }
  }

  async #piece({ id, chunkBytes }: Begun, n: number): Promise<void> {
    const piece = await this.#file.slice(n * chunkBytes, (n + 1) * chunkBytes).arrayBuffer();
    const checksum = hex(await crypto.subtle.digest('SHA-256', piece));
    await this.#ask(`/${id}/chunks/${n}`, {
      method: 'POST',
      body: piece,
      headers: { 'Content-Type': 'application/octet-stream', 'X-Checksum-SHA256': checksum },
    });
  }
}

function enhanceUpload(form: HTMLFormElement): void {
  const texts = JSON.parse(form.dataset['uploadTexts'] ?? '{}') as Texts;
  const choosers = [...form.querySelectorAll<HTMLInputElement>('input[type="file"]')];
  const list = form.querySelector('[data-upload-list]');
  const button = form.querySelector<HTMLButtonElement>('button[type="submit"]');
  if (!list || !button) return;

  /** Sent already, when some of the chosen ones were refused and the rest is tried again. */
  const taken = new Set<string>();
  const keyOf = ({ name, size, lastModified }: File): string => `${name} ${size} ${lastModified}`;

  form.addEventListener('submit', async (event) => {
    const files = choosers.flatMap(({ files: chosen }) => [...(chosen ?? [])]);
    if (files.length === 0) return;
    event.preventDefault();
    button.disabled = true;
    const details: Record<string, string> = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && !name.startsWith('_') && !(name === 'title' && files.length > 1)) {
        details[name] = value;
      }
    }
    const left = files.filter((file) => !taken.has(keyOf(file)));
    const uploads = left.map((file) => ({ file, upload: new FileUpload(file, form, texts) }));
    list.replaceChildren(...uploads.map(({ upload }) => upload.item));
    for (const { file, upload } of uploads) if (await upload.send(details)) taken.add(keyOf(file));
    if (files.every((file) => taken.has(keyOf(file)))) return location.reload();
    button.disabled = false;
    button.textContent = texts.retry;
  });
}

/** Lets the upload forms of this part send piece by piece; a browser without a secure line keeps the plain form. */
export function sendPieces(part: ParentNode): void {
  if (!globalThis.isSecureContext || typeof crypto.subtle === 'undefined') return;
  for (const form of part.querySelectorAll<HTMLFormElement>('form[data-upload]:not([data-enhanced])')) {
    form.dataset['enhanced'] = 'true';
    enhanceUpload(form);
  }
}
