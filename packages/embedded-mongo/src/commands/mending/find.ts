import type { Document } from 'bson';
import { constantOf, isPlain, operatorOf } from './bson-values.ts';
import { mendExpression } from './expressions.ts';
import { mendFilter } from './queries.ts';
import { refusal } from './refusal.ts';

/** A field no document has. */
const NOWHERE = 'embeddedMongoNowhere';

const isMeta = (specification: unknown): boolean => operatorOf(specification) === '$meta';

/** Whether a projection does nothing but add what the search found out: MongoDB then gives the documents whole. */
function addsMetaOnly(projection: Document): boolean {
  const specifications = Object.entries(projection).filter(([name]) => name !== '_id');
  return specifications.length > 0 && specifications.every(([, specification]) => isMeta(specification));
}

/** Whether `_id` is all a projection leaves out while it picks elements of arrays: MongoDB then gives those only. */
function picksElementsWithoutId(projection: Document): boolean {
  const { _id: id, ...others } = projection;
  const specifications = Object.values(others) as unknown[];
  const leavesIdOut = id === false || constantOf(id) === 0;
  return (
    leavesIdOut &&
    specifications.some((specification) => operatorOf(specification) === '$elemMatch') &&
    specifications.every((specification) => ['$elemMatch', '$slice'].includes(operatorOf(specification) ?? ''))
  );
}

/** The same question as an aggregation, which adds fields where a projection would choose them. */
function asAggregation(command: Document, projection: Document): Document {
  const { find, filter, sort, skip, limit, batchSize, singleBatch, projection: _, ...others } = command;
  const { _id: id, ...added } = projection;
  const count = Math.abs(Number(constantOf(limit) ?? 0));
  const stages = [
    { $match: (filter ?? {}) as Document },
    ...(isPlain(sort) && Object.keys(sort).length > 0 ? [{ $sort: sort }] : []),
    ...(Number(constantOf(skip) ?? 0) > 0 ? [{ $skip: skip as unknown }] : []),
    ...(count > 0 ? [{ $limit: count }] : []),
    { $addFields: added },
    ...(id === false || constantOf(id) === 0 ? [{ $project: { _id: 0 } }] : []),
  ];
  // A page that is larger than the limit leaves no cursor behind.
  const size = singleBatch === true ? { batchSize: count + 1 } : batchSize === undefined ? {} : { batchSize };
  return { aggregate: find as unknown, pipeline: stages, cursor: size, ...others };
}

/** A `find` the engine answers as MongoDB does; it may have become an `aggregate`. */
export function mendFind(command: Document): Document {
  if (command['min'] !== undefined || command['max'] !== undefined) {
    throw refusal('find with min or max is not supported: give the bounds in the filter, { field: { $gte, $lt } }.');
  }
  const mended: Document = { ...command, filter: mendFilter(command['filter'] ?? {}) };
  const projection: unknown = command['projection'];
  if (!isPlain(projection)) return mended;
  mended['projection'] = mendExpression(projection);
  if (addsMetaOnly(projection)) return asAggregation(mended, projection);
  if (picksElementsWithoutId(projection)) mended['projection'] = { ...projection, [NOWHERE]: 1 };
  return mended;
}
