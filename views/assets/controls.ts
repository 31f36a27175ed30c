import { announce } from './focus.ts';

/** Menus close on Escape and on a tap elsewhere. */
export function closeMenus(): void {
  const open = (): HTMLDetailsElement[] => [
    ...document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]'),
  ];
  document.addEventListener('click', (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
}

/** <button data-copy="text" data-copied="words to announce"> */
export function copyButtons(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-copy]');
    if (!button) return;
    void navigator.clipboard
      .writeText(button.dataset['copy'] ?? '')
      .then(() => announce(button.dataset['copied'] ?? ''));
  });
}

/** <button data-dialog="id"> opens <dialog id="id">; without script the button is a link or submits. */
export function dialogs(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>('[data-dialog]');
    const dialog = opener && document.getElementById(opener.dataset['dialog'] ?? '');
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    } else if (target.closest('[data-dialog-close]')) {
      event.preventDefault();
      target.closest('dialog')?.close();
    }
  });
}

/** Filters stand open where there is room. */
export function openWideFilters(part: ParentNode): void {
  if (!matchMedia('(min-width: 60em)').matches) return;
  for (const box of part.querySelectorAll<HTMLDetailsElement>('details[data-open-wide]')) box.open = true;
}
