import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type FieldError, forbidden, invalid } from '../../domain/errors.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { INPUT_KEYS, type InputKey, inputOf, type StatisticInput } from '../../domain/statistic-input.ts';
import { type Clock } from '../../platform/clock.ts';
import { foldName, readTextTable } from '../../platform/text-table.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type UnitDirectory, type UnitsService } from '../units/index.ts';
import { type InputRepository, type SetInput } from './input.repository.ts';

export interface InputServiceDeps {
  readonly repository: InputRepository;
  readonly transactions: Transactions;
  readonly units: Pick<UnitsService, 'directory'>;
  readonly clock: Clock;
}

/** A value as it is typed. */
export interface InputOrder {
  readonly key: string;
  readonly unit: string;
  readonly period: string;
  readonly value: string;
  readonly origin: string;
}

const MOST_ROWS = 5_000;
const LARGEST = 1_000_000_000;
const PERIODS = { month: /^\d{4}-(0[1-9]|1[0-2])$/, year: /^\d{4}$/ } as const;
/** Column names of an import, folded as `foldName` does; names in either language or the codes themselves. */
const COLUMNS: Readonly<Record<keyof InputOrder, readonly string[]>> = {
  key: ['key', 'item', '指标', '项目'],
  unit: ['unit', '单位'],
  period: ['period', '期间', '月份', '年度'],
  value: ['value', '数值', '数'],
  origin: ['origin', 'source', '来源', '数据来源'],
};

/** Takes the numbers the record of disputes does not hold. */
export class InputService {
  readonly #deps: InputServiceDeps;

  constructor(deps: InputServiceDeps) {
    this.#deps = deps;
  }

  latest(limit = 200): Promise<readonly SetInput[]> {
    return this.#deps.repository.latest(limit);
  }

  /** @throws DomainError `statistics.inputsCourtOnly`, `validation` */
  async enter(actor: Actor, order: InputOrder): Promise<void> {
    this.#check(actor);
    const { directory, today } = await this.#context();
    const row = read(order, directory, today);
    if ('errors' in row) throw invalid('validation', row.errors);
    await this.#add(actor, [row.input]);
  }

  /**
   * Takes a table with the columns key, unit, period, value and source; all rows or none.
   * @param nameOf other words for a key, as a person may write it
   * @returns how many rows there were
   * @throws DomainError `statistics.inputsCourtOnly`, `validation` at `file` naming the first line that cannot be read
   */
  async importTable(actor: Actor, bytes: Buffer, nameOf: (key: InputKey) => readonly string[]): Promise<number> {
    this.#check(actor);
    const { header, rows } = readTextTable(bytes);
    const at = (column: keyof InputOrder): number => header.findIndex((name) => COLUMNS[column].includes(name));
    const places = Object.fromEntries(Object.keys(COLUMNS).map((column) => [column, at(column as keyof InputOrder)]));
    const lost = Object.entries(places).find(([, place]) => place < 0);
    const bad = (code: string, params: Readonly<Record<string, string | number>>) =>
      invalid('validation', [{ field: 'file', code, params }]);
    if (lost) throw bad('statistics.inputColumn', { column: lost[0] });
    if (rows.length > MOST_ROWS) throw bad('statistics.inputRows', { most: MOST_ROWS });
    const keys = new Map(INPUT_KEYS.flatMap((key) => [key, ...nameOf(key)].map((name) => [foldName(name), key])));
    const { directory, today } = await this.#context();
    const inputs = rows.map(({ line, cells }) => {
      const cell = (column: keyof InputOrder): string => cells[places[column] ?? -1]?.trim() ?? '';
      const typed = cell('unit');
      const row = read(
        {
          key: keys.get(foldName(cell('key'))) ?? cell('key'),
          unit: directory.get(typed) ? typed : (directory.named(typed)[0]?.code ?? typed),
          period: cell('period'),
          value: cell('value').replaceAll(',', ''),
          origin: cell('origin'),
        },
        directory,
        today,
      );
      if ('errors' in row) throw bad('statistics.inputLine', { line, field: row.errors[0]?.field ?? '' });
      return row.input;
    });
    await this.#add(actor, inputs);
    return inputs.length;
  }

  #check(actor: Actor): void {
    if (!hasRight(actor.role, 'managePolicies')) throw forbidden('statistics.inputsCourtOnly', 'managePolicies');
  }

  async #context(): Promise<{ readonly directory: UnitDirectory; readonly today: string }> {
    const { units, clock } = this.#deps;
    return { directory: await units.directory(), today: dayOfInstant(clock.now()) };
  }

  async #add(actor: Actor, inputs: readonly StatisticInput[]): Promise<void> {
    const { repository, transactions, clock } = this.#deps;
    const stamp = { setAt: clock.now(), setBy: { accountId: actor.accountId, name: actor.name } };
    await transactions.run((tx) =>
      repository.add(
        inputs.map((input) => ({ ...input, ...stamp })),
        tx,
      ),
    );
  }
}

/** A typed value as an input, or what is wrong with it. */
function read(
  { key, unit, period, value, origin }: InputOrder,
  directory: UnitDirectory,
  today: string,
): { readonly input: StatisticInput } | { readonly errors: readonly FieldError[] } {
  const known = INPUT_KEYS.find((each) => each === key);
  const found = directory.get(unit);
  const number = /^\d{1,10}$/.test(value) ? Number(value) : undefined;
  const errors: FieldError[] = [];
  if (!known) errors.push({ field: 'key', code: 'any.only' });
  if (!found || found.tier === 'village') errors.push({ field: 'unit', code: 'unit.unknown' });
  if (known && !PERIODS[inputOf(known).per].test(period)) {
    errors.push({ field: 'period', code: `statistics.inputPeriod.${inputOf(known).per}` });
  } else if (period > today) errors.push({ field: 'period', code: 'statistics.inputAhead' });
  if (number === undefined || number > LARGEST) errors.push({ field: 'value', code: 'statistics.inputNumber' });
  if (origin.trim() === '') errors.push({ field: 'origin', code: 'any.required' });
  if (errors.length > 0 || !known || number === undefined) return { errors };
  return { input: { key: known, unit, period, value: number, origin: origin.trim().slice(0, 200) } };
}
