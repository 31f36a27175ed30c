import { Binary, Long, ObjectId } from 'bson';
import type { Document } from 'bson';
import { encode } from '../../src/gateway/bson-codec.ts';
import { crc32c } from '../../src/gateway/wire.ts';

type Random = () => number;

const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value | 0);
  return buffer;
};

function frame(operation: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([int32(16 + body.length), int32(1), int32(0), int32(operation), body]);
}

const message = (command: Document, flags = 0): Buffer =>
  frame(2013, int32(flags), Buffer.from([0]), encode({ ...command, $db: 'fuzz' }));

function withSequence(command: Document, name: string, documents: Document[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map(encode)]);
  const sequence = Buffer.concat([Buffer.from([1]), int32(content.length + 4), content]);
  return frame(2013, int32(0), Buffer.from([0]), encode({ ...command, $db: 'fuzz' }), sequence);
}

function withChecksum(command: Document): Buffer {
  const bare = message(command, 1);
  const whole = Buffer.concat([bare, int32(0)]);
  whole.writeInt32LE(whole.length, 0);
  whole.writeUInt32LE(crc32c(whole.subarray(0, bare.length)), bare.length);
  return whole;
}

const lsid = { id: new Binary(Buffer.alloc(16, 5), 4) };

/** Well-formed messages of every kind a driver sends; what is sent grows out of them. */
const SEEDS: readonly Buffer[] = [
  frame(2004, int32(0), Buffer.from('admin.$cmd\0'), int32(0), int32(-1), encode({ ismaster: 1, helloOk: true })),
  message({
    hello: 1,
    speculativeAuthenticate: {
      saslStart: 1,
      mechanism: 'SCRAM-SHA-256',
      payload: new Binary(Buffer.from('n,,n=a,r=b')),
    },
  }),
  message({ ping: 1 }),
  withChecksum({ ping: 1, comment: 'with a checksum' }),
  message({ insert: 'c', documents: [{ _id: new ObjectId(), a: 1 }], lsid, txnNumber: Long.fromNumber(3) }),
  withSequence({ insert: 'c', ordered: false }, 'documents', [{ a: 1 }, { a: [1, { b: 2 }] }, { 解: '纷' }]),
  withSequence({ update: 'c' }, 'updates', [{ q: { a: 1 }, u: { $inc: { n: 1 } }, upsert: true }]),
  message({ find: 'c', filter: { a: { $gt: 0 } }, sort: { a: 1 }, batchSize: 2 }),
  message({ aggregate: 'c', pipeline: [{ $match: { a: 1 } }, { $group: { _id: '$a', n: { $sum: 1 } } }], cursor: {} }),
  message({ getMore: Long.fromNumber(12345), collection: 'c' }),
  message({ killCursors: 'c', cursors: [Long.fromNumber(12345)] }),
  message({ findAndModify: 'c', query: { a: 1 }, update: { $set: { b: 1 } }, upsert: true }),
  message({
    insert: 'c',
    documents: [{ a: 2 }],
    lsid,
    txnNumber: Long.fromNumber(9),
    startTransaction: true,
    autocommit: false,
  }),
  message({ commitTransaction: 1, lsid, txnNumber: Long.fromNumber(9), autocommit: false }),
  message({ saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: new Binary(Buffer.from('n,,n=a,r=b')) }),
  message({ saslContinue: 1, conversationId: 1, payload: new Binary(Buffer.alloc(0)) }),
  message({ insert: 'c', documents: [{ a: 3 }], writeConcern: { w: 0 } }, 2),
];

const EXTREME = [-1, 0, 1, 4, 15, 16, 0x7fffffff, -0x80000000, 48_000_000, 0xffff];

/** Each changes a message in place or returns another. */
const MUTATIONS: readonly ((bytes: Buffer, pick: (limit: number) => number) => Buffer)[] = [
  (bytes, pick) => {
    for (let count = 1 + pick(4); count > 0; count--) bytes[pick(bytes.length)] = pick(256);
    return bytes;
  },
  (bytes, pick) => bytes.subarray(0, pick(bytes.length)),
  (bytes, pick) => Buffer.concat([bytes, Buffer.from(Array.from({ length: pick(64) }, () => pick(256)))]),
  (bytes, pick) => {
    // A length or number somewhere becomes an extreme one.
    if (bytes.length >= 4) bytes.writeInt32LE((EXTREME[pick(EXTREME.length)] ?? 0) | 0, pick(bytes.length - 3));
    return bytes;
  },
  (bytes, pick) => Buffer.concat([bytes.subarray(0, pick(bytes.length)), SEEDS[pick(SEEDS.length)] ?? bytes]),
  (_bytes, pick) => Buffer.from(Array.from({ length: pick(300) }, () => pick(256))),
  (bytes) => bytes,
];

/** The next random or mutated message; half of them say their true length, so that they are looked into. */
export function nextFrame(random: Random): Buffer {
  const pick = (limit: number): number => Math.floor(random() * Math.max(1, limit));
  let bytes: Buffer = Buffer.from(SEEDS[pick(SEEDS.length)] ?? []);
  for (let rounds = 1 + pick(3); rounds > 0; rounds--) {
    bytes = Buffer.from(MUTATIONS[pick(MUTATIONS.length)]?.(bytes, pick) ?? bytes);
  }
  if (bytes.length >= 4 && random() < 0.5) bytes.writeInt32LE(bytes.length, 0);
  return bytes;
}
