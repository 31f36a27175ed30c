import { maskedText } from './import.masking.ts';
import { type ImportRecord, type ImportRow } from './import.record.ts';

/** An import as programs see it. */
export const importJson = (record: ImportRecord) => ({
  id: record.id,
  state: record.state,
  fileName: record.fileName,
  encoding: record.encoding,
  unit: record.defaultUnit,
  columns: record.columns,
  counts: record.counts,
  createdAt: record.createdAt,
  ...(record.startedAt ? { startedAt: record.startedAt } : {}),
  ...(record.endedAt ? { endedAt: record.endedAt } : {}),
});

/** One line of the list of imports. */
export const importRow = (record: ImportRecord) => ({
  href: `/imports/${record.id}`,
  fileName: record.fileName,
  state: record.state,
  counts: record.counts,
  createdAt: record.createdAt,
  by: record.actor.name,
});

const TEXT_SHOWN = 120;

/** A row that will be registered, with what callers said masked. */
export const readyRow = ({ line, values }: ImportRow) => ({
  line,
  number: values?.number ?? '',
  subject: maskedText(values?.subject ?? ''),
  time: values?.time ?? '',
  text: shortened(maskedText((values?.text ?? '').replaceAll(/\s+/g, ' '))),
});

const shortened = (text: string): string => (text.length > TEXT_SHOWN ? `${text.slice(0, TEXT_SHOWN)}…` : text);

/** Share of the rows that are through, in whole per cent. */
export function progressOf({ counts }: ImportRecord): number {
  const total = counts.ready + counts.done + counts.known + counts.faulty;
  return total === 0 ? 100 : Math.floor(((total - counts.ready) / total) * 100);
}
