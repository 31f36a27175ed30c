// The page of the recorder: which forms are on this device, and every record that waits, with what can be done for it.

import { kept } from './offline.ts';
import { onOutbox, othersRecords, ownRecords, sendWaiting } from './outbox.ts';

const moment = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' });

async function markKept(page: HTMLElement): Promise<void> {
  const forms = await kept();
  for (const mark of page.querySelectorAll<HTMLElement>('[data-kept]')) {
    const here = forms.has(mark.dataset['kept'] ?? '');
    mark.hidden = false;
    mark.classList.toggle('jf-tag--good', here);
    mark.classList.toggle('jf-tag--warn', !here);
    mark.textContent = (here ? mark.dataset['keptYes'] : mark.dataset['keptNo']) ?? '';
  }
}

async function listWaiting(page: HTMLElement): Promise<void> {
  const list = page.querySelector<HTMLElement>('[data-waiting]');
  const row = page.querySelector<HTMLTemplateElement>('template[data-waiting-row]');
  if (!list || !row) return;
  const records = await ownRecords();
  list.replaceChildren(
    ...records.map((record) => {
      const item = row.content.cloneNode(true) as DocumentFragment;
      const fill = (name: string, text: string): void => {
        const place = item.querySelector<HTMLElement>(`[data-fill="${name}"]`);
        if (place) place.textContent = text;
      };
      fill('title', record.title);
      fill('number', record.number);
      fill('at', moment.format(record.at));
      fill('problem', record.problem ?? '');
      item.querySelector<HTMLElement>('[data-if="waiting"]')!.hidden = record.problem !== undefined;
      item.querySelector<HTMLElement>('[data-if="refused"]')!.hidden = record.problem === undefined;
      item.querySelector<HTMLAnchorElement>('a')!.href = record.form;
      return item;
    }),
  );
  page.querySelector<HTMLElement>('[data-waiting-none]')!.hidden = records.length > 0;
  page.querySelector<HTMLElement>('[data-waiting-some]')!.hidden = records.length === 0;
  const others = page.querySelector<HTMLElement>('[data-waiting-others]');
  const count = await othersRecords();
  if (others) {
    others.hidden = count === 0;
    others.textContent = (others.dataset['waitingOthers'] ?? '').replace('{n}', String(count));
  }
}

const tellNetwork = (page: HTMLElement): void => {
  for (const line of page.querySelectorAll<HTMLElement>('[data-network]')) {
    line.hidden = (line.dataset['network'] === 'on') !== navigator.onLine;
  }
};

export function showRecorder(): void {
  const page = document.querySelector<HTMLElement>('[data-recorder-page]');
  if (!page) return;
  const all = (): void => {
    tellNetwork(page);
    void markKept(page);
    void listWaiting(page);
  };
  all();
  onOutbox(all);
  addEventListener('jiefen:provided', all);
  addEventListener('online', all);
  addEventListener('offline', all);
  page.querySelector('[data-send-now]')?.addEventListener('click', () => void sendWaiting());
}
