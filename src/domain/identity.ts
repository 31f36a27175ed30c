// Who a party is: resident ID numbers (GB 11643, with the older 15-digit form) and unified social credit codes
// (GB 32100), checked by their own arithmetic because every package measured refuses valid numbers or accepts impossible
// ones; and the masks under which personal data is shown to people who need not see it (个人信息保护法 28, 51).

import { isDay, type CalendarDay } from './calendar-day.ts';

export interface ResidentId {
  readonly birthDay: CalendarDay;
  readonly sex: 'male' | 'female';
  /** The six-digit code of the place of registration; 81, 82 and 83 begin the permits of Hong Kong, Macao and Taiwan residents. */
  readonly region: string;
}

const PROVINCES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);
const CHECK_CHARACTERS = '10X98765432';
const ID_18 = /^\d{17}[\dX]$/;
const ID_15 = /^\d{15}$/;

/** The check character of a resident ID: ISO 7064 MOD 11-2, as Σ digit × 2^(17−i) mod 11. */
const checkCharacter = (first17: string): string =>
  CHECK_CHARACTERS.charAt(
    Array.from(first17).reduce((sum, digit, index) => sum + Number(digit) * 2 ** (17 - index), 0) % 11,
  );

/**
 * Reads a resident ID of 18 or 15 digits.
 * @returns undefined when the number cannot exist: wrong check character, region, or a birth day unreal or after `today`
 */
export function readResidentId(text: string, today: CalendarDay): ResidentId | undefined {
  const typed = text.trim().toUpperCase();
  const long = ID_15.test(typed) ? `${typed.slice(0, 6)}19${typed.slice(6)}` : typed;
  if (long === typed && !ID_18.test(typed)) return undefined;
  if (long === typed && checkCharacter(typed.slice(0, 17)) !== typed.charAt(17)) return undefined;
  const birthDay = `${long.slice(6, 10)}-${long.slice(10, 12)}-${long.slice(12, 14)}`;
  if (!PROVINCES.has(long.slice(0, 2)) || !isDay(birthDay) || birthDay > today) return undefined;
  return { birthDay, sex: Number(long.charAt(16)) % 2 === 1 ? 'male' : 'female', region: long.slice(0, 6) };
}

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** Whether a unified social credit code passes GB 32100: 18 characters of its alphabet and the right check character. */
export function isCreditCode(text: string): boolean {
  const code = text.trim().toUpperCase();
  if (!CREDIT_SHAPE.test(code)) return false;
  let weight = 1;
  let sum = 0;
  for (const character of code.slice(0, 17)) {
    sum += CREDIT_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return code.charAt(17) === CREDIT_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Full years of age on a day. Somebody born on 29 February comes of age on 1 March in common years. */
export function ageOn(birthDay: CalendarDay, on: CalendarDay): number {
  const years = Number(on.slice(0, 4)) - Number(birthDay.slice(0, 4));
  const anniversary = `${on.slice(0, 4)}${birthDay.slice(4)}`;
  return on >= anniversary ? years : years - 1;
}

/** Under 18 on that day: a guardian acts for the party. */
export const isMinor = (birthDay: CalendarDay, on: CalendarDay): boolean => ageOn(birthDay, on) < 18;

/** `110112199001011234` → `110112********1234`; other papers keep two characters at each end. */
export function maskId(text: string): string {
  if (text.length < 15) return maskMiddle(text, 2, 2);
  return maskMiddle(text, 6, 4);
}

/** An identity number or credit code in the one form it is compared in: no blanks, capitals. */
export const normaliseId = (text: string): string => text.replaceAll(/\s/g, '').toUpperCase();

/** An address in the one form it is compared in: half-width, without blanks, punctuation and the names of city and district. */
export const normaliseAddress = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s\p{P}]/gu, '')
    .replace(/^(?:北京市?)?(?:通州区)?/, '')
    .toUpperCase();

/** A phone in the one form it is compared in: no blanks or dashes, a mobile without its country code. */
export const normalisePhone = (text: string): string => text.replaceAll(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '');

/**
 * A mobile, a landline with or without its area code, a 400 line or a short number such as 12345. Only the shape is
 * asked: a list of operators' prefixes would refuse the next prefix they are given.
 */
const PHONE = /^(1[3-9]\d{9}|0\d{9,11}|\d{5,8}|400\d{7})$/;

/** Whether a normalised phone can be dialled. */
export const isPhone = (phone: string): boolean => PHONE.test(phone);

/** `13812348888` → `138****8888`; a landline keeps its area code and last two digits. */
export function maskPhone(text: string): string {
  if (/^1\d{10}$/.test(text)) return maskMiddle(text, 3, 4);
  const areaCode = /^0\d{2,3}-?/.exec(text)?.[0].length ?? 0;
  return maskMiddle(text, areaCode, 2);
}

const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 东郭 南门 西门'.split(
    ' ',
  ),
);

/** `张三` → `张某`, `张三丰` → `张某某`, `欧阳修` → `欧阳某`. Names of organisations are not masked. */
export function maskName(name: string): string {
  const typed = name.trim();
  const surname = typed.length > 2 && COMPOUND_SURNAMES.has(typed.slice(0, 2)) ? typed.slice(0, 2) : typed.slice(0, 1);
  const given = typed.length - surname.length;
  return surname + '某'.repeat(Math.min(2, Math.max(1, given)));
}

const COMMUNITY = /^.*?(?:社区|居委会|村委会|村(?!(?:街道|路|大街|镇|乡)))/;
const DISTRICT = /^.*(?:街道|镇|乡|地区|区|县|市)/;

/** Keeps an address down to the village or community: `宋庄镇小堡村12号` → `宋庄镇小堡村***`. */
export function maskAddress(address: string): string {
  const kept = COMMUNITY.exec(address)?.[0] ?? DISTRICT.exec(address)?.[0] ?? address.slice(0, 3);
  return kept === address ? address : `${kept}***`;
}

function maskMiddle(text: string, head: number, tail: number): string {
  const hidden = text.length - head - tail;
  if (hidden <= 0) return '*'.repeat(text.length);
  return text.slice(0, head) + '*'.repeat(hidden) + text.slice(text.length - tail);
}
