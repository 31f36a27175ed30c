// The bytes of files, in the database beside everything else (GridFS), so that one backup holds them. A content is
// written before the record that names it and never changed; one that no record names is removed by the sweep.

import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GridFSBucket } from 'mongodb';
import mongoose, { Schema, type Connection } from 'mongoose';
import { DomainError, notFound } from '../domain/errors.ts';

export interface Content {
  readonly id: string;
  readonly bytes: number;
  /** SHA-256 in hexadecimal. */
  readonly sha256: string;
}

export interface Contents {
  /** Keeps the bytes. @throws DomainError tooLarge when there are more than `limit` */
  put(source: Readable, limit: number): Promise<Content>;
  /** @throws DomainError `files.contentGone` when it is not there */
  open(id: string): Promise<Readable>;
  read(id: string): Promise<Buffer>;
  remove(id: string): Promise<void>;
  /** Contents older than the instant, a batch at a time. */
  olderThan(instant: Date): AsyncIterable<string>;
}

const BUCKET = 'contents';

/** The two collections of GridFS with the indexes its specification asks for, made at start with all others. */
const files = new Schema({}, { collection: `${BUCKET}.files`, strict: false, versionKey: false });
files.index({ filename: 1, uploadDate: 1 });
const chunks = new Schema({}, { collection: `${BUCKET}.chunks`, strict: false, versionKey: false });
chunks.index({ files_id: 1, n: 1 }, { unique: true });

export function createContents(connection: Connection): Contents {
  connection.model('Content', files);
  connection.model('ContentChunk', chunks);
  const bucket = (): GridFSBucket => {
    if (!connection.db) throw new Error('no database');
    return new GridFSBucket(connection.db, { bucketName: BUCKET, writeConcern: { w: 'majority' } });
  };
  const idOf = (id: string) => new mongoose.mongo.ObjectId(id);

  const open: Contents['open'] = async (id) => {
    const [found] = await bucket()
      .find({ _id: idOf(id) })
      .limit(1)
      .toArray();
    if (!found) throw notFound('files.contentGone');
    return bucket().openDownloadStream(found._id);
  };

  return {
    put: async (source, limit) => {
      const hash = createHash('sha256');
      let bytes = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          if (bytes > limit) return done(new DomainError('tooLarge', 'files.tooLarge'));
          hash.update(chunk);
          done(null, chunk);
        },
      });
      const target = bucket().openUploadStream(BUCKET);
      try {
        await pipeline(source, measure, target);
      } catch (error) {
        await target.abort().catch(() => {});
        throw error;
      }
      return { id: target.id.toHexString(), bytes, sha256: hash.digest('hex') };
    },
    open,
    read: async (id) => {
      const parts: Buffer[] = [];
      for await (const part of await open(id)) parts.push(part as Buffer);
      return Buffer.concat(parts);
    },
    remove: (id) => bucket().delete(idOf(id)),
    async *olderThan(instant) {
      for await (const { _id } of bucket().find({ uploadDate: { $lt: instant } })) yield _id.toHexString();
    },
  };
}
