import type { EmbeddedMongoErrorCode } from '../embedded-mongo-error.ts';

/** What a supervisor is started with, as JSON in its first argument. */
export interface SupervisorSettings {
  readonly directory: string;
  readonly bundleDirectory: string;
  /** Listen on a Unix socket in a folder closed to others, instead of a port. */
  readonly socket: boolean;
  readonly port: number;
  /** Whether clients must log in. */
  readonly password: boolean;
  readonly idleExitSeconds: number;
  readonly durable: boolean;
  readonly failpoints: boolean;
}

/** What a supervisor tells the process that started it. */
export type SupervisorMessage =
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'ready'; readonly uri: string }
  /** Another supervisor has the database already. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'failed'; readonly code: EmbeddedMongoErrorCode; readonly message: string };
