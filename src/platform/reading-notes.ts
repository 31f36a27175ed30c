// What one request read, noted where it is read and collected where the request ends, so that no route can forget it.

import { AsyncLocalStorage } from 'node:async_hooks';

/** A dispute that was opened, or that somebody tried to open. */
export interface ReadingNote {
  readonly disputeId: string;
  readonly basis: string;
  readonly people: readonly string[];
}

/** What a request has read so far. */
export interface ReadingNotes {
  readonly opened: Map<string, ReadingNote>;
  /** Disputes shown in lists. */
  listed: number;
  /** Why, in the reader's words. */
  reason?: string;
}

const current = new AsyncLocalStorage<ReadingNotes>();

export const newReadingNotes = (): ReadingNotes => ({ opened: new Map(), listed: 0 });

/** Everything `work` does, now and later, is noted there. */
export const notingReads = (notes: ReadingNotes, work: () => void): void => current.run(notes, work);

/** Notes that a dispute was opened; outside a request nothing is noted. */
export function noteOpened(note: () => ReadingNote): void {
  const notes = current.getStore();
  if (!notes) return;
  const { disputeId, ...rest } = note();
  notes.opened.set(disputeId, { disputeId, ...rest });
}

/** Notes that disputes were listed. */
export function noteListed(count: number): void {
  const notes = current.getStore();
  if (notes) notes.listed += count;
}

/** Notes the reason a person gave for this read. */
export function noteReason(reason: string): void {
  const notes = current.getStore();
  if (notes) notes.reason = reason;
}
