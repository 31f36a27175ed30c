// JSON lines on standard output. Whatever could name a person or open a door is replaced before it is written.

import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

const PERSONAL = [
  'name',
  'fullName',
  'username',
  'identity',
  'identityNumber',
  'idNumber',
  'phone',
  'mobile',
  'address',
  'birthDate',
  'parties',
  'body',
];
const SECRET = ['password', 'passwordHash', 'token', 'secret', 'cookie', 'authorization', 'csrfToken'];
const DEPTHS = ['', '*.', '*.*.'];

/** Paths that are never written, up to three levels deep. */
export const redactedPaths: readonly string[] = DEPTHS.flatMap((depth) =>
  [...PERSONAL, ...SECRET].map((key) => `${depth}${key}`),
);

/** The process's logger; children carry request or job ids. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: [...redactedPaths], censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination ? pino(options, destination) : pino(options);
}
