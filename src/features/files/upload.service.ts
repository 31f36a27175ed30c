// Files that come in piece by piece over a weak line: every piece carries its checksum, what has arrived stays for a day,
// and the same file begun again goes on where it stopped.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { conflict, invalidField } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type FileRecord } from './file.record.ts';
import { type BeginInput, type FileDetails } from './file.schema.ts';
import { type FileService } from './file.service.ts';
import { type Upload } from './file.model.ts';
import { type UploadRepository } from './upload.repository.ts';

/** Bytes of a piece; the last one may be shorter. */
export const CHUNK_BYTES = 512 * 1024;

export interface UploadView {
  readonly id: string;
  readonly chunkBytes: number;
  readonly chunks: number;
  /** Numbers of the pieces that are here, from 0. */
  readonly received: readonly number[];
}

const chunksOf = ({ bytes }: Pick<Upload, 'bytes'>): number => Math.ceil(bytes / CHUNK_BYTES);

export class UploadService {
  readonly #repository: UploadRepository;
  readonly #files: FileService;
  readonly #clock: Clock;

  constructor(repository: UploadRepository, files: FileService, clock: Clock) {
    this.#repository = repository;
    this.#files = files;
    this.#clock = clock;
  }

  /** Begins an upload or finds it again. @throws DomainError `files.notYours`, `files.archived`, `disputeNotFound` */
  async begin(actor: Actor, disputeId: string, { name, bytes, modified }: BeginInput): Promise<UploadView> {
    await this.#files.demandMayAdd(actor, disputeId);
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([name, bytes, modified]))
      .digest('base64url');
    const upload = await this.#repository.begin({
      disputeId,
      accountId: actor.accountId,
      fingerprint,
      fileName: name,
      bytes,
      createdAt: this.#clock.now(),
    });
    return this.#view(upload);
  }

  /** What has arrived. @throws DomainError `files.uploadGone` */
  async show(actor: Actor, uploadId: string): Promise<UploadView> {
    return this.#view(await this.#repository.get(uploadId, actor.accountId));
  }

  /**
   * Keeps a piece.
   * @param checksum SHA-256 of the piece in hexadecimal
   * @throws DomainError `files.uploadGone`; `validation` at `chunk` when its number, its length or its checksum is wrong
   */
  async keep(actor: Actor, uploadId: string, n: number, data: Buffer, checksum: string): Promise<void> {
    const upload = await this.#repository.get(uploadId, actor.accountId);
    const expected = Math.min(CHUNK_BYTES, upload.bytes - n * CHUNK_BYTES);
    if (n >= chunksOf(upload) || data.length !== expected) throw invalidField('chunk', 'files.chunkLength');
    if (createHash('sha256').update(data).digest('hex') !== checksum)
      throw invalidField('chunk', 'files.chunkChecksum');
    await this.#repository.keep(uploadId, n, data, this.#clock.now());
  }

  /**
   * Makes a paper of the dispute of what has arrived; asked again it answers the same paper.
   * @throws DomainError conflict `files.uploadIncomplete`; as `FileService.add`
   */
  async complete(actor: Actor, disputeId: string, uploadId: string, details: FileDetails): Promise<FileRecord> {
    const upload = await this.#repository.get(uploadId, actor.accountId);
    if (upload.fileId) return (await this.#files.get(actor, disputeId, upload.fileId)).file;
    const received = await this.#repository.received(uploadId);
    if (received.length < chunksOf(upload)) throw conflict('files.uploadIncomplete');
    const once = { account: actor.accountId, key: `upload:${uploadId}`, requestHash: upload.fingerprint };
    const [file] = await this.#files.add(
      actor,
      disputeId,
      [
        {
          name: upload.fileName,
          bytes: upload.bytes,
          open: () => Readable.from(this.#repository.pieces(uploadId), { objectMode: false }),
        },
      ],
      details,
      once,
    );
    if (!file) throw conflict('files.uploadIncomplete');
    await this.#repository.end(upload, file.id);
    return file;
  }

  async #view(upload: Upload): Promise<UploadView> {
    const received = await this.#repository.received(upload._id);
    return { id: upload._id, chunkBytes: CHUNK_BYTES, chunks: chunksOf(upload), received };
  }
}
