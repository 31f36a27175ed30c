import { Binary, BSON, Code, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { expect } from 'chai';
import { decode, encode } from '../src/gateway/bson-codec.ts';
import { MongoError } from '../src/gateway/mongo-error.ts';
import { hasFieldNamed, RawDocument, splitDocuments } from '../src/gateway/raw-bson.ts';

const EVERY_TYPE = {
  double: 1.5,
  string: '调解',
  document: { inner: { deep: true } },
  array: [1, { two: 2 }],
  binary: new Binary(Buffer.from('bytes')),
  id: new ObjectId(),
  yes: true,
  date: new Date(0),
  nothing: null,
  regex: /a\/b/i,
  code: new Code('return 1'),
  scoped: new Code('return x', { x: 1 }),
  int: 42,
  timestamp: new Timestamp({ t: 1, i: 2 }),
  long: Long.fromString('9007199254740993'),
  decimal: Decimal128.fromString('1.10'),
  min: new MinKey(),
  max: new MaxKey(),
  last: 'end',
};

describe('raw documents', () => {
  const bytes = encode(EVERY_TYPE);

  it('finds every field whatever types lie before it', () => {
    const document = new RawDocument(bytes);
    expect([...document.elements.keys()]).to.deep.equal(Object.keys(EVERY_TYPE));
    expect(document.firstName).to.equal('double');
    expect(document.getString('last')).to.equal('end');
    expect(document.getString('string')).to.equal('调解');
  });

  it('reads numbers and truth values', () => {
    const document = new RawDocument(bytes);
    expect(document.getNumber('int')).to.equal(42);
    expect(document.getNumber('double')).to.equal(1.5);
    expect(document.getNumber('string')).to.equal(undefined);
    expect(document.getBigInt('long')).to.equal(9007199254740993n);
    expect(document.isTrue('yes')).to.equal(true);
    expect(document.isTrue('nothing')).to.equal(false);
    expect(document.isTrue('absent')).to.equal(false);
    expect(document.isTrue('id')).to.equal(true);
  });

  it('enters embedded documents and arrays', () => {
    const document = new RawDocument(bytes);
    expect(document.getDocument('document')?.getDocument('inner')?.isTrue('deep')).to.equal(true);
    expect(document.getDocuments('array').map(decode)).to.deep.equal([{ two: 2 }]);
    expect(document.getDocument('int')).to.equal(undefined);
  });

  it('cuts and appends fields', () => {
    const document = new RawDocument(encode({ a: 1, b: 'two', c: [3] }));
    expect(decode(document.without('b'))).to.deep.equal({ a: 1, c: [3] });
    expect(decode(document.without('a', 'c', 'x'))).to.deep.equal({ b: 'two' });
    expect(document.without('x')).to.equal(document.bytes);
    expect(decode(document.with({ d: 4 }))).to.deep.equal({ a: 1, b: 'two', c: [3], d: 4 });
  });

  it('splits a concatenation of documents', () => {
    const documents = [{ a: 1 }, { b: [2] }, {}];
    const sequence = Buffer.concat(documents.map((document) => Buffer.from(BSON.serialize(document))));
    expect(splitDocuments(sequence).map(decode)).to.deep.equal(documents);
    expect(() => splitDocuments(sequence.subarray(0, -1))).to.throw(MongoError);
  });

  it('finds a field name at any depth, and not the same text in a value', () => {
    expect(hasFieldNamed(encode({ a: [{ b: { $dateTrunc: 1 } }] }), '$dateTrunc')).to.equal(true);
    expect(hasFieldNamed(encode({ a: '$dateTrunc', b: ['$dateTrunc\0'] }), '$dateTrunc')).to.equal(false);
  });

  it('survives every truncation and thousands of random changes', () => {
    const read = (candidate: Buffer): void => {
      try {
        const document = new RawDocument(candidate);
        for (const name of document.elements.keys()) {
          document.getString(name);
          document.getBigInt(name);
          document.getDocuments(name);
        }
        hasFieldNamed(candidate, 'deep');
      } catch (error) {
        expect(error).to.be.instanceOf(MongoError);
      }
    };
    for (let length = 0; length < bytes.length; length++) read(bytes.subarray(0, length));
    let seed = 1;
    const random = (limit: number): number => (seed = (seed * 48271) % 2147483647) % limit;
    for (let round = 0; round < 5000; round++) {
      const changed = Buffer.from(bytes);
      for (let change = 0; change <= round % 4; change++) changed[random(changed.length)] = random(256);
      read(changed);
    }
  });
});
