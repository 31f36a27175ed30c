// Files that people and programs hand in: in a form's field `file`, or as the whole body of an API request. Only rows
// that ask for a file take one, and only from somebody who may use the row.

import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { type Readable } from 'node:stream';
import express, { type Request, type RequestHandler } from 'express';
import multer from 'multer';
import { DomainError } from '../domain/errors.ts';
import { FORM_FILE_BYTES, FORM_FILES } from '../domain/file.ts';

/** Largest file anybody may hand in. */
export const FILE_LIMIT_BYTES = 20 * 1024 * 1024;
const FILE_FIELD = 'file';
const MOST_FIELDS = 20;
/** A pasted list of households is the longest field. */
const FIELD_BYTES = 200_000;

export interface HandedIn {
  /** As the sender's machine calls it; empty over the API. */
  readonly name: string;
  readonly bytes: Buffer;
}

const form = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: FILE_LIMIT_BYTES, files: 1, fields: MOST_FIELDS, fieldSize: FIELD_BYTES },
  defParamCharset: 'utf8',
}).single(FILE_FIELD);

/** Reads a form with a file before its token is checked. @throws DomainError tooLarge, invalid `malformed` */
export const formFile: RequestHandler = (req, res, next) => {
  if (!req.actor) return next();
  form(req, res, (error?: unknown) => {
    if (error instanceof multer.MulterError) {
      const tooLarge = error.code === 'LIMIT_FILE_SIZE';
      return next(tooLarge ? new DomainError('tooLarge', 'tooLarge') : new DomainError('invalid', 'malformed'));
    }
    next(error);
  });
};

/** Reads the whole body of an API request as a file. @throws DomainError tooLarge */
export const bodyFile: RequestHandler = express.raw({
  type: ['text/csv', 'text/plain', 'application/octet-stream'],
  limit: FILE_LIMIT_BYTES,
});

/** The file of the request; undefined when none came. */
export function fileOf(req: Request): HandedIn | undefined {
  if (req.file) return { name: req.file.originalname, bytes: req.file.buffer };
  return Buffer.isBuffer(req.body) ? { name: '', bytes: req.body } : undefined;
}

/** A file that waits on the disk for the end of its request. */
export interface HandedInFile {
  readonly name: string;
  readonly bytes: number;
  open(): Readable;
}

const severalForm = multer({
  storage: multer.diskStorage({ destination: tmpdir() }),
  limits: { fileSize: FORM_FILE_BYTES, files: FORM_FILES, fields: MOST_FIELDS, fieldSize: FIELD_BYTES },
  defParamCharset: 'utf8',
}).array(FILE_FIELD, FORM_FILES);

/** Refusals of a form with files, in the words of the files feature. */
const REFUSALS: Readonly<Record<string, string>> = {
  LIMIT_FILE_SIZE: 'files.formFileTooLarge',
  LIMIT_UNEXPECTED_FILE: 'files.tooMany',
  LIMIT_FILE_COUNT: 'files.tooMany',
};

/**
 * Reads a form with several files, from a page or a program. They lie on the disk until the request is answered.
 * @throws DomainError tooLarge `files.formFileTooLarge`, `files.tooMany`, invalid `malformed`
 */
export const formFiles: RequestHandler = (req, res, next) => {
  if (!req.actor) return next();
  res.once('close', () => {
    for (const { path } of handedIn(req)) void rm(path, { force: true });
  });
  severalForm(req, res, (error?: unknown) => {
    if (!(error instanceof multer.MulterError)) {
      return next(error instanceof Error ? new DomainError('invalid', 'malformed') : error);
    }
    const refusal = REFUSALS[error.code];
    next(refusal ? new DomainError('tooLarge', refusal) : new DomainError('invalid', 'malformed'));
  });
};

const handedIn = (req: Request): readonly Express.Multer.File[] => (Array.isArray(req.files) ? req.files : []);

/** The files of the request; a chooser left empty sends one without a name and without bytes. */
export const filesOf = (req: Request): readonly HandedInFile[] =>
  handedIn(req)
    .filter(({ originalname, size }) => originalname !== '' || size > 0)
    .map(({ originalname, size, path }) => ({ name: originalname, bytes: size, open: () => createReadStream(path) }));

/** Largest piece of a file that comes piece by piece. */
const PIECE_BYTES = '1mb';

/** Reads a piece of a file as it is. @throws DomainError tooLarge */
export const bodyPiece: RequestHandler = express.raw({ type: 'application/octet-stream', limit: PIECE_BYTES });
