/** Entries kept by dispute, in the order in which they were added. */
export class Shelf<T extends { readonly disputeId: string }> {
  readonly #entries = new Map<string, readonly T[]>();

  add(entries: readonly T[]): void {
    for (const entry of entries) this.#entries.set(entry.disputeId, [...this.of(entry.disputeId), entry]);
  }

  of(disputeId: string): readonly T[] {
    return this.#entries.get(disputeId) ?? [];
  }

  /** Entries of one round; for those that know their round. */
  ofRound({ id, round }: { readonly id: string; readonly round: number }): readonly T[] {
    return this.of(id).filter((entry) => (entry as { readonly round?: number }).round === round);
  }

  change(disputeId: string, next: (entry: T) => T): void {
    this.#entries.set(disputeId, this.of(disputeId).map(next));
  }

  clear(): void {
    this.#entries.clear();
  }
}
