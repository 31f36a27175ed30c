// The prescribed table of people's mediation (F29 人民调解登记簿与月报表): what a committee reports of a month or quarter. It
// counts the same rows as the indicators, so the two never disagree.

import { type AgreementForm } from './agreement.ts';
import { type CountFlag, type CountSource } from './count-flag.ts';
import { DISPUTE_TYPE_CODES, type DisputeTypeCode } from './dispute-type.ts';
import { SOURCE_CODES, type SourceCode } from './source.ts';

/** The sources of rows the table counts. */
export const REGISTER_SOURCES = [
  'accepted',
  'ended',
  'agreed',
  'ruled',
  'due',
] as const satisfies readonly CountSource[];

/** A countable row with what the table divides it by. */
export interface RegisterRow {
  readonly source: CountSource;
  readonly flags: readonly CountFlag[];
  readonly fen?: number | undefined;
  readonly type: string;
  readonly intake: string;
  /** Of the agreement, where there is one. */
  readonly form?: string | undefined;
}

/** The items of the table, in its order. */
export const REGISTER_ITEMS = [
  'accepted',
  'success',
  'written',
  'oral',
  'performed',
  'confirmed',
  'amount',
  'failed',
] as const;
export type RegisterItem = (typeof REGISTER_ITEMS)[number];

export interface RegisterLine<Key extends string> {
  readonly key: Key;
  readonly accepted: number;
  readonly success: number;
}
export interface RegisterTable {
  /** `amount` in fen, the others in cases. */
  readonly items: Readonly<Record<RegisterItem, number>>;
  /** Only what has any. */
  readonly byType: readonly RegisterLine<DisputeTypeCode>[];
  readonly bySource: readonly RegisterLine<SourceCode>[];
}

const ORAL: AgreementForm = 'oral';
const isSuccess = ({ source, flags }: RegisterRow): boolean => source === 'ended' && flags.includes('success');

/** Which rows each item counts. */
const COUNTED: Readonly<Record<Exclude<RegisterItem, 'amount'>, (row: RegisterRow) => boolean>> = {
  accepted: ({ source }) => source === 'accepted',
  success: isSuccess,
  written: ({ source, form }) => source === 'agreed' && form !== ORAL,
  oral: ({ source, form }) => source === 'agreed' && form === ORAL,
  performed: ({ source, flags }) => source === 'due' && flags.includes('kept'),
  confirmed: ({ source, flags }) => source === 'ruled' && flags.includes('confirmed'),
  failed: ({ source, flags }) => source === 'ended' && flags.includes('failed'),
};

export function registerTable(rows: readonly RegisterRow[]): RegisterTable {
  const count = (counts: (row: RegisterRow) => boolean): number => rows.filter(counts).length;
  const lines = <Key extends string>(keys: readonly Key[], of: (row: RegisterRow) => string) =>
    keys
      .map((key) => ({
        key,
        accepted: count((row) => COUNTED.accepted(row) && of(row) === key),
        success: count((row) => isSuccess(row) && of(row) === key),
      }))
      .filter(({ accepted, success }) => accepted + success > 0);
  const items = Object.fromEntries(Object.entries(COUNTED).map(([item, counts]) => [item, count(counts)]));
  const amount = rows.reduce((sum, { source, fen = 0 }) => (source === 'agreed' ? sum + fen : sum), 0);
  return {
    items: { ...items, amount } as RegisterTable['items'],
    byType: lines(DISPUTE_TYPE_CODES, ({ type }) => type),
    bySource: lines(SOURCE_CODES, ({ intake }) => intake),
  };
}
