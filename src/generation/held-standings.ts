import { type DossierStanding, StandingRepository } from '../features/dossiers/index.ts';
import { MessageRepository } from '../features/messages/index.ts';

/** What rests closed when its story has been told. */
export class HeldStandings extends StandingRepository {
  readonly held = new Map<string, DossierStanding>();

  override async has(id: string): Promise<boolean> {
    return this.held.has(id);
  }

  override async put(row: DossierStanding): Promise<void> {
    this.held.set(row.id, row);
  }

  override async remove(id: string): Promise<void> {
    this.held.delete(id);
  }

  heldOf(disputeId: string): readonly DossierStanding[] {
    const row = this.held.get(disputeId);
    return row ? [row] : [];
  }

  clear(): void {
    this.held.clear();
  }
}

/** Nobody's phone rings for what happened long ago. */
export class HeldMessages extends MessageRepository {
  override async add(): Promise<void> {}
  override async addNew(): Promise<number> {
    return 0;
  }
}
