/** Why the embedded database could not be provided. */
export type EmbeddedMongoErrorCode =
  | 'unsupported-platform'
  | 'no-archive'
  | 'provision-failed'
  | 'port-taken'
  | 'disk-full'
  | 'in-use'
  | 'incompatible-data'
  | 'start-failed';

/** What an operator can do instead; ends every message about a machine the database cannot run on. */
export const ALTERNATIVE = 'Set MONGODB_URI to a MongoDB 7+ replica set, or use docker compose up.';

/** The one error class this package throws on purpose; `code` says what kind, the message says it in plain words. */
export class EmbeddedMongoError extends Error {
  override readonly name = 'EmbeddedMongoError';
  readonly code: EmbeddedMongoErrorCode;

  constructor(code: EmbeddedMongoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An error that no waiting or retrying cures on this machine: it names the alternatives. */
export function cannotRunHere(code: 'unsupported-platform' | 'no-archive', reason: string): EmbeddedMongoError {
  return new EmbeddedMongoError(code, `${reason} ${ALTERNATIVE}`);
}

/** Turns "no space left on device", however it was reported, into a `disk-full` error; passes everything else on. */
export function asDiskFull(error: unknown, where: string): unknown {
  const text = error instanceof Error ? `${error.message} ${'stderr' in error ? String(error.stderr) : ''}` : '';
  if (!/ENOSPC|EDQUOT|No space left|enough free space/i.test(text)) return error;
  return new EmbeddedMongoError('disk-full', `There is no space left on the disk that holds ${where}.`, {
    cause: error,
  });
}
