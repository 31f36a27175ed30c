// Files that people and programs hand in: in a form's field `file`, or as the whole body of an API request. Only rows
// that ask for a file take one, and only from somebody who may use the row.

import express, { type Request, type RequestHandler } from 'express';
import multer from 'multer';
import { DomainError } from '../domain/errors.ts';

/** Largest file anybody may hand in. */
export const FILE_LIMIT_BYTES = 20 * 1024 * 1024;
const FILE_FIELD = 'file';
const MOST_FIELDS = 20;
const FIELD_BYTES = 10_000;

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
