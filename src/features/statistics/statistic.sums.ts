import { type CountFlag, type CountSource } from '../../domain/count-flag.ts';
import { type CountRow } from '../../domain/count-row.ts';
import { ALL_TYPES, placeOf, scopesOf, tierScope } from './statistic.cell.ts';
import { type Cell } from './statistic.model.ts';
import { type Tallies, type Tally } from './statistic.report.ts';

interface SummedRequest {
  readonly scopes?: readonly string[] | undefined;
  readonly type: string;
}

/** Adds numbers up by source, place, type and time. */
export class Sums {
  readonly #tallies = new Map<string, MutableTally>();

  add(scope: string, type: string, on: string, { n = {}, s = {}, h = {} }: Pick<Cell, 'n' | 's' | 'h'>): void {
    for (const [path, count] of Object.entries(n)) {
      const [source, flag] = halves(path);
      const tally = this.#tally(source as CountSource, scope, type, on);
      tally.counts[flag as CountFlag] = (tally.counts[flag as CountFlag] ?? 0) + count;
    }
    for (const [path, sum] of Object.entries(s)) {
      const [source, what] = halves(path);
      const tally = this.#tally(source as CountSource, scope, type, on);
      if (what === 'days') tally.days += sum;
      else tally.fen += sum;
    }
    for (const [source, lengths] of Object.entries(h)) {
      const tally = this.#tally(source as CountSource, scope, type, on);
      for (const [days, count] of Object.entries(lengths)) {
        tally.lengths.set(Number(days), (tally.lengths.get(Number(days)) ?? 0) + count);
      }
    }
  }

  /** A single row, in the one of its places that was asked for. */
  addRow(row: CountRow, type: string, { scopes, type: asked }: SummedRequest): void {
    const scope = scopes ? scopesOf(row).find((of) => scopes.includes(of)) : tierScope(row.tier);
    if (scope === undefined) return;
    this.add(scope, asked === 'all' ? ALL_TYPES : type, row.on, {
      n: Object.fromEntries(row.flags.map((flag) => [`${row.source}:${flag}`, 1])),
      s: {
        ...(row.days === undefined ? {} : { [`${row.source}:days`]: row.days }),
        ...(row.fen === undefined ? {} : { [`${row.source}:fen`]: row.fen }),
      },
      h: row.days === undefined ? {} : { [row.source]: { [row.days]: 1 } },
    });
  }

  facts(sources: readonly CountSource[]): Tallies {
    const bySource = new Map<CountSource, Tally[]>(sources.map((source) => [source, []]));
    for (const tally of this.#tallies.values()) bySource.get(tally.source)?.push(tally);
    return Object.fromEntries(bySource);
  }

  #tally(source: CountSource, scope: string, type: string, on: string): MutableTally {
    const key = `${source}|${scope}|${type}|${on}`;
    const known = this.#tallies.get(key);
    if (known) return known;
    const tally = {
      source,
      ...placeOf(scope),
      type,
      on,
      counts: {},
      days: 0,
      fen: 0,
      lengths: new Map<number, number>(),
    };
    this.#tallies.set(key, tally);
    return tally;
  }
}

type MutableTally = Tally & {
  readonly source: CountSource;
  readonly counts: Partial<Record<CountFlag, number>>;
  days: number;
  fen: number;
  readonly lengths: Map<number, number>;
};

const halves = (path: string): readonly [string, string] => {
  const colon = path.indexOf(':');
  return [path.slice(0, colon), path.slice(colon + 1)];
};
