// Reads printed pages the way a reader meets them: line by line, with a tool that is no part of the project.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unprintable } from '../../src/features/forms/glyphs.ts';

/** Marks that may not begin a line (行首禁则), and brackets that may not end one. */
const NEVER_FIRST = /^[，。、；：？！）》」』】〕〉”’％]/u;
const NEVER_LAST = /[（《「『【〔〈“‘]$/u;

/** Poppler's text reader; tests that need it say so and are skipped without it. */
export const hasPoppler = (): boolean => spawnSync('pdftotext', ['-v']).status === 0;

export interface PrintedLine {
  readonly text: string;
  /** Left and right edge in points. */
  readonly from: number;
  readonly to: number;
  readonly pageWidth: number;
}

const entity: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const plain = (text: string): string => text.replaceAll(/&(amp|lt|gt|quot);/g, (_, name: string) => entity[name] ?? '');

/** Every printed line of a PDF, from top to bottom of each block of text. */
export function printedLines(pdf: Buffer): readonly PrintedLine[] {
  const folder = mkdtempSync(join(tmpdir(), 'jiefen-pdf-'));
  try {
    const file = join(folder, 'paper.pdf');
    writeFileSync(file, pdf);
    const { stdout, status } = spawnSync('pdftotext', ['-bbox-layout', file, '-'], { maxBuffer: 64 * 1024 * 1024 });
    if (status !== 0) throw new Error('pdftotext could not read the paper');
    return stdout
      .toString('utf8')
      .split('<page ')
      .slice(1)
      .flatMap((page) => {
        const pageWidth = Number(/^width="([\d.]+)"/.exec(page)?.[1]);
        return Array.from(page.matchAll(/<line xMin="([\d.-]+)"[^>]*xMax="([\d.-]+)"[^>]*>([\s\S]*?)<\/line>/g)).map(
          ([, from, to, words = '']) => ({
            text: Array.from(words.matchAll(/<word [^>]*>([^<]*)<\/word>/g))
              .map(([, word = '']) => plain(word))
              .join(' '),
            from: Number(from),
            to: Number(to),
            pageWidth,
          }),
        );
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The words of each page. */
export function printedPages(pdf: Buffer): readonly string[] {
  const { stdout, status } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf });
  if (status !== 0) throw new Error('pdftotext could not read the paper');
  return stdout.toString('utf8').split('\f').slice(0, -1);
}

/** What is wrong with how a paper is set: bad breaks, text beyond the sheet, letters without a shape. */
export function settingFaults(lines: readonly PrintedLine[]): readonly string[] {
  return lines.flatMap(({ text, from, to, pageWidth }) => [
    ...(NEVER_FIRST.test(text) ? [`a line begins with “${text.slice(0, 12)}”`] : []),
    ...(NEVER_LAST.test(text) ? [`a line ends with “${text.slice(-12)}”`] : []),
    ...(from < 20 || to > pageWidth - 20 ? [`“${text.slice(0, 12)}” leaves the sheet`] : []),
    ...unprintable(text).map((letter) => `no shape for “${letter}”`),
  ]);
}
