import { expect } from 'chai';
import { decode, encode } from '../src/gateway/bson-codec.ts';
import {
  crc32c,
  formatReply,
  FrameReader,
  MAX_MESSAGE_BYTES,
  parseRequest,
  ProtocolError,
} from '../src/gateway/wire.ts';

const header = (length: number, operation: number): Buffer => {
  const buffer = Buffer.alloc(16);
  buffer.writeInt32LE(length, 0);
  buffer.writeInt32LE(77, 4);
  buffer.writeInt32LE(operation, 12);
  return buffer;
};

function frame(operation: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([header(16 + body.length, operation), body]);
}

const flags = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

const PING = encode({ ping: 1, $db: 'admin' });
const bodySection = Buffer.concat([Buffer.from([0]), PING]);

function sequenceSection(name: string, documents: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), documents]);
  const length = Buffer.alloc(4);
  length.writeInt32LE(content.length + 4);
  return Buffer.concat([Buffer.from([1]), length, content]);
}

describe('wire protocol', () => {
  it('puts messages together from pieces of any size', () => {
    const message = frame(2013, flags(0), bodySection);
    const stream = Buffer.concat([message, message, message]);
    for (const size of [1, 3, 7, 50, stream.length]) {
      const reader = new FrameReader();
      const frames: Buffer[] = [];
      for (let offset = 0; offset < stream.length; offset += size) {
        frames.push(...reader.push(stream.subarray(offset, offset + size)));
      }
      expect(frames).to.deep.equal([message, message, message]);
    }
  });

  it('refuses impossible lengths', () => {
    for (const length of [-1, 0, 15, MAX_MESSAGE_BYTES + 20_000, 2147483647]) {
      expect(() => new FrameReader().push(header(length, 2013))).to.throw(ProtocolError);
    }
  });

  it('reads a body and document sequences in any order', () => {
    const documents = Buffer.concat([encode({ a: 1 }), encode({ a: 2 })]);
    const request = parseRequest(frame(2013, flags(0), sequenceSection('documents', documents), bodySection));
    expect(request.command.firstName).to.equal('ping');
    expect(request.requestId).to.equal(77);
    expect(request.wantsReply).to.equal(true);
    expect(request.sequences.get('documents')).to.deep.equal(documents);
  });

  it('knows requests that want no answer', () => {
    expect(parseRequest(frame(2013, flags(2), bodySection)).wantsReply).to.equal(false);
  });

  it('checks a checksum where there is one', () => {
    expect(crc32c(Buffer.from('123456789'))).to.equal(0xe3069283);
    const content = Buffer.concat([flags(1), bodySection]);
    const head = header(16 + content.length + 4, 2013);
    const checksum = flags(crc32c(Buffer.concat([head, content])));
    expect(parseRequest(Buffer.concat([head, content, checksum])).command.firstName).to.equal('ping');
    expect(() => parseRequest(Buffer.concat([head, content, flags(1)]))).to.throw(ProtocolError);
  });

  it('answers the old envelope in kind', () => {
    const query = frame(
      2004,
      flags(0),
      Buffer.from('admin.$cmd\0'),
      flags(0),
      flags(0xffffffff),
      encode({ ismaster: 1 }),
    );
    const request = parseRequest(query);
    expect(request.legacy).to.equal(true);
    const reply = Buffer.concat(formatReply(request, encode({ ok: 1 })));
    expect(reply.readInt32LE(0)).to.equal(reply.length);
    expect(reply.readInt32LE(8)).to.equal(77);
    expect(reply.readInt32LE(12)).to.equal(1);
    expect(decode(reply.subarray(36))).to.deep.equal({ ok: 1 });
  });

  it('refuses broken envelopes', () => {
    const broken = [
      frame(2013, flags(0)),
      frame(2013),
      frame(2013, flags(1 << 5), bodySection),
      frame(2013, flags(0), bodySection, bodySection),
      frame(2013, flags(0), Buffer.from([7]), PING),
      frame(2013, flags(0), bodySection, Buffer.from([1, 255, 255, 255, 127])),
      frame(2013, flags(0), bodySection, Buffer.from([1, 5, 0, 0, 0, 65])),
      frame(2013, flags(0), sequenceSection('a', PING), sequenceSection('a', PING), bodySection),
      frame(2013, flags(0), Buffer.from([0, 5, 0, 0, 0, 1])),
      frame(2012, Buffer.from('compressed')),
      frame(2004, Buffer.from('no end')),
    ];
    for (const message of broken) expect(() => parseRequest(message)).to.throw(ProtocolError);
  });
});
