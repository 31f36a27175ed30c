import { expect } from 'chai';
import * as fc from 'fast-check';
import { cleanSignature } from '../../src/domain/signature.ts';
import { refusal } from './refusals.ts';

const stroke = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
const NAME = stroke([
  [20, 30],
  [60, 90],
  [100, 40],
  [140, 95],
  [180, 50],
  [220, 120],
  [260, 60],
  [300, 100],
]);

describe('a signature drawn on a screen', () => {
  it('When it is a name, then it is kept point by point', () => expect(cleanSignature(NAME, 'path')).to.equal(NAME));

  const refused: readonly (readonly [string, string])[] = [
    ['', 'unreadable'],
    ['M1 1', 'tooSmall'],
    ['M10 10L500 10L20 11L30 12L40 13L50 14L60 15L70 16', 'tooSmall'],
    [`${NAME}<script>`, 'unreadable'],
    [`${NAME}C1 1 2 2 3 3`, 'unreadable'],
    [`${NAME}L999 10`, 'unreadable'],
    [NAME.repeat(600), 'tooLong'],
  ];
  for (const [path, code] of refused) {
    it(`When it is ${path.slice(0, 40) || 'nothing'}, then it is refused as ${code}`, () =>
      expect(refusal(() => cleanSignature(path, 'path')).errors[0]?.code).to.equal(`law.signature.${code}`));
  }

  it('When anything at all is sent, then what is kept holds moves and lines only', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.constant(NAME),
          fc.string().map((tail) => NAME + tail),
        ),
        (text) => {
          try {
            return /^[ML\d ]*$/.test(cleanSignature(text, 'path'));
          } catch {
            return true;
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
