// Files that are not what they say, handed in on the page and over the API.

import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import supertest from 'supertest';
import { type Journey, startJourney, UNITS } from '../support/journey.ts';

const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const FILES: Readonly<Record<string, Buffer>> = {
  'nothing.csv': Buffer.alloc(0),
  'blanks.csv': Buffer.from('   \r\n\r\n'),
  'picture.csv': JPEG,
  'book.csv': Buffer.from('PK\u0003\u0004 xl/workbook.xml'),
  'packed.csv': gzipSync('编号,姓名\n1,张三'),
  'program.csv': Buffer.from('7f454c4602010100', 'hex'),
  'zeros.csv': Buffer.alloc(100_000),
  'strange-header.csv': Buffer.from('colour,taste\nred,sweet\n'),
  'open-quote.csv': Buffer.from('工单编号,诉求内容\n1,"没有结束'),
  'page.csv': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'one-line.csv': Buffer.from('x'.repeat(3_000_000)),
};

describe('files that are not what they say', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const disputes = (): Promise<number> =>
    journey.composition.database.connection.collection('disputes').countDocuments();

  for (const [name, bytes] of Object.entries(FILES)) {
    it(`When ${name} is handed in, then the page says in words what is wrong and nothing is registered`, async () => {
      const browser = await journey.people.clerk.browser();
      const page = await browser.get('/imports');
      const token = /name="_csrf"\s+value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const answer = await browser
        .raw('post', '/imports')
        .set('Accept', 'text/html')
        .field('_csrf', token)
        .field('unit', UNITS.township)
        .attach('file', bytes, { filename: name, contentType: 'text/csv' });
      const program = await supertest(journey.app)
        .post(`/api/v1/imports?unit=${UNITS.township}&name=${name}`)
        .set('Authorization', `Bearer ${journey.people.clerk.token}`)
        .type('text/csv')
        .send(bytes);

      expect([answer.status, answer.type]).to.deep.equal([422, 'text/html']);
      expect(answer.text).to.include('error-summary');
      expect([program.status, program.type]).to.deep.equal([422, 'application/problem+json']);
      expect(await disputes()).to.equal(0);
    });
  }

  it('When a file is larger than anybody may hand in, then it is told, on the page and over the API', async () => {
    const browser = await journey.people.clerk.browser();
    const page = await browser.get('/imports');
    const token = /name="_csrf"\s+value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const big = Buffer.alloc(21 * 1024 * 1024, '1,');
    const answer = await browser
      .raw('post', '/imports')
      .set('Accept', 'text/html')
      .field('_csrf', token)
      .attach('file', big, { filename: 'big.csv', contentType: 'text/csv' });
    const program = await supertest(journey.app)
      .post(`/api/v1/imports?unit=${UNITS.township}`)
      .set('Authorization', `Bearer ${journey.people.clerk.token}`)
      .type('text/csv')
      .send(big);

    expect([answer.status, answer.type]).to.deep.equal([413, 'text/html']);
    expect([program.status, program.type]).to.deep.equal([413, 'application/problem+json']);
  });

  it('When somebody without the right hands a file in, then it is refused', async () => {
    const { mediator } = journey.people;
    const program = await supertest(journey.app)
      .post(`/api/v1/imports?unit=${UNITS.village}`)
      .set('Authorization', `Bearer ${mediator.token}`)
      .type('text/csv')
      .send('a,b');

    expect(program.status).to.equal(403);
  });
});
