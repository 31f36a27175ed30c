// <div data-signature> draws on its canvas with finger, pen or mouse and writes the strokes into its hidden fields. A
// second button wipes it. Nothing is sent while nothing is drawn, the server cannot be reached or the login is over: the
// strokes stay on the screen, and the page says so. Without script the part stays hidden and the signature is taken on paper.

import { account } from './device.ts';
import { serverState } from './server.ts';

const WIDTH = 600;
const HEIGHT = 200;

export function signaturePads(part: ParentNode): void {
  for (const pad of part.querySelectorAll<HTMLElement>('[data-signature]')) begin(pad);
}

function begin(pad: HTMLElement): void {
  const canvas = pad.querySelector('canvas');
  const path = pad.querySelector<HTMLInputElement>('input[data-path]');
  const device = pad.querySelector<HTMLInputElement>('input[data-device]');
  const pen = canvas?.getContext('2d');
  if (!canvas || !path || !device || !pen) return;
  pad.hidden = false;
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  pen.lineWidth = 4;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.strokeStyle = getComputedStyle(canvas).color;
  let drawing = false;

  const place = (event: PointerEvent): readonly [number, number] => {
    const box = canvas.getBoundingClientRect();
    const within = (share: number, most: number): number => Math.round(Math.min(Math.max(share, 0), 1) * most);
    return [
      within((event.clientX - box.left) / box.width, WIDTH),
      within((event.clientY - box.top) / box.height, HEIGHT),
    ];
  };

  canvas.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    const [x, y] = place(event);
    path.value += `M${x} ${y}`;
    device.value = `${event.pointerType} ${navigator.userAgent}`.slice(0, 200);
    pen.beginPath();
    pen.moveTo(x, y);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!drawing) return;
    const [x, y] = place(event);
    if (path.value.endsWith(`${x} ${y}`)) return;
    path.value += `L${x} ${y}`;
    pen.lineTo(x, y);
    pen.stroke();
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, () => {
      drawing = false;
    });
  }
  const tell = (text: string | undefined): void => {
    const line = pad.querySelector<HTMLElement>('[data-told]');
    if (!line) return;
    line.hidden = text === undefined;
    line.textContent = text ?? '';
  };
  canvas.addEventListener('pointerdown', () => tell(undefined));
  const form = pad.closest('form');
  let sure = false;
  /** A page of the browser's own in the place of this one would take the strokes with it. */
  const reach = async (): Promise<void> => {
    const state = navigator.onLine ? await serverState(account()) : 'offline';
    if (typeof state === 'string') return tell(pad.dataset[state]);
    const csrf = form?.querySelector<HTMLInputElement>('[name=_csrf]');
    if (csrf) csrf.value = state.token;
    sure = true;
    form?.requestSubmit();
  };
  form?.addEventListener('submit', (event) => {
    if (sure) return;
    event.preventDefault();
    if (path.value === '') tell(pad.dataset['empty']);
    else void reach();
  });
  pad.querySelector('[data-wipe]')?.addEventListener('click', () => {
    path.value = '';
    pen.clearRect(0, 0, WIDTH, HEIGHT);
  });
}
