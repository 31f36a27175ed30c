import { type Connection, type Model, Schema } from 'mongoose';
import { type FileRecord } from './file.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: Record<string, unknown>) => new Schema(definition, { _id: false, strict: 'throw' });
const hand = () => nested({ accountId: required(String), name: required(String) });

const files = new Schema(
  {
    _id: required(String),
    disputeId: required(String),
    no: required(Number),
    round: required(Number),
    version: required(Number),
    part: required(String),
    title: required(String),
    evidence: nested({
      copy: required(String),
      source: String,
      purpose: String,
      submitter: String,
      receivedOn: required(String),
    }),
    about: String,
    form: String,
    versions: [
      nested({
        no: required(Number),
        contentId: required(String),
        fileName: required(String),
        mediaType: required(String),
        bytes: required(Number),
        sha256: required(String),
        addedAt: required(Date),
        addedBy: required(hand()),
        reason: String,
        inspection: required(String),
        pages: Number,
        previewId: String,
        problem: String,
      }),
    ],
    withdrawn: nested({ at: required(Date), by: required(hand()), reason: required(String) }),
  },
  { collection: 'files', versionKey: false, strict: 'throw' },
);
files.index({ disputeId: 1, no: 1 }, { unique: true });
files.index({ 'versions.contentId': 1 });
files.index({ 'versions.previewId': 1 });

/** One a dispute: numbers its files and is locked with its archive. Every change of a file passes through it. */
export interface Folder {
  readonly _id: string;
  readonly files: number;
  readonly locked: boolean;
}
const folders = new Schema<Folder>(
  { _id: required(String), files: required(Number), locked: required(Boolean) },
  { collection: 'fileFolders', versionKey: false, strict: 'throw' },
);

/** A file on its way in, piece by piece. */
export interface Upload {
  readonly _id: string;
  readonly disputeId: string;
  readonly accountId: string;
  /** Tells the same file of the same person: name, size and day of change. */
  readonly fingerprint: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly createdAt: Date;
  /** The paper it became; the pieces are gone then. */
  readonly fileId?: string;
}
const DAY_SECONDS = 86_400;
const uploads = new Schema<Upload>(
  {
    _id: required(String),
    disputeId: required(String),
    accountId: required(String),
    fingerprint: required(String),
    fileName: required(String),
    bytes: required(Number),
    createdAt: required(Date),
    fileId: String,
  },
  { collection: 'uploads', versionKey: false, strict: 'throw' },
);
uploads.index({ disputeId: 1, accountId: 1, fingerprint: 1 }, { unique: true });
uploads.index({ createdAt: 1 }, { expireAfterSeconds: DAY_SECONDS });

export interface UploadChunk {
  readonly uploadId: string;
  readonly n: number;
  readonly data: Buffer;
  readonly createdAt: Date;
}
const chunks = new Schema<UploadChunk>(
  { uploadId: required(String), n: required(Number), data: required(Buffer), createdAt: required(Date) },
  { collection: 'uploadChunks', versionKey: false, strict: 'throw' },
);
chunks.index({ uploadId: 1, n: 1 }, { unique: true });
chunks.index({ createdAt: 1 }, { expireAfterSeconds: DAY_SECONDS });

export type StoredFile = Omit<FileRecord, 'id'> & { readonly _id: string };

export const fileModel = (connection: Connection): Model<StoredFile> =>
  connection.model<StoredFile>('File', files as unknown as Schema<StoredFile>);
export const folderModel = (connection: Connection): Model<Folder> => connection.model<Folder>('FileFolder', folders);
export const uploadModel = (connection: Connection): Model<Upload> => connection.model<Upload>('Upload', uploads);
export const uploadChunkModel = (connection: Connection): Model<UploadChunk> =>
  connection.model<UploadChunk>('UploadChunk', chunks);
