import type { Document } from 'bson';
import { isPlain, mapValues, operatorOf } from './bson-values.ts';
import { mendExpression } from './expressions.ts';

const OPPOSITE: Readonly<Record<string, string>> = { $lt: '$gte', $lte: '$gt', $gt: '$lte', $gte: '$lt' };

/**
 * Comparisons of `$expr` hold between values of all types, and a missing field is less than any value. With an index
 * the engine looks only among values of the constant's type. Said the other way round the comparison means the same,
 * and the engine leaves the index alone.
 */
function keepFromIndex(expression: unknown): unknown {
  const operator = operatorOf(expression);
  if (operator === undefined) return expression;
  const argument = (expression as Document)[operator] as unknown;
  if (operator === '$and' && Array.isArray(argument)) return { $and: argument.map(keepFromIndex) };
  const opposite = OPPOSITE[operator];
  return opposite === undefined ? expression : { $not: [{ [opposite]: argument }] };
}

const NUMBER_TYPES = ['int', 'long', 'double', 'decimal'];

/** The engine knows neither the alias for all numbers nor annotations, which mean nothing to a check. */
function mendSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(mendSchema);
  if (!isPlain(schema)) return schema;
  const mended: Document = {};
  for (const [keyword, operand] of Object.entries(schema) as [string, unknown][]) {
    if ((keyword === 'title' || keyword === 'description') && typeof operand === 'string') continue;
    if (keyword === 'bsonType') {
      const types = (Array.isArray(operand) ? operand : [operand]) as unknown[];
      mended[keyword] = types.includes('number')
        ? [...new Set(types.flatMap((type) => (type === 'number' ? NUMBER_TYPES : [type])))]
        : operand;
    } else if (keyword === 'enum') {
      mended[keyword] = operand;
    } else if (keyword === 'properties' && isPlain(operand)) {
      mended[keyword] = mapValues(operand, mendSchema);
    } else {
      mended[keyword] = mendSchema(operand);
    }
  }
  return mended;
}

interface Geometry {
  readonly type: string;
  readonly coordinates: readonly unknown[];
}

const PART_OF: Readonly<Record<string, string>> = {
  MultiPoint: 'Point',
  MultiLineString: 'LineString',
  MultiPolygon: 'Polygon',
};

/**
 * The alternatives a `$geoIntersects` stands for. A shape of several parts meets what one of its parts meets, and a field
 * may hold a list of shapes; the engine looks at one simple shape in one place only.
 */
function intersections(name: string, condition: unknown): Document[] | undefined {
  if (!isPlain(condition) || !isPlain(condition['$geoIntersects'])) return undefined;
  const { $geoIntersects: intersects, ...others } = condition;
  const { type, coordinates } = (intersects['$geometry'] ?? {}) as Partial<Geometry>;
  const part = PART_OF[type ?? ''];
  const shapes =
    part === undefined || !Array.isArray(coordinates)
      ? [intersects]
      : coordinates.map((shape: unknown) => ({ $geometry: { type: part, coordinates: shape } }));
  return shapes.flatMap((shape) => [
    { [name]: { ...others, $geoIntersects: shape } },
    { [name]: { ...others, $elemMatch: { $geoIntersects: shape } } },
  ]);
}

/** A filter in which every condition the engine answers wrongly is said in a way it answers rightly. */
export function mendFilter(filter: unknown): unknown {
  if (!isPlain(filter)) return filter;
  const mended: Document = {};
  const further: Document[] = [];
  for (const [name, condition] of Object.entries(filter) as [string, unknown][]) {
    if (name === '$expr') mended[name] = keepFromIndex(mendExpression(condition));
    else if (name === '$jsonSchema') mended[name] = mendSchema(condition);
    else if (Array.isArray(condition) && ['$and', '$or', '$nor'].includes(name))
      mended[name] = condition.map(mendFilter);
    else {
      const alternatives = intersections(name, condition);
      if (alternatives) further.push({ $or: alternatives });
      else mended[name] = condition;
    }
  }
  if (further.length > 0) mended['$and'] = [...((mended['$and'] ?? []) as unknown[]), ...further];
  return mended;
}
