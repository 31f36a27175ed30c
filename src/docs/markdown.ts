// The few forms a generated document is made of: headings, tables and a Mermaid diagram.

/** A table; a cell never breaks the row. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A whole document: title, note, introduction and sections. */
export const page = (
  title: string,
  note: string,
  about: string,
  sections: readonly (readonly [string, string])[],
): string =>
  [`# ${title}`, `> ${note}`, about, ...sections.flatMap(([heading, body]) => [`## ${heading}`, body])]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');

/** A state diagram for Mermaid. */
export function stateDiagram(
  names: ReadonlyMap<string, string>,
  moves: readonly { readonly from: string; readonly to: string; readonly label: string }[],
): string {
  const lines = [...names].map(([code, name]) => `  ${code}: ${code} ${name}`);
  const arrows = moves.map(({ from, to, label }) => `  ${from} --> ${to}: ${label}`);
  return ['```mermaid', 'stateDiagram-v2', ...lines, ...arrows, '```'].join('\n');
}
