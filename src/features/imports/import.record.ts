import { type FieldError } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';

/** checked: read and judged, nothing registered; running: rows are being registered; done: no row is left. */
export type ImportState = 'checked' | 'running' | 'done';

/** ready: will be registered; done: registered now; known: registered before, left as it is; faulty: cannot be. */
export type RowState = 'ready' | 'done' | 'known' | 'faulty';

export type Counts = Readonly<Record<RowState, number>>;

/** One file that was handed in. */
export interface ImportRecord {
  readonly id: string;
  readonly state: ImportState;
  readonly fileName: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
  readonly encoding: 'utf-8' | 'gb18030';
  /** In whose name and unit the rows are registered. */
  readonly actor: Actor;
  /** The township or village of rows that name none. */
  readonly defaultUnit: string;
  /** Which column of the file was taken for which field. */
  readonly columns: Readonly<Record<string, string>>;
  readonly counts: Counts;
  readonly createdAt: Date;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
}

/** What a row says, once its columns are known. */
export interface RowValues {
  readonly number: string;
  readonly user: string;
  readonly subject: string;
  readonly time: string;
  readonly text: string;
  readonly unit: string;
  readonly village: string;
}

/** One row of a file. `line` counts records as a spreadsheet does: the header is row 1. */
export interface ImportRow {
  readonly importId: string;
  readonly line: number;
  readonly state: RowState;
  /** Only while the row waits: what is registered lives in its dispute, what is faulty stays in the sender's file. */
  readonly values?: RowValues;
  readonly errors: readonly FieldError[];
  readonly disputeId?: string;
}
