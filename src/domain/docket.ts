// Case numbers. A court's docket reads （year）court word, type word, serial 号 (案号规定, 2016-01-01, amended 法〔2018〕335号)
// and is typed in every variant of brackets and widths, so it is normalised, its raw text kept, and an odd one is
// reported and not refused. The system's own number is another thing: TZ-{unit}-{year}-{serial}.

import { type FieldError } from './errors.ts';

/** What is unusual about a docket; the clerk is told and may go on. */
export type DocketWarning = 'unrecognised' | 'serialPadded' | 'typeTooLong' | 'yearUnlikely';

export interface DocketParts {
  readonly year: number;
  /** 法院代字, such as 京0112. */
  readonly court: string;
  /** 专门审判代字, such as 知; empty for most. */
  readonly special: string;
  /** 类型代字, such as 民初. */
  readonly type: string;
  readonly serial: number;
  /** Such as 之一; empty for most. */
  readonly suffix: string;
}

export interface Docket {
  readonly raw: string;
  /** With full-width brackets, half-width digits and no blanks: the form to store an index on. */
  readonly text: string;
  readonly parts?: DocketParts;
  readonly warnings: readonly DocketWarning[];
}

const SHAPE =
  /^（(\d{4})）(最高法|[\u4e00-\u9fa5]\d{0,4})(知?)([\u4e00-\u9fa5]{1,5}?)(\d+)号(之[一二三四五六七八九十]+)?$/;
/** Type words have at most three characters in the rule; 民诉前调 and 民诉前调确 are practice words with more. */
const LONG_TYPES_IN_USE: ReadonlySet<string> = new Set(['民诉前调', '民诉前调确', '诉前调确']);

const OPEN_BRACKETS = /[([〔［【]/g;
const CLOSE_BRACKETS = /[)\]〕］】]/g;
const WIDE_DIGIT = /[０-９]/g;

/** A docket in the one form it is compared and stored in. */
export const normaliseDocket = (raw: string): string =>
  raw
    .replaceAll(/\s/g, '')
    .replaceAll(WIDE_DIGIT, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) - 0xfee0))
    .replaceAll(OPEN_BRACKETS, '（')
    .replaceAll(CLOSE_BRACKETS, '）');

/** Reads a docket; never refuses, but says what is odd. */
export function parseDocket(raw: string): Docket {
  const text = normaliseDocket(raw);
  const match = SHAPE.exec(text);
  if (match === null) return { raw, text, warnings: ['unrecognised'] };
  const [, year = '', court = '', special = '', type = '', serial = '', suffix = ''] = match;
  const parts = { year: Number(year), court, special, type, serial: Number(serial), suffix };
  const warnings: DocketWarning[] = [];
  if (serial.startsWith('0')) warnings.push('serialPadded');
  if (type.length > 3 && !LONG_TYPES_IN_USE.has(type)) warnings.push('typeTooLong');
  if (parts.year < 1949 || parts.year > 2099) warnings.push('yearUnlikely');
  return { raw, text, parts, warnings };
}

/** Writes a docket in full width. */
export const formatDocket = ({ year, court, special, type, serial, suffix }: DocketParts): string =>
  `（${String(year).padStart(4, '0')}）${court}${special}${type}${serial}号${suffix}`;

/** The type words a court's docket bears on each track, and on judicial confirmation; T1 has none. */
export const EXPECTED_TYPES = {
  T1: [],
  T2: ['民诉前调'],
  T3: ['民初'],
  confirmation: ['民特', '诉前调确', '民诉前调确'],
  enforcement: ['执'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The type words to expect on a track; an unexpected one is a warning, since courts differ. */
export const expectedDocket = (track: keyof typeof EXPECTED_TYPES): readonly string[] => EXPECTED_TYPES[track];

/** What a docket must be to stand in a field: this court's word, one of these type words, and a year where one is due. */
export interface DocketDue {
  readonly word: string;
  readonly types: readonly string[];
  readonly year?: number;
}

/** What is wrong with a docket as typed; empty when it is as it must be. */
export function docketErrors(typed: string, { word, types, year }: DocketDue, field = 'docket'): readonly FieldError[] {
  const { parts } = parseDocket(typed);
  if (!parts) return [{ field, code: 'docket.unrecognised' }];
  if (parts.court !== word) return [{ field, code: 'docket.otherCourt', params: { word } }];
  if (!types.includes(parts.type)) return [{ field, code: 'docket.otherType', params: { type: types.join('、') } }];
  return year === undefined || parts.year === year ? [] : [{ field, code: 'docket.otherYear', params: { year } }];
}

export interface OwnNumber {
  readonly unitCode: string;
  readonly year: number;
  readonly serial: number;
}

const OWN_SHAPE = /^TZ-(\d{6}(?:-F\d{2})?|\d{9}|\d{12})-(\d{4})-(\d{6,})$/;

/** The system's own number of a dispute, taken by the unit that registered it. */
export const formatOwnNumber = ({ unitCode, year, serial }: OwnNumber): string =>
  `TZ-${unitCode}-${year}-${String(serial).padStart(6, '0')}`;

/** Reads an own number; undefined when the text is none. */
export function readOwnNumber(text: string): OwnNumber | undefined {
  const match = OWN_SHAPE.exec(text.trim());
  return match === null ? undefined : { unitCode: match[1] ?? '', year: Number(match[2]), serial: Number(match[3]) };
}
