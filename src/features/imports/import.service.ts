// Hotline orders come in as a file: read, judged row by row, and registered in batches through the same door as every
// other request. A row that is registered already stays as it is, so a file may be handed in again at any time.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { conflict, DomainError, type FieldError, invalidField, notFound } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Jobs } from '../../platform/jobs.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type DisputeRepository, type Draft, type IntakeService } from '../disputes/index.ts';
import { type UnitsService } from '../units/index.ts';
import { readTypeTable } from './import.guess.ts';
import { Places } from './import.place.ts';
import { readCsv } from './import.reader.ts';
import { type ImportRecord, type ImportRow } from './import.record.ts';
import { type ImportRepository } from './import.repository.ts';
import { HOTLINE, judgeRow, type RowRules } from './import.row.ts';

export const IMPORT_JOB = 'registerImport';
const BATCH = 200;
const LOOKED_UP = 1000;

export interface ImportDeps {
  readonly repository: ImportRepository;
  readonly disputes: Pick<DisputeRepository, 'knownExternal'>;
  readonly intake: Pick<IntakeService, 'draft' | 'registerMany'>;
  readonly units: Pick<UnitsService, 'directory'>;
  readonly transactions: Transactions;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

export interface ImportOrder {
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Township or village of the rows that name none; the actor's own unit when it is one. */
  readonly unit?: string | undefined;
}

export class ImportService {
  readonly #deps: ImportDeps;
  readonly #types = readTypeTable();

  constructor(deps: ImportDeps) {
    this.#deps = deps;
  }

  /**
   * Reads a file and judges every row; nothing is registered yet.
   * @throws DomainError `validation` at `file` or `unit`
   */
  async check(actor: Actor, order: ImportOrder): Promise<ImportRecord> {
    const { repository, clock } = this.#deps;
    const file = readCsv(order.bytes);
    const defaultUnit = await this.#defaultUnit(actor, order.unit);
    const id = repository.newId();
    const rules = await this.#rules(actor, defaultUnit);
    const seen = new Set<string>();
    const known = await this.#known(file.rows.map(({ values }) => values.number));
    const rows = file.rows.map(({ line, values }): ImportRow => {
      const judged = judgeRow(values, rules);
      const errors = 'input' in judged ? [] : [...judged];
      if (values.number && seen.has(values.number)) errors.push({ field: 'number', code: 'imports.twiceInFile' });
      seen.add(values.number);
      if (errors.length > 0) return { importId: id, line, state: 'faulty', errors };
      if (known.has(values.number)) return { importId: id, line, state: 'known', errors };
      return { importId: id, line, state: 'ready', values, errors };
    });
    const count = (state: ImportRow['state']) => rows.filter((row) => row.state === state).length;
    const record: ImportRecord = {
      id,
      state: 'checked',
      fileName: order.fileName.slice(0, 200),
      digest: file.digest,
      encoding: file.encoding,
      actor: inOffice(actor),
      defaultUnit,
      columns: file.columns,
      counts: { ready: count('ready'), done: 0, known: count('known'), faulty: count('faulty') },
      createdAt: clock.now(),
    };
    await repository.insert(record, rows);
    return record;
  }

  /** @throws DomainError `imports.notFound` also when it belongs to another unit */
  async get(actor: Actor, id: string): Promise<ImportRecord> {
    const record = await this.#deps.repository.get(id);
    if (record.actor.unit.code !== actor.unit.code) throw notFound('imports.notFound');
    return record;
  }

  recent(actor: Actor): Promise<readonly ImportRecord[]> {
    return this.#deps.repository.ofUnit(actor.unit.code, 20);
  }

  /** The first rows that will be registered, and the first that cannot be. The caller has read the import with `get`. */
  async preview(id: string, limit: number): Promise<{ ready: readonly ImportRow[]; faulty: readonly ImportRow[] }> {
    const [ready, faulty] = await Promise.all([
      this.#deps.repository.rows(id, 'ready', limit),
      this.#deps.repository.rows(id, 'faulty', limit),
    ]);
    return { ready, faulty };
  }

  /** Every row that cannot be registered, with its errors. The caller has read the import with `get`. */
  faulty(id: string): AsyncGenerator<ImportRow> {
    return this.#deps.repository.faulty(id);
  }

