// The words about a file: its name, and what a list of evidence says of it.

import { basename } from 'node:path';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { invalidField } from '../../domain/errors.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { type FileRecord } from './file.record.ts';
import { type FileDetails } from './file.schema.ts';

const NAME_LENGTH = 200;
const TITLE_LENGTH = 80;
/** What a header or a file system would stumble over. */
const STUMBLING = /[\p{Cc}"<>|?*:]/gu;

/** The name without folders. */
export const cleanName = (name: string): string =>
  basename(name.replaceAll('\\', '/').normalize('NFC').replaceAll(STUMBLING, '')).slice(-NAME_LENGTH) || 'file';

/** What a file is called as long as nobody says otherwise. */
export const titleOf = (fileName: string): string =>
  fileName.replace(/\.[^.]{1,8}$/, '').slice(0, TITLE_LENGTH) || fileName;

/** What is said of a file, with sensible words for what was left out. @throws DomainError `validation` at `submitter`, `receivedOn` */
export function described(
  { part, copy, source, purpose, submitter, receivedOn, about }: FileDetails,
  title: string | undefined,
  now: Date,
  dispute: DisputeRecord,
): Pick<FileRecord, 'part' | 'title' | 'evidence' | 'about'> {
  const today = dayOfInstant(now);
  if (submitter && !dispute.parties.some(({ id }) => id === submitter)) throw invalidField('submitter', 'any.only');
  if (receivedOn && receivedOn > today) throw invalidField('receivedOn', 'day.future');
  return {
    part,
    title: title ?? '',
    ...(about ? { about } : {}),
    evidence: {
      copy,
      receivedOn: receivedOn ?? today,
      ...(source ? { source } : {}),
      ...(purpose ? { purpose } : {}),
      ...(submitter ? { submitter } : {}),
    },
  };
}
