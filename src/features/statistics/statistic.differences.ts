// Whether what is stored equals what a count of all events gives. Reads everything once and changes nothing.

import { type Connection, trusted } from 'mongoose';
import { rowsOf } from '../../domain/count-row.ts';
import { eventModel } from '../disputes/index.ts';
import { CELL_KINDS, CellChanges, sameRow } from './statistic.cell.ts';
import { FOLDED_FIELDS, type FoldedEvent, foldEvents } from './statistic.fold.ts';
import { type Cell, cellModel, type Fact, factModel, type FactRow, factRowModel } from './statistic.model.ts';

const EVENTS_AT_ONCE = 20_000;
const MOST_TOLD = 50;
/** Cells held in memory at a time; of more the events are read once for each part of the places. */
const CELLS_AT_ONCE = 300_000;

/** What differs, in plain English, at most fifty; empty when all is as it must be. */
export async function differences(connection: Connection, cellsAtOnce = CELLS_AT_ONCE): Promise<readonly string[]> {
  const found: string[] = [];
  const parts = Math.ceil((await cellModel(connection).estimatedDocumentCount()) / cellsAtOnce) || 1;
  for (let part = 0; part < parts; part += 1) {
    const isOfPart = (scope: string): boolean => partOf(scope, parts) === part;
    const expected = new CellChanges(isOfPart);
    // Facts and rows are compared the first time.
    const compare = part === 0 ? (facts: ReadonlyMap<string, Fact>) => factDifferences(connection, facts) : undefined;
    const { disputes, differing } = await countAll(connection, expected, compare);
    found.push(...differing, ...(await cellDifferences(connection, expected, isOfPart)));
    const stored = part === 0 ? await factModel(connection).countDocuments() : disputes;
    if (stored !== disputes) found.push(`${stored} disputes are counted, there are ${disputes}`);
    if (found.length >= MOST_TOLD) break;
  }
  return found.slice(0, MOST_TOLD);
}

/** Places are dealt out evenly by their letters. */
const partOf = (scope: string, parts: number): number =>
  Array.from(scope).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7) % parts;

/** Counts every event into `expected`, and compares the facts of each step where that is asked for. */
async function countAll(
  connection: Connection,
  expected: CellChanges,
  compare: ((facts: ReadonlyMap<string, Fact>) => Promise<readonly string[]>) | undefined,
): Promise<{ readonly disputes: number; readonly differing: readonly string[] }> {
  const differing: string[] = [];
  let disputes = 0;
  for (let last = ''; ;) {
    const events = await eventModel(connection)
      .find({ disputeId: trusted({ $gt: last }) })
      .sort({ disputeId: 1, seq: 1 })
      .limit(EVENTS_AT_ONCE)
      .select(FOLDED_FIELDS)
      .lean<FoldedEvent[]>();
    const cut = events.length === EVENTS_AT_ONCE ? events.at(-1)?.disputeId : undefined;
    const facts = foldEvents(
      new Map(),
      events.filter(({ disputeId }) => disputeId !== cut),
      expected,
    );
    if (facts.size === 0) return { disputes, differing };
    disputes += facts.size;
    if (compare && differing.length < MOST_TOLD) differing.push(...(await compare(facts)));
    last = [...facts.keys()].at(-1) ?? last;
  }
}

async function factDifferences(connection: Connection, facts: ReadonlyMap<string, Fact>): Promise<readonly string[]> {
  const ids = [...facts.keys()];
  const [stored, rows] = await Promise.all([
    factModel(connection)
      .find({ _id: trusted({ $in: ids }) })
      .select('seq')
      .lean<Pick<Fact, '_id' | 'seq'>[]>(),
    factRowModel(connection)
      .find({ disputeId: trusted({ $in: ids }) })
      .lean<FactRow[]>(),
  ]);
  const seqs = new Map(stored.map(({ _id, seq }) => [_id, seq]));
  const byId = new Map(rows.map((row) => [row._id, row]));
  return [...facts.values()].flatMap(({ _id, seq, tale }) => {
    const problems =
      seqs.get(_id) === seq ? [] : [`dispute ${_id} has ${seq} events, ${seqs.get(_id) ?? 0} are counted`];
    const wanted = rowsOf(tale);
    for (const row of wanted) {
      const kept = byId.get(`${_id}:${row.key}`);
      if (!kept || !sameRow({ ...kept, key: row.key }, row) || kept.type !== tale.counted.type) {
        problems.push(`the row ${row.key} of dispute ${_id} is not as its events say`);
      }
    }
    const kept = rows.filter(({ disputeId }) => disputeId === _id).length;
    if (kept !== wanted.length) problems.push(`dispute ${_id} has ${kept} rows, its events give ${wanted.length}`);
    return problems;
  });
}

/** The numbers of a cell by path, as they are added. */
function* numbersOf(value: unknown, path = ''): Generator<readonly [string, number]> {
  if (typeof value === 'number') yield [path, value];
  else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) yield* numbersOf(inner, path === '' ? key : `${path}.${key}`);
  }
}

async function cellDifferences(
  connection: Connection,
  expected: CellChanges,
  isOfPart: (scope: string) => boolean,
): Promise<readonly string[]> {
  const cells = new Map([...expected].map(({ id, sums }) => [id, sums]));
  const found: string[] = [];
  const compare = (id: string, kept: ReadonlyMap<string, number>, sums: ReadonlyMap<string, number>): void => {
    for (const path of new Set([...kept.keys(), ...sums.keys()])) {
      const [is, should] = [kept.get(path) ?? 0, sums.get(path) ?? 0];
      if (is !== should) found.push(`the sum ${id} ${path} is ${is}, the events give ${should}`);
    }
  };
  const scopes = (await cellModel(connection).distinct('scope')).filter(isOfPart);
  const ofPart = { kind: trusted({ $in: [...CELL_KINDS] }), scope: trusted({ $in: scopes }) };
  for await (const { _id, n = {}, s = {}, h = {}, l = {} } of cellModel(connection)
    .find(ofPart)
    .lean<Cell>()
    .cursor()) {
    compare(_id, new Map(numbersOf({ n, s, h, l })), cells.get(_id) ?? new Map());
    cells.delete(_id);
    if (found.length >= MOST_TOLD) return found;
  }
  for (const [id, sums] of cells) compare(id, new Map(), sums);
  return found;
}
