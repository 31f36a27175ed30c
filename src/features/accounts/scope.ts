// What a token may do: `noun:read` or `noun:write`, such as `disputes:read`; `*` is everything its owner may do.
// Routes name the scope they need, so there is no second list to keep.

import Joi from 'joi';

export const ALL_SCOPES = '*';

/** One scope, by its form. */
export const scopeSchema = Joi.string().pattern(/^(?:\*|[a-z]+(?:-[a-z]+)*:(?:read|write))$/, 'scope');

/** True when the scopes of a token include the one a route needs; what may be written may be read. */
export const grantsScope = (scopes: readonly string[], needed: string): boolean =>
  scopes.includes(ALL_SCOPES) ||
  scopes.includes(needed) ||
  (needed.endsWith(':read') && scopes.includes(needed.replace(/:read$/, ':write')));

export const isScope = (text: string): boolean => !scopeSchema.validate(text).error;
