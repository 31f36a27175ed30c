import { type Request } from 'express';

/** One field of a form that was sent but not accepted. */
export interface KeptField {
  readonly name: string;
  readonly value: string;
}

const SECRET = /password|token|^_/i;
const MOST_FIELDS = 300;

function flatten(name: string, value: unknown): KeptField[] {
  if (typeof value === 'string') return [{ name, value }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, entry]) => flatten(`${name}[${key}]`, entry));
}

/**
 * What the person had written in a form that came back because its session was over. Only for a form that our own
 * page sent: a foreign site must not have its words shown as the person's.
 */
export function keptFields(req: Request, code: string): readonly KeptField[] {
  const site = req.get('sec-fetch-site');
  if (code !== 'csrf' || (site !== undefined && site !== 'same-origin')) return [];
  return Object.entries((req.body ?? {}) as object)
    .filter(([name]) => !SECRET.test(name))
    .flatMap(([name, value]) => flatten(name, value))
    .slice(0, MOST_FIELDS);
}
