const ERRORS = '[data-error-summary] h2';
const HEADING = 'h1[tabindex]';

/** Tells readers of the screen what changed, without moving them. */
export function announce(text: string): void {
  const live = document.getElementById('live');
  if (!live) return;
  live.textContent = '';
  setTimeout(() => {
    live.textContent = text;
  }, 50);
}

/** Moves to the list of errors, if the part has one. */
export function focusErrors(part: ParentNode): boolean {
  const title = part.querySelector<HTMLElement>(ERRORS);
  title?.focus();
  return title !== null;
}

/**
 * After a part was replaced: focus goes to its errors, else stays if the focused element survived, else goes to the
 * heading of the part; its words are announced.
 */
export function followSwaps(enhance: (part: ParentNode) => void): void {
  document.addEventListener('htmx:after:swap', () => {
    enhance(document);
    if (focusErrors(document)) return;
    if (document.activeElement !== document.body) return;
    const heading = document.querySelector<HTMLElement>(HEADING);
    heading?.focus();
    if (heading?.textContent) announce(heading.textContent.trim());
  });
}
