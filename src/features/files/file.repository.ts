import { type Connection, trusted, Types } from 'mongoose';
import { conflict, notFound, stale } from '../../domain/errors.ts';
import { repeatOnDuplicate, type Tx } from '../../platform/transaction.ts';
import { fileModel, folderModel, type StoredFile } from './file.model.ts';
import { type FileRecord, type FileVersion } from './file.record.ts';

/** Keeps what is known of files; their bytes are elsewhere. */
export class FileRepository {
  readonly #files;
  readonly #folders;

  constructor(connection: Connection) {
    this.#files = fileModel(connection);
    this.#folders = folderModel(connection);
  }

  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  /** @throws DomainError `files.notFound` */
  async get(disputeId: string, id: string, tx?: Tx): Promise<FileRecord> {
    const found = await this.#files
      .findOne({ _id: id, disputeId })
      .session(tx?.session ?? null)
      .lean<StoredFile>();
    if (!found) throw notFound('files.notFound');
    return toRecord(found);
  }

  /** Every file of the dispute in the order of handing in, withdrawn ones too. */
  async ofDispute(disputeId: string, tx?: Tx): Promise<readonly FileRecord[]> {
    const found = await this.#files
      .find({ disputeId })
      .session(tx?.session ?? null)
      .sort({ no: 1 })
      .lean<StoredFile[]>();
    return found.map(toRecord);
  }

  /**
   * Opens the folder for a change and takes numbers for `added` new files. Two changes at once meet here, and an
   * archive that is being locked meets them too.
   * @returns the number before the first new file
   * @throws DomainError conflict `files.archived`
   */
  async openFolder(disputeId: string, added: number, tx: Tx): Promise<number> {
    const before = await repeatOnDuplicate(() =>
      this.#folders
        .findOneAndUpdate(
          { _id: disputeId },
          { $inc: { files: added }, $setOnInsert: { locked: false } },
          { upsert: true, returnDocument: 'after', session: tx.session },
        )
        .lean(),
    );
    if (before?.locked) throw conflict('files.archived', 'L49');
    return (before?.files ?? added) - added;
  }

  async lockFolder(disputeId: string, locked: boolean, tx: Tx): Promise<void> {
    await repeatOnDuplicate(() =>
      this.#folders.updateOne(
        { _id: disputeId },
        { $set: { locked }, $setOnInsert: { files: 0 } },
        { upsert: true, session: tx.session },
      ),
    );
  }

  async insert(records: readonly FileRecord[], tx: Tx): Promise<void> {
    const documents = records.map(({ id, ...stored }) => ({ _id: id, ...stored }));
    await this.#files.insertMany(documents, { session: tx.session, ordered: true });
  }

  /** @throws DomainError stale when somebody changed the record since `seen` */
  async replace(record: FileRecord, seen: number, tx: Tx): Promise<void> {
    const { id, ...stored } = record;
    const { matchedCount } = await this.#files.replaceOne(
      { _id: id, version: seen },
      { ...stored },
      { session: tx.session },
    );
    if (matchedCount === 0) throw stale(seen, (await this.get(record.disputeId, id, tx)).version);
  }

  /** Adds what an inspection found; the record's own version stays, for nobody decided anything. */
  async inspected(
    id: string,
    no: number,
    found: Pick<FileVersion, 'pages' | 'previewId' | 'problem'>,
  ): Promise<FileVersion | undefined> {
    const set = Object.fromEntries(Object.entries(found).map(([key, value]) => [`versions.$.${key}`, value]));
    const before = await this.#files
      .findOneAndUpdate(
        { _id: id, 'versions.no': no },
        { $set: { ...set, 'versions.$.inspection': 'done' } },
        { returnDocument: 'before' },
      )
      .lean<StoredFile>();
    return before?.versions.find((version) => version.no === no);
  }

  async byId(id: string): Promise<FileRecord | undefined> {
    const found = await this.#files.findById(id).lean<StoredFile>();
    return found ? toRecord(found) : undefined;
  }

  /** Those of the contents that some file names. */
  async named(contents: readonly string[]): Promise<ReadonlySet<string>> {
    const ids = [...contents];
    const found = await this.#files
      .find({
        $or: [{ 'versions.contentId': trusted({ $in: ids }) }, { 'versions.previewId': trusted({ $in: ids }) }],
      })
      .lean<StoredFile[]>();
    return new Set(
      found.flatMap(({ versions }) => versions.flatMap(({ contentId, previewId }) => [contentId, previewId ?? ''])),
    );
  }
}

function toRecord({ _id, ...record }: StoredFile): FileRecord {
  return { id: _id, ...record };
}
