// Shapes of act inputs that pages and the API share: a page sends every value as text and repeated rows under bracket
// names, the API sends JSON. Empty inputs count as missing.

import Joi from 'joi';

const isBlank = (row: unknown): boolean =>
  row !== null && typeof row === 'object' && Object.values(row).every((value) => value === '');

/** Rows under numbered names arrive as an object when there are many; unfilled rows at the end are none. */
function rowsOf(value: object): readonly unknown[] {
  const rows: unknown[] = Array.isArray(value) ? [...value] : Object.values(value);
  while (rows.length > 0 && isBlank(rows.at(-1))) rows.pop();
  return rows;
}

const linesOf = (value: string): readonly string[] =>
  value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

const forms: typeof Joi = Joi.extend((joi: Joi.Root) => ({
  type: 'array',
  base: joi.array(),
  coerce: {
    from: ['string', 'object'],
    method: (value: string | object | null) => {
      if (value === null) return { value };
      return { value: typeof value === 'string' ? linesOf(value) : rowsOf(value) };
    },
  },
})) as typeof Joi;

/** A text area with one entry a line, or a list of texts; missing when it is not sent. */
export const sentLines = (max: number, length = 500) =>
  forms.array().items(Joi.string().trim().min(1).max(length)).max(max);

/** As `sentLines`, an empty list when it is not sent. */
export const textLines = (max: number, length = 500) => sentLines(max, length).default([]);

/** Rows of a table in a form, or a list of objects. */
export const rows = (item: Joi.ObjectSchema, max: number) => forms.array().items(item).max(max).default([]);

/** A ticked box; absent or empty is false. */
export const flag = () => Joi.boolean().truthy('on', 'yes', '1').falsy('off', 'no', '0').empty('').default(false);

export const choice = (values: readonly string[]) =>
  Joi.string()
    .empty('')
    .valid(...values);

/** Ticked boxes of one name, or a list; one ticked box arrives as a bare text. */
export const choices = (values: readonly string[]) =>
  Joi.array()
    .items(Joi.string().valid(...values))
    .unique()
    .single()
    .empty('')
    .default([]);

/** Ids of parties, ticked or listed; whether they exist is asked of the dispute. */
export const partyIds = () =>
  Joi.array()
    .items(Joi.string().pattern(/^p\d{1,3}$/))
    .unique()
    .single()
    .empty('')
    .default([]);

/** A time of day, `HH:MM`. */
export const timeOfDay = () =>
  Joi.string()
    .empty('')
    .pattern(/^([01]\d|2[0-3]):[0-5]\d$/);

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** An instant with its zone, or the time on the clock in Beijing as a page's input sends it. */
export const moment = () =>
  Joi.string()
    .empty('')
    .custom((value: string, helpers) => {
      if (!LOCAL.test(value) && !ZONED.test(value)) return helpers.error('moment.invalid');
      const instant = new Date(LOCAL.test(value) ? `${value}+08:00` : value);
      return Number.isNaN(instant.getTime()) ? helpers.error('moment.invalid') : instant;
    })
    .messages({ 'moment.invalid': 'moment.invalid' });
