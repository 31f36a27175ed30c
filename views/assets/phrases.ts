/** <button data-phrase="words" data-into="id of a field">: the words go to the end of the field, on a line of their own. */
export function insertPhrases(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-phrase]');
    const field = button && document.getElementById(button.dataset['into'] ?? '');
    if (!(field instanceof HTMLTextAreaElement)) return;
    const before = field.value.trimEnd();
    field.value = `${before}${before === '' ? '' : '\n'}${button?.dataset['phrase'] ?? ''}`;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    if (button?.dataset['phraseOpen'] === undefined) return;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
}
