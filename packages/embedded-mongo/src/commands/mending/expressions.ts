import type { Document } from 'bson';
import { constantOf, isPlain, mapValues, operatorOf } from './bson-values.ts';
import { mendDateArithmetic, mendDateTrunc } from './date-expressions.ts';
import { refusal, refuseAtRunTime } from './refusal.ts';

const VALUE = 'embeddedMongoValue';
const value = `$$${VALUE}`;

const decimalAverage = refuseAtRunTime(
  '$avg of Decimal128 loses digits in the storage engine: divide a $sum by a count, or store integers',
);

/** Decimal text of a double: the engine gives it with all zeros, and exact up to fifteen digits. */
const decimalText = {
  $rtrim: { input: { $rtrim: { input: { $toString: { $toDecimal: value } }, chars: '0' } }, chars: '.' },
};

/**
 * A double as text. The engine keeps six digits; whole numbers up to a million come out right, others by way of
 * Decimal128 where that is exact. What remains is refused.
 */
const isShort = {
  $or: [
    { $in: [value, [Infinity, -Infinity]] },
    { $and: [{ $lt: [{ $abs: value }, 1e6] }, { $eq: [{ $trunc: [value, 0] }, value] }] },
  ],
};

const isExactAsDecimal = {
  $and: [
    { $gte: [{ $abs: value }, 1e-4] },
    { $lt: [{ $abs: value }, 1e15] },
    { $eq: [{ $toDouble: { $toDecimal: value } }, value] },
  ],
};

const textOfDouble = {
  $cond: [
    isShort,
    { $toString: value },
    {
      $cond: [
        isExactAsDecimal,
        decimalText,
        refuseAtRunTime(
          '$toString of a double with more than 15 digits, or below 0.0001, or from 1e15 on, is not exact in the storage ' +
            'engine: store integers or Decimal128, or format it in the application',
        ),
      ],
    },
  ],
};

/** What a conversion to text is to be given: doubles have become text already. */
const withExactDoubles = (input: unknown): Document => ({
  $let: {
    vars: { [VALUE]: input },
    in: { $cond: [{ $eq: [{ $type: value }, 'double'] }, textOfDouble, value] },
  },
});

function mendConvert(specification: unknown): Document {
  if (!isPlain(specification)) return { $convert: specification };
  const target = specification['to'] as unknown;
  const type = constantOf(isPlain(target) && 'type' in target ? target['type'] : target);
  if (typeof type === 'number' ? type !== 2 : typeof type === 'string' && !type.startsWith('$') && type !== 'string') {
    return { $convert: specification };
  }
  if (type !== 2 && type !== 'string') {
    throw refusal('$convert to a type that is not a constant is not supported: choose among constants with $switch.');
  }
  return { $convert: { ...specification, input: withExactDoubles(specification['input']) } };
}

const toText = (argument: unknown): Document => {
  const [input] = Array.isArray(argument) && argument.length === 1 ? (argument as unknown[]) : [argument];
  return { $toString: withExactDoubles(input) };
};

/** `$avg` over operands, or over the elements of an array. */
function mendAverage(argument: unknown): Document {
  if (Array.isArray(argument)) return { $avg: argument.map(withoutDecimals) };
  const elements = { $map: { input: value, as: 'embeddedMongoElement', in: { $type: '$$embeddedMongoElement' } } };
  const hasDecimal = {
    $cond: [{ $isArray: [value] }, { $in: ['decimal', elements] }, { $eq: [{ $type: value }, 'decimal'] }],
  };
  return {
    $let: {
      vars: { [VALUE]: argument },
      in: { $avg: { $cond: [hasDecimal, decimalAverage, value] } },
    },
  };
}

/** An operand that must not be a Decimal128. */
const withoutDecimals = (operand: unknown): Document => ({
  $cond: [{ $eq: [{ $type: operand }, 'decimal'] }, decimalAverage, operand],
});

/** The operators the engine computes wrongly, and what they are replaced with. */
const MENDED: Readonly<Record<string, (argument: unknown) => Document>> = {
  $dateTrunc: (argument) => (isPlain(argument) ? mendDateTrunc(argument) : { $dateTrunc: argument }),
  $dateAdd: (argument) => (isPlain(argument) ? mendDateArithmetic('$dateAdd', argument) : { $dateAdd: argument }),
  $dateSubtract: (argument) =>
    isPlain(argument) ? mendDateArithmetic('$dateSubtract', argument) : { $dateSubtract: argument },
  $toString: toText,
  $convert: mendConvert,
  $avg: mendAverage,
};

/** An expression in which every operator that the engine computes wrongly is replaced, or refused. */
export function mendExpression(expression: unknown): unknown {
  if (Array.isArray(expression)) return expression.map(mendExpression);
  if (!isPlain(expression)) return expression;
  const operator = operatorOf(expression);
  if (operator === '$literal') return expression;
  const mended = mapValues(expression, mendExpression);
  const replace = operator === undefined ? undefined : MENDED[operator];
  return replace && operator !== undefined ? replace(mended[operator]) : mended;
}

/** The accumulators of a group: `$avg` takes one operand here. */
export function mendAccumulator(accumulator: unknown): unknown {
  if (operatorOf(accumulator) !== '$avg') return mendExpression(accumulator);
  const { $avg: operand, ...others } = accumulator as Document;
  return { $avg: withoutDecimals(mendExpression(operand)), ...others };
}
