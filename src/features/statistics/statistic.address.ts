// Addresses of the statistics: what is asked for, with one thing changed.

import { type StatisticsQuery } from './statistic.schema.ts';

export type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The query as an address says it, without what is missing. */
export const paramsOf = (query: StatisticsQuery): Params => ({
  unit: query.unit,
  // Days chosen one by one stand above a preset.
  period: query.from === undefined && query.to === undefined ? query.period : undefined,
  from: query.from,
  to: query.to,
  type: query.type,
  tier: query.tier,
  basis: query.basis === 'closing' ? undefined : query.basis,
  asOf: query.asOf,
  since: query.since,
  mediator: query.mediator,
});

export function address(path: string, ...layers: readonly Params[]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(Object.assign({}, ...layers) as Params)) {
    for (const one of value === undefined ? [] : [value].flat()) if (one !== '') search.append(name, one);
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const listAddress = (figure: string, ...layers: readonly Params[]): string =>
  address(`/statistics/figures/${figure}/disputes`, ...layers);
