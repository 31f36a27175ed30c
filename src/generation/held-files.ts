import { type FileRecord, FileRepository } from '../features/files/index.ts';
import { Shelf } from './shelf.ts';

/** Papers of the dossiers that are put away; nothing else is handed in. */
export class HeldFiles extends FileRepository {
  readonly heldFiles = new Shelf<FileRecord>();
  readonly #locked = new Set<string>();

  override async ofDispute(disputeId: string): Promise<readonly FileRecord[]> {
    return this.heldFiles.of(disputeId);
  }

  /** Nobody else opens a folder while a history is told. */
  override async openFolder(): Promise<number> {
    return 0;
  }

  override async lockFolder(disputeId: string, locked: boolean): Promise<void> {
    if (locked) this.#locked.add(disputeId);
    else this.#locked.delete(disputeId);
  }

  /** The folder of a dispute that has papers. */
  folderOf(disputeId: string): readonly object[] {
    const files = this.heldFiles.of(disputeId).length;
    return files === 0 ? [] : [{ _id: disputeId, files, locked: this.#locked.has(disputeId) }];
  }

  clear(): void {
    this.heldFiles.clear();
    this.#locked.clear();
  }
}
