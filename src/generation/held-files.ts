import { type FileRecord, FileRepository } from '../features/files/index.ts';
import { Shelf } from './shelf.ts';

/** Papers of the dossiers that are put away; nothing else is handed in. */
export class HeldFiles extends FileRepository {
  readonly heldFiles = new Shelf<FileRecord>();
  readonly #locked = new Set<string>();

  override async ofDispute(disputeId: string): Promise<readonly FileRecord[]> {
    return this.heldFiles.of(disputeId);
  }

  override async lockFolder(disputeId: string, locked: boolean): Promise<void> {
    if (locked) this.#locked.add(disputeId);
    else this.#locked.delete(disputeId);
  }

  /** The folders of the papers held; taken before the papers themselves. */
  foldersTaken(): readonly object[] {
    const folders = this.heldFiles.disputes().map((id) => ({
      _id: id,
      files: this.heldFiles.of(id).length,
      locked: this.#locked.has(id),
    }));
    this.#locked.clear();
    return folders;
  }
}
