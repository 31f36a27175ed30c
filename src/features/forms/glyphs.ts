// Which letters can be printed. Body text is set in Noto Serif SC (宋体); a rare letter it lacks is taken from Noto Sans
// SC; one that neither has is refused by name, because a printer would draw an empty box without a word.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, type Font } from 'fontkit';
import { projectRoot } from '../../platform/project.ts';

const folder = join(projectRoot, 'node_modules/@expo-google-fonts');
export const FONT_FILES = {
  song: {
    normal: join(folder, 'noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
    bold: join(folder, 'noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf'),
  },
  hei: {
    normal: join(folder, 'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
    bold: join(folder, 'noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
  },
} as const;
export type FontName = keyof typeof FONT_FILES;

const opened = new Map<FontName, Font>();
function fontOf(name: FontName): Font {
  const known = opened.get(name);
  if (known) return known;
  const font = create(readFileSync(FONT_FILES[name].normal)) as Font;
  opened.set(name, font);
  return font;
}

const INVISIBLE = /^(?:\s|\p{Cf}|\p{Variation_Selector})$/u;

/** The font that has the letter; undefined when none has. */
function fontFor(letter: string): FontName | undefined {
  if (INVISIBLE.test(letter)) return 'song';
  const point = letter.codePointAt(0) ?? 0;
  return (Object.keys(FONT_FILES) as FontName[]).find((name) => fontOf(name).hasGlyphForCodePoint(point));
}

/** The text in stretches of one font each. */
export function stretches(text: string): readonly { readonly text: string; readonly font: FontName }[] {
  const found: { text: string; font: FontName }[] = [];
  for (const letter of text) {
    const font = fontFor(letter) ?? 'song';
    const last = found.at(-1);
    if (last?.font === font) last.text += letter;
    else found.push({ text: letter, font });
  }
  return found;
}

/** Letters that cannot be printed, each once. */
export const unprintable = (text: string): readonly string[] => [
  ...new Set(Array.from(text).filter((letter) => fontFor(letter) === undefined)),
];
