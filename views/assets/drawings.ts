// Beside a drawing stands what its part under the pointer or the focus is; drawing and table can be looked at alone. Without
// script the parts are named links all the same, and the table holds every number.

/** Prepares the drawings of a part of the page. */
export function readDrawings(part: ParentNode): void {
  for (const figure of part.querySelectorAll<HTMLElement>('.jf-stat__drawing[data-hide]:not([data-read])')) {
    figure.dataset['read'] = '';
    if (figure.querySelector('a[aria-label]')) tellParts(figure);
    addSwitch(figure);
  }
}

function tellParts(figure: HTMLElement): void {
  const reading = document.createElement('p');
  reading.className = 'jf-stat__reading';
  // Readers of screens hear the names of the links.
  reading.setAttribute('aria-hidden', 'true');
  reading.textContent = figure.dataset['hint'] ?? '';
  const tell = ({ target }: Event): void => {
    const link = target instanceof Element ? target.closest('a[aria-label]') : null;
    if (link) reading.textContent = link.getAttribute('aria-label');
  };
  figure.addEventListener('pointerover', tell);
  figure.addEventListener('focusin', tell);
  figure.append(reading);
}

function addSwitch(figure: HTMLElement): void {
  const { hide = '', show = '' } = figure.dataset;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'jf-linkbutton jf-stat__switch';
  const turn = (isShown: boolean): void => {
    figure.classList.toggle('jf-stat__drawing--closed', !isShown);
    button.setAttribute('aria-expanded', String(isShown));
    button.textContent = isShown ? hide : show;
  };
  button.addEventListener('click', () => turn(button.getAttribute('aria-expanded') !== 'true'));
  turn(true);
  figure.append(button);
}
