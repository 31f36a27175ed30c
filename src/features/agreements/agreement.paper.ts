// Pictures and scans that stand behind an entry: a signed page, a receipt, a proof of service.

import { type FieldError } from '../../domain/errors.ts';
import { isPicture } from '../../domain/file.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { current, type FileRecord } from '../files/index.ts';

/** Every paper of a dispute. */
export type PapersOf = (disputeId: string) => Promise<readonly FileRecord[]>;

/** The file must be a picture or PDF of this round of this dispute that still counts. */
export async function paperErrors(
  papersOf: PapersOf,
  { id, round }: Pick<DisputeRecord, 'id' | 'round'>,
  fileId: string | undefined,
): Promise<readonly FieldError[]> {
  if (fileId === undefined) return [];
  const paper = (await papersOf(id)).find((one) => one.id === fileId);
  if (!paper || paper.withdrawn || paper.round !== round) return [{ field: 'file', code: 'agreements.fileUnknown' }];
  return isPicture(current(paper).mediaType) ? [] : [{ field: 'file', code: 'agreements.fileNotPicture' }];
}
