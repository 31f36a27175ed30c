import { expect } from 'chai';
import * as fc from 'fast-check';
import { addDays, parseDay } from '../../src/domain/calendar-day.ts';
import { isCreditCode, readResidentId } from '../../src/domain/identity.ts';

const TODAY = parseDay('2026-11-22');
const PROVINCES = '11 12 13 31 44 65 71 81 82 83'.split(' ');
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** ISO 7064 MOD 11-2 by its definition: the whole string with its check character must leave 1. */
function satisfiesMod11(id: string): boolean {
  let rest = 0;
  for (const character of id) rest = ((rest + (character === 'X' ? 10 : Number(character))) * 2) % 11;
  return (rest * 6) % 11 === 1;
}

/** GB 32100 by its definition: Σ value × 3^i over 18 places, the last one included, is a multiple of 31. */
function satisfiesMod31(code: string): boolean {
  let sum = 0n;
  Array.from(code).forEach((character, index) => {
    const weight = index < 17 ? 3n ** BigInt(index) : 1n;
    sum += BigInt(ALPHABET.indexOf(character)) * weight;
  });
  return sum % 31n === 0n;
}

const aBody = fc
  .tuple(
    fc.constantFrom(...PROVINCES),
    fc.integer({ min: 0, max: 9999 }),
    fc.integer({ min: 0, max: 46_000 }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([province, area, age, order]) => {
    const birthDay = addDays(TODAY, -age);
    return {
      birthDay,
      order,
      text: `${province}${String(area).padStart(4, '0')}${birthDay.replaceAll('-', '')}${String(order).padStart(3, '0')}`,
    };
  });

describe('identity numbers against their definitions', () => {
  it('When a body is completed by every check character, then exactly the one of ISO 7064 is accepted', () => {
    fc.assert(
      fc.property(aBody, (body) => {
        for (const check of '0123456789X') {
          const id = body.text + check;
          const read = readResidentId(id, TODAY);
          expect(read !== undefined).to.equal(satisfiesMod11(id));
          if (read !== undefined) {
            expect(read.birthDay).to.equal(body.birthDay);
            expect(read.sex).to.equal(body.order % 2 === 1 ? 'male' : 'female');
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('When one digit of a resident ID is mistyped, then it is refused', () => {
    fc.assert(
      fc.property(aBody, fc.nat(16), fc.integer({ min: 1, max: 9 }), (body, place, shift) => {
        const check = Array.from('0123456789X').find((character) => satisfiesMod11(body.text + character)) ?? '';
        const digit = String((Number(body.text.charAt(place)) + shift) % 10);
        const mistyped = body.text.slice(0, place) + digit + body.text.slice(place + 1) + check;
        expect(readResidentId(mistyped, TODAY)).to.equal(undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it('When any text is read, then it is refused or right, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readResidentId(text, TODAY);
        isCreditCode(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('When a credit code is completed by every character, then exactly the one of GB 32100 is accepted', () => {
    const aCharacter = fc.constantFrom(...Array.from(ALPHABET));
    const aCode = fc
      .tuple(
        fc.constantFrom('1', '5', '9', 'A', 'N', 'Y'),
        aCharacter,
        fc.integer({ min: 0, max: 999_999 }),
        fc.array(aCharacter, { minLength: 9, maxLength: 9 }),
      )
      .map(([department, kind, area, rest]) => `${department}${kind}${String(area).padStart(6, '0')}${rest.join('')}`);
    const checks = new Set<string>();

    fc.assert(
      fc.property(aCode, (body) => {
        const accepted = Array.from(ALPHABET).filter((check) => isCreditCode(body + check));
        expect(accepted).to.deep.equal(Array.from(ALPHABET).filter((check) => satisfiesMod31(body + check)));
        expect(accepted).to.have.lengthOf(1);
        checks.add(accepted[0] ?? '');
      }),
      { numRuns: 1000 },
    );
    expect(checks.has('0')).to.equal(true);
  });
});
