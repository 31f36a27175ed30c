// Orders hold what callers said, numbers included; a preview shows none of them.

import { maskId, maskPhone } from '../../domain/identity.ts';

const IDENTITY = /(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)/g;
const MOBILE = /(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)/g;

/** The text with identity and mobile numbers masked. */
export const maskedText = (text: string): string =>
  text
    .replaceAll(IDENTITY, (number) => maskId(number))
    .replaceAll(MOBILE, (number) => maskPhone(number.replaceAll(/[\s-]/g, '')));
