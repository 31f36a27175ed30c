import {
  UrgingRepository,
  type WarningChange,
  type WarningRecord,
  WarningRepository,
} from '../features/supervision/index.ts';

/** A history is told in order, so a row is simply the last that was said of it. */
export class HeldWarnings extends WarningRepository {
  readonly held = new Map<string, WarningRecord>();

  override async apply(changes: readonly WarningChange[]): Promise<void> {
    for (const change of changes) {
      if (change.does === 'raise') this.held.set(change.row.id, { ...change.row, open: true });
      else {
        const row = this.held.get(change.id);
        if (!row) continue;
        const next = change.does === 'amend' ? change.facts : { open: false, endedAt: change.at, ended: change.as };
        this.held.set(row.id, { ...row, ...next });
      }
    }
  }

  heldOf(disputeId: string): readonly WarningRecord[] {
    return [...this.held.values()].filter((row) => row.disputeId === disputeId);
  }

  clear(): void {
    this.held.clear();
  }
}

/** Nobody urges anybody in a generated history. */
export class HeldUrgings extends UrgingRepository {
  override async close(): Promise<void> {}
}
