// Papers, pictures and recordings handed in to a dispute: which kinds are taken, how large, by whom, and who opens them.

import { CONFIDENTIAL_PARTS, type DossierPart } from './dossier.ts';
import { type Actor, type Capacity, type CaseCustody, hasRight, holds, readingOf, worksAs } from './permission.ts';

/** How a kind of file is treated: pictures and papers have pages and go into the dossier, recordings do not. */
export type FileNature = 'picture' | 'paper' | 'text' | 'office' | 'sound' | 'film';

export interface FileType {
  readonly extension: string;
  readonly nature: FileNature;
}

/** Every kind of file that is taken, by what its bytes say. Pages, drawings with script and programs are not among them. */
export const FILE_TYPES: Readonly<Record<string, FileType>> = {
  'image/jpeg': { extension: 'jpg', nature: 'picture' },
  'image/png': { extension: 'png', nature: 'picture' },
  'image/webp': { extension: 'webp', nature: 'picture' },
  'image/gif': { extension: 'gif', nature: 'picture' },
  'image/tiff': { extension: 'tif', nature: 'picture' },
  'application/pdf': { extension: 'pdf', nature: 'paper' },
  'text/plain': { extension: 'txt', nature: 'text' },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': { extension: 'docx', nature: 'office' },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { extension: 'xlsx', nature: 'office' },
  'audio/mpeg': { extension: 'mp3', nature: 'sound' },
  'audio/wav': { extension: 'wav', nature: 'sound' },
  'audio/x-m4a': { extension: 'm4a', nature: 'sound' },
  'audio/mp4': { extension: 'm4a', nature: 'sound' },
  'audio/amr': { extension: 'amr', nature: 'sound' },
  'video/mp4': { extension: 'mp4', nature: 'film' },
  'video/quicktime': { extension: 'mov', nature: 'film' },
  'video/3gpp': { extension: '3gp', nature: 'film' },
};

/** What a file chooser offers. HEIC is left out on purpose: a telephone then sends JPEG by itself. */
export const ACCEPTED = Object.keys(FILE_TYPES).join(',');

/** What can stand for a page of paper: pictures and PDF. */
export const isPicture = (mediaType: string): boolean =>
  ['picture', 'paper'].includes(FILE_TYPES[mediaType]?.nature ?? '');
/** As `ACCEPTED`, of what can stand for a page; a telephone offers its camera. */
export const PICTURES = Object.keys(FILE_TYPES).filter(isPicture).join(',');

/** Largest file in one piece of a form, and in chunks. */
export const FORM_FILE_BYTES = 20 * 1024 * 1024;
export const FILE_BYTES = 200 * 1024 * 1024;
/** Files in one form. */
export const FORM_FILES = 20;
/** Text without a signature is read whole to know that it is text. */
export const TEXT_BYTES = 2 * 1024 * 1024;

/** Who works on a dispute may add to its papers. */
const WRITERS: readonly Capacity[] = ['ownUnit', 'mediator', 'helper', 'filingClerk', 'guidingJudge'];

/** True when the person may add, replace or withdraw papers of the dispute. */
export const mayFile = (actor: Actor, custody: CaseCustody): boolean =>
  hasRight(actor.role, 'workCases') &&
  readingOf(actor, custody) === 'full' &&
  WRITERS.some((capacity) => holds(actor, capacity, custody));

/**
 * True when the person may open papers of this part. What was said in mediation is heard by villages, townships and the
 * mediator, and not by the court, which may try the case.
 */
export const mayOpen = (actor: Actor, part: DossierPart, custody: CaseCustody): boolean =>
  readingOf(actor, custody) === 'full' &&
  (!CONFIDENTIAL_PARTS.includes(part) ||
    actor.role === 'system' ||
    actor.unit.tier === 'township' ||
    actor.unit.tier === 'village' ||
    worksAs(actor, custody.mediatorId));
