import { type TrackPolicy } from '../../domain/track-policy.ts';

/** A policy as a court set it. Rows are added and never changed; of two from one day the later one holds. */
export interface SetPolicy extends TrackPolicy {
  readonly court: string;
  readonly reason: string;
  readonly setAt: Date;
  readonly setBy: { readonly accountId: string; readonly name: string };
}