  /**
   * Lets the worker register what is ready.
   * @throws DomainError `imports.notFound`, conflict `imports.started`
   */
  async start(actor: Actor, id: string): Promise<ImportRecord> {
    const { repository, transactions, jobs, clock } = this.#deps;
    const record = await this.get(actor, id);
    if (record.state !== 'checked') throw conflict('imports.started');
    const change = { state: 'running' as const, startedAt: clock.now() };
    await transactions.run(async (tx) => {
      await repository.update(id, change, tx);
      await jobs.enqueue(tx, IMPORT_JOB, { payload: { importId: id } });
    });
    return { ...record, ...change };
  }

  /** Registers what is ready, batch by batch; called again after a break it goes on where it stopped. */
  async run(id: string, onProgress?: (counts: ImportRecord['counts']) => void): Promise<ImportRecord> {
    const { repository, clock } = this.#deps;
    const record = await repository.get(id);
    const rules = await this.#rules(record.actor, record.defaultUnit);
    for (;;) {
      const rows = await repository.rows(id, 'ready', BATCH);
      if (rows.length === 0) break;
      await this.#registerBatch(record, rows, rules);
      const counts = await repository.counts(id);
      await repository.update(id, { counts });
      onProgress?.(counts);
    }
    const done = { state: 'done' as const, counts: await repository.counts(id), endedAt: clock.now() };
    await repository.update(id, done);
    return { ...record, ...done };
  }

  async #registerBatch(record: ImportRecord, rows: readonly ImportRow[], rules: RowRules): Promise<void> {
    const { repository, intake } = this.#deps;
    const known = await this.#known(rows.flatMap((row) => (row.values ? [row.values.number] : [])));
    const drafts: { readonly line: number; readonly draft: Draft }[] = [];
    for (const { line, values } of rows) {
      if (!values || known.has(values.number)) continue;
      const draft = await this.#draft(record.actor, values, rules);
      if ('errors' in draft) await repository.fault(record.id, line, draft.errors);
      else drafts.push({ line, draft });
    }
    const old = rows.filter(({ values }) => values && known.has(values.number));
    await repository.settle(
      record.id,
      old.map(({ line }) => ({ line, state: 'known' as const })),
    );
    if (drafts.length === 0) return;
    await intake.registerMany(
      record.actor,
      drafts.map(({ draft }) => draft),
      (registered, tx) =>
        repository.settle(
          record.id,
          registered.map(({ id: disputeId }, index) => ({
            line: drafts[index]?.line ?? 0,
            state: 'done' as const,
            disputeId,
          })),
          tx,
        ),
    );
  }

  /** The world may have changed since the file was checked: a row is judged again before it is registered. */
  async #draft(
    actor: Actor,
    values: NonNullable<ImportRow['values']>,
    rules: RowRules,
  ): Promise<Draft | { readonly errors: readonly FieldError[] }> {
    const judged = judgeRow(values, rules);
    if (!('input' in judged)) return { errors: judged };
    try {
      return { ...(await this.#deps.intake.draft(actor, judged.input)), note: judged.note };
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'invalid') return { errors: error.errors };
      throw error;
    }
  }

  async #known(numbers: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (let start = 0; start < numbers.length; start += LOOKED_UP) {
      const some = await this.#deps.disputes.knownExternal(HOTLINE, numbers.slice(start, start + LOOKED_UP));
      for (const number of some) found.add(number);
    }
    return found;
  }

  async #rules(actor: Actor, defaultUnit: string): Promise<RowRules> {
    const directory = await this.#deps.units.directory();
    const unit = directory.get(defaultUnit);
    if (!unit) throw invalidField('unit', 'imports.unitUnknown');
    return {
      places: new Places(directory, unit, actor.unit.code),
      types: this.#types,
      today: dayOfInstant(this.#deps.clock.now()),
    };
  }

  async #defaultUnit(actor: Actor, typed: string | undefined): Promise<string> {
    const code = typed ?? actor.unit.code;
    const unit = (await this.#deps.units.directory()).get(code);
    if (!unit || !['township', 'village'].includes(unit.tier)) throw invalidField('unit', 'imports.placeMissing');
    if (!unit.path.includes(actor.unit.code)) throw invalidField('unit', 'imports.unitOutside');
    return unit.code;
  }
}

/** What is kept of the person: enough to act for them later. */
const inOffice = ({ accountId, name, role, unit }: Actor): Actor => ({
  accountId,
  name,
  role,
  unit: { code: unit.code, tier: unit.tier, path: unit.path, name: unit.name },
});
