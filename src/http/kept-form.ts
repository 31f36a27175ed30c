import { type Request } from 'express';
import { type DomainError } from '../domain/errors.ts';

/** One field of a form that was sent but not accepted. */
export interface KeptField {
  readonly name: string;
  readonly value: string;
}

const SECRET = /password|token|^_|^version$/i;
const MOST_FIELDS = 300;

function flatten(name: string, value: unknown): KeptField[] {
  if (typeof value === 'string') return [{ name, value }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, entry]) => flatten(`${name}[${key}]`, entry));
}

/** True when the same form may simply be sent again: its session was over, nothing else was wrong with it. */
export const mayRetry = ({ code }: DomainError): boolean => code === 'csrf';

/**
 * What the person had written in a form that cannot be shown again: its session was over, or somebody else has moved
 * the record on meanwhile. Only for a form that our own page sent: a foreign site must not have its words shown as the
 * person's.
 */
export function keptFields(req: Request, error: DomainError): readonly KeptField[] {
  const site = req.get('sec-fetch-site');
  const overtaken = req.method === 'POST' && (error.kind === 'stale' || error.kind === 'conflict');
  if (!(mayRetry(error) || overtaken) || (site !== undefined && site !== 'same-origin')) return [];
  return Object.entries((req.body ?? {}) as object)
    .filter(([name]) => !SECRET.test(name))
    .flatMap(([name, value]) => flatten(name, value))
    .slice(0, MOST_FIELDS);
}
