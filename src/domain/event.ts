// An event is what happened: written once with the change it describes, never altered. Statistics, notices and the
// audit trail are derived from events.

import { type Counted } from './counted.ts';
import { type Act, type State } from './lifecycle.ts';
import { type Role } from './permission.ts';

export interface DisputeEvent {
  readonly disputeId: string;
  /** 1 for the first event of a dispute, without gaps. */
  readonly seq: number;
  /** An act of the law; `amend` corrects what was typed, `recompute` follows a change of the holiday calendar. */
  readonly act: Act | 'amend' | 'recompute';
  readonly article?: string | undefined;
  readonly from: State | null;
  readonly to: State;
  /** When it happened in the world; `recordedAt` is when it was typed. */
  readonly at: Date;
  readonly recordedAt: Date;
  readonly actor: { readonly accountId: string; readonly name: string; readonly role: Role; readonly unitCode: string };
  /** The unit that owned the dispute once the event had happened. */
  readonly ownerUnit: string;
  /** The dispute as statistics know it once the event had happened. */
  readonly counted: Counted;
  /** What a later reader must know; never identity numbers, phones or private notes. */
  readonly data: Readonly<Record<string, unknown>>;
}
