import type { Pool } from '../postgres/pool.ts';
import type { Client } from './client.ts';
import type { CursorStore } from './cursors.ts';
import type { Failpoints } from './failpoints.ts';
import type { Housekeeping } from './housekeeping.ts';
import type { IndexKeys } from './index-keys.ts';
import type { GatewayOptions } from './options.ts';
import type { ScramVerifier } from './scram.ts';
import type { SessionStore } from './sessions.ts';
import type { TransactionManager } from './transactions.ts';

/** Everything the commands of one gateway share. */
export interface GatewayState {
  readonly options: GatewayOptions;
  /** Checks logins; null where none is asked for. */
  readonly verifier: ScramVerifier | null;
  readonly pool: Pool;
  readonly transactions: TransactionManager;
  readonly sessions: SessionStore;
  readonly cursors: CursorStore;
  readonly indexKeys: IndexKeys;
  readonly failpoints: Failpoints;
  readonly clients: ReadonlySet<Client>;
  readonly startedAt: Date;
  readonly housekeeping: Housekeeping;
}
