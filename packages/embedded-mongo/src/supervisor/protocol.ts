import type { EmbeddedMongoErrorCode } from '../embedded-mongo-error.ts';

/** What a supervisor is started with, as JSON in its first argument. */
export interface SupervisorSettings {
  readonly directory: string;
  readonly bundleDirectory: string;
  readonly port: number;
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
