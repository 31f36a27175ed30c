import type { Document } from 'bson';
import { MongoError } from '../../gateway/mongo-error.ts';
import { isEmpty, isPlain, mapValues, operatorOf } from './bson-values.ts';
import { mendAccumulator, mendExpression } from './expressions.ts';
import { mendFilter } from './queries.ts';

type Mend = (specification: unknown) => Document[];

/** Inside `$set` an empty document is a value, which takes the place of what was there. */
function literalEmptiness(fields: unknown): unknown {
  if (isEmpty(fields)) return { $literal: {} };
  if (!isPlain(fields) || operatorOf(fields) !== undefined) return fields;
  return mapValues(fields, literalEmptiness);
}

const setStage =
  (name: '$set' | '$addFields'): Mend =>
  (fields) => {
    const mended = mendExpression(fields);
    return [{ [name]: isPlain(mended) && !isEmpty(mended) ? mapValues(mended, literalEmptiness) : mended }];
  };

function project(fields: unknown): Document[] {
  if (isPlain(fields)) {
    const empty = Object.entries(fields).find(([, specification]) => isEmpty(specification));
    if (empty) {
      const message = `Invalid $project :: caused by :: An empty sub-projection is not a valid value. Found empty object at path ${empty[0]}`;
      throw new MongoError(51270, message);
    }
  }
  return [{ $project: mendExpression(fields) }];
}

/**
 * A key of several parts: as the engine builds it, a part that is missing becomes null, and groups that differ run
 * together. As the value of an expression it stays what it is.
 */
function groupKey(key: unknown): unknown {
  const mended = mendExpression(key);
  if (!isPlain(mended) || operatorOf(mended) !== undefined || isEmpty(mended)) return mended;
  return { $mergeObjects: [mended] };
}

function group(specification: unknown): Document[] {
  if (!isPlain(specification)) return [{ $group: specification }];
  const mended = mapValues(specification, (value, name) => (name === '_id' ? groupKey(value) : mendAccumulator(value)));
  return [{ $group: mended }];
}

/** `$count` says 0 where MongoDB says nothing; this is what it stands for. */
function count(name: unknown): Document[] {
  if (typeof name !== 'string' || name === '' || name.startsWith('$') || name.includes('.')) return [{ $count: name }];
  return [{ $group: { _id: null, [name]: { $sum: 1 } } }, { $project: { _id: 0, [name]: 1 } }];
}

/** Buckets come in order in MongoDB. */
const bucket =
  (name: '$bucket' | '$bucketAuto'): Mend =>
  (specification) => {
    if (!isPlain(specification)) return [{ [name]: specification }];
    const mended = mapValues(specification, (value, field) => {
      if (field !== 'output') return mendExpression(value);
      return isPlain(value) ? mapValues(value, mendAccumulator) : value;
    });
    return [{ [name]: mended }, { $sort: { _id: 1 } }];
  };

const withPipeline =
  (name: string): Mend =>
  (specification) => {
    if (!isPlain(specification)) return [{ [name]: specification }];
    const mended = mapValues(specification, (value, field) => {
      if (field === 'pipeline' || field === 'whenMatched') return mendPipeline(value);
      return field === 'let' ? mendExpression(value) : value;
    });
    return [{ [name]: mended }];
  };

const expressions =
  (name: string): Mend =>
  (specification) => [{ [name]: mendExpression(specification) }];

/** Which fields of a stage hold a filter. */
const withFilter =
  (name: string, filterField: string): Mend =>
  (specification) => {
    if (!isPlain(specification)) return [{ [name]: specification }];
    const mended = mapValues(specification, (value, field) =>
      field === filterField ? mendFilter(value) : mendExpression(value),
    );
    return [{ [name]: mended }];
  };

function windowFields(specification: unknown): Document[] {
  if (!isPlain(specification)) return [{ $setWindowFields: specification }];
  const mended = mapValues(specification, (value, field) => {
    if (field !== 'output' || !isPlain(value)) return mendExpression(value);
    return mapValues(value, (output) => {
      if (!isPlain(output)) return output;
      const { window, ...accumulator } = output;
      return { ...(mendAccumulator(accumulator) as Document), ...(window === undefined ? {} : { window }) };
    });
  });
  return [{ $setWindowFields: mended }];
}

const STAGES: Readonly<Record<string, Mend>> = {
  $match: (filter) => [{ $match: mendFilter(filter) }],
  $set: setStage('$set'),
  $addFields: setStage('$addFields'),
  $project: project,
  $group: group,
  $count: count,
  $bucket: bucket('$bucket'),
  $bucketAuto: bucket('$bucketAuto'),
  $sortByCount: (key) => [{ $sortByCount: mendExpression(key) }, { $sort: { count: -1 } }],
  $setWindowFields: windowFields,
  $facet: (facets) => [{ $facet: isPlain(facets) ? mapValues(facets, mendPipeline) : facets }],
  $lookup: withPipeline('$lookup'),
  $unionWith: withPipeline('$unionWith'),
  $merge: withPipeline('$merge'),
  $graphLookup: withFilter('$graphLookup', 'restrictSearchWithMatch'),
  $geoNear: withFilter('$geoNear', 'query'),
  $replaceRoot: expressions('$replaceRoot'),
  $replaceWith: expressions('$replaceWith'),
  $redact: expressions('$redact'),
  $documents: expressions('$documents'),
  $fill: expressions('$fill'),
};

/** A pipeline whose stages the engine computes as MongoDB does; throws where that cannot be had. */
export function mendPipeline(pipeline: unknown): unknown {
  if (!Array.isArray(pipeline)) return pipeline;
  return pipeline.flatMap((stage: unknown) => {
    const name = operatorOf(stage);
    const mend = name === undefined ? undefined : STAGES[name];
    return mend && name !== undefined ? mend((stage as Document)[name]) : [stage];
  });
}
