// Money is a whole number of fen. Amounts are read from what people type ("12,345.60", "1.2万元") digit by digit, never
// through floating point, so that a claim, its instalments and the receipts always add up to the fen.

import { conflict, invalid } from './errors.ts';

/** A whole number of fen (1/100 yuan). */
export type Fen = number;

const UNITS: Readonly<Record<string, number>> = { '': 2, 万: 6, 亿: 10 };
const SHAPE = /^[¥￥]?(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(万|亿)?元?$/;

const toHalfWidth = (text: string): string =>
  text.replaceAll(/[０-９．，]/g, (sign) =>
    sign === '，' ? ',' : sign === '．' ? '.' : String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0),
  );

/**
 * Reads an amount in yuan, 万元 or 亿元.
 * @throws DomainError `law.money.invalid` (no amount), `law.money.tooFine` (parts of a fen), `law.money.tooLarge`
 */
export function parseMoney(text: string): Fen {
  const match = SHAPE.exec(toHalfWidth(text).replaceAll(/\s/g, ''));
  if (match === null) throw invalid('law.money.invalid');
  const [, sign = '', whole = '', fraction = '', unit = ''] = match;
  const places = UNITS[unit] ?? 2;
  if (/[1-9]/.test(fraction.slice(places))) throw invalid('law.money.tooFine');
  const digits = whole.replaceAll(',', '') + fraction.slice(0, places).padEnd(places, '0');
  const fen = BigInt(digits) * (sign === '-' ? -1n : 1n);
  if (fen > BigInt(Number.MAX_SAFE_INTEGER) || fen < BigInt(Number.MIN_SAFE_INTEGER))
    throw invalid('law.money.tooLarge');
  return Number(fen);
}

/** `1234560` → `12,345.60`. */
export function formatMoney(fen: Fen): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const yuan = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`;
}

/** The sum of amounts. @throws DomainError `law.money.tooLarge` beyond whole-number precision */
export function sumMoney(amounts: readonly Fen[]): Fen {
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (!Number.isSafeInteger(sum)) throw invalid('law.money.tooLarge');
  return sum;
}

/**
 * Divides an amount into instalments that differ by one fen at most and add up exactly; the larger ones come first.
 * @throws DomainError `law.money.cannotSplit` when there are fewer fen than instalments
 */
export function splitMoney(total: Fen, parts: number): readonly Fen[] {
  if (parts < 1 || total < parts) throw conflict('law.money.cannotSplit', undefined, { parts });
  const small = Math.floor(total / parts);
  const larger = total - small * parts;
  return Array.from({ length: parts }, (_, index) => (index < larger ? small + 1 : small));
}
