import type Joi from 'joi';
import { invalid, type ErrorParams, type FieldError } from '../domain/errors.ts';

const OPTIONS: Joi.ValidationOptions = {
  abortEarly: false,
  stripUnknown: false,
  allowUnknown: false,
  convert: true,
  messages: {},
};

/** What of a joi error may be told to the reader: limits and the like, never the value itself. */
function paramsOf(context: Joi.Context | undefined): ErrorParams {
  const told = Object.entries(context ?? {}).filter(
    ([name, value]) =>
      !['value', 'key', 'label'].includes(name) && (typeof value === 'string' || typeof value === 'number'),
  );
  return Object.fromEntries(told);
}

const fieldError = ({ path, type, context }: Joi.ValidationErrorItem): FieldError => {
  const params = paramsOf(context);
  return { field: path.join('.'), code: type, ...(Object.keys(params).length > 0 ? { params } : {}) };
};

/**
 * Checks the shape of what came in; unknown fields are refused. The answer is a new value, the request keeps its own.
 * @throws DomainError invalid `validation` with one entry a field
 */
export function validate<T>(schema: Joi.Schema<T>, value: unknown): T {
  const result = schema.validate(value ?? {}, OPTIONS);
  if (result.error) throw invalid('validation', result.error.details.map(fieldError));
  return result.value;
}
