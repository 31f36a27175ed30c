import { type Connection, Types } from 'mongoose';
import { notFound } from '../../domain/errors.ts';
import { isDuplicateKey } from '../../platform/transaction.ts';
import { type Upload, uploadChunkModel, uploadModel } from './file.model.ts';

/** Keeps files that come in piece by piece, for a day. */
export class UploadRepository {
  readonly #uploads;
  readonly #chunks;

  constructor(connection: Connection) {
    this.#uploads = uploadModel(connection);
    this.#chunks = uploadChunkModel(connection);
  }

  /** The upload of this file by this person, begun now or earlier. */
  async begin(upload: Omit<Upload, '_id'>): Promise<Upload> {
    const { disputeId, accountId, fingerprint } = upload;
    const key = { disputeId, accountId, fingerprint };
    const open = (): Promise<Upload | null> => this.#uploads.findOne(key).lean<Upload>();
    const known = await open();
    if (known) return known;
    try {
      const fresh = { _id: new Types.ObjectId().toHexString(), ...upload };
      await this.#uploads.insertMany([fresh]);
      return fresh;
    } catch (error) {
      const other = isDuplicateKey(error) ? await open() : null;
      if (!other) throw error;
      return other;
    }
  }

  /** @throws DomainError `files.uploadGone` when it is unknown, over, or somebody else's */
  async get(id: string, accountId: string): Promise<Upload> {
    const found = await this.#uploads.findOne({ _id: id, accountId }).lean<Upload>();
    if (!found) throw notFound('files.uploadGone');
    return found;
  }

  /** Numbers of the pieces that are here. */
  async received(uploadId: string): Promise<readonly number[]> {
    const found = await this.#chunks.find({ uploadId }).sort({ n: 1 }).select('n -_id').lean<{ n: number }[]>();
    return found.map(({ n }) => n);
  }

  /** Keeps a piece; sent twice it is kept once. */
  async keep(uploadId: string, n: number, data: Buffer, createdAt: Date): Promise<void> {
    try {
      await this.#chunks.updateOne({ uploadId, n }, { $setOnInsert: { data, createdAt } }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** The pieces in order. */
  async *pieces(uploadId: string): AsyncGenerator<Buffer> {
    for await (const { data } of this.#chunks
      .find({ uploadId })
      .sort({ n: 1 })
      .lean<{ data: Buffer | { buffer: Uint8Array } }>()
      .cursor({ batchSize: 4 })) {
      yield Buffer.isBuffer(data) ? data : Buffer.from(data.buffer);
    }
  }

  /** Remembers what the upload became, and frees its fingerprint: the same file may be handed in again. */
  async end({ _id, fingerprint }: Upload, fileId: string): Promise<void> {
    await this.#uploads.updateOne({ _id }, { $set: { fileId, fingerprint: `${fingerprint}:${_id}` } });
    await this.#chunks.deleteMany({ uploadId: _id });
  }
}
