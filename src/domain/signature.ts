// A signature drawn on a screen: a path of strokes on a field of fixed size. Only moves and lines between whole points are
// kept, so that nothing else can travel in it, and a dot or a straight dash does not pass for a name.

import { invalidField } from './errors.ts';

/** The field on which a signature is drawn, in its own units. */
export const SIGNATURE_FIELD = { width: 600, height: 200 } as const;

/** More points than a hand makes in signing. */
const MOST_POINTS = 4_000;
const FEWEST_POINTS = 8;
/** The least width and height of a signature. */
const LEAST_WIDTH = 40;
const LEAST_HEIGHT = 12;

const SHAPE = /^(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)+$/;
const POINT = /([ML])(\d{1,3}) (\d{1,3})/g;

/**
 * The path as it is kept, written anew from its points.
 * @throws DomainError `validation` at the field: `law.signature.unreadable`, `.tooSmall`, `.tooLong`
 */
export function cleanSignature(path: string, field: string): string {
  if (!SHAPE.test(path)) throw invalidField(field, 'law.signature.unreadable');
  const points = [...path.matchAll(POINT)].map(([, move = '', x, y]) => ({ move, x: Number(x), y: Number(y) }));
  if (points.length > MOST_POINTS) throw invalidField(field, 'law.signature.tooLong');
  const inside = points.every(({ x, y }) => x <= SIGNATURE_FIELD.width && y <= SIGNATURE_FIELD.height);
  if (!inside) throw invalidField(field, 'law.signature.unreadable');
  const span = (of: (point: { x: number; y: number }) => number): number =>
    points.reduce((most, point) => Math.max(most, of(point)), 0) -
    points.reduce((least, point) => Math.min(least, of(point)), Infinity);
  const isSmall = span(({ x }) => x) < LEAST_WIDTH || span(({ y }) => y) < LEAST_HEIGHT;
  if (points.length < FEWEST_POINTS || isSmall) throw invalidField(field, 'law.signature.tooSmall');
  return points.map(({ move, x, y }) => `${move}${x} ${y}`).join('');
}
