// The error sheet: one line an error, beside the row and column of the sender's own file. It opens in any spreadsheet.

import { type FieldError } from '../../domain/errors.ts';
import { type ImportRow } from './import.record.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const HEADER = 'row,field,code,message';

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The sheet, line by line. */
export async function* errorSheet(
  rows: AsyncIterable<ImportRow>,
  message: (error: FieldError) => string,
): AsyncGenerator<string> {
  yield `${BYTE_ORDER_MARK}${HEADER}\r\n`;
  for await (const { line, errors } of rows) {
    for (const error of errors) {
      yield `${[String(line), error.field, error.code, message(error)].map(quoted).join(',')}\r\n`;
    }
  }
}
