// What is confidential is planted and then looked for everywhere: a mediator's private note, and words typed into a form
// that nobody has sent. Only their own addresses may ever show them, and only to those who may read them.

import { inflateRawSync } from 'node:zlib';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { expect } from 'chai';
import type supertest from 'supertest';
import { ACTS } from '../../../src/domain/lifecycle.ts';
import { hasRight } from '../../../src/domain/permission.ts';
import { API_PREFIX, isApiRow, type RouteRow } from '../../../src/http/routes.ts';
import { createJobRunner } from '../../../src/platform/jobs.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { submit } from '../../support/form.ts';
import {
  FAILURE,
  type Followed,
  type Journey,
  mediate,
  type Person,
  type PersonName,
  startJourney,
  UNITS,
} from '../../support/journey.ts';

const NOTE = '金丝雀甲：王某私下说最多肯出八百';
const DRAFT = '金丝雀乙：还没有说出口的方案';
const CANARY = /金丝雀/;
const READERS: readonly PersonName[] = [
  'mediator',
  'colleague',
  'clerk',
  'head',
  'tribunalClerk',
  'judge',
  'filingClerk',
  'courtAdmin',
  'justiceViewer',
  'systemAdmin',
  'auditAdmin',
];

/** Forms that tell of the mediation itself. */
const TELLING_FORMS = ['F05', 'F07', 'F08', 'F15', 'F19', 'F24', 'F30'];

/** The words of a printed paper. */
async function printed(body: Buffer): Promise<Buffer> {
  const library = await PDFiumLibrary.init();
  const paper = await library.loadDocument(body);
  const text = [...paper.pages()].map((page) => page.getText()).join('\n');
  paper.destroy();
  return Buffer.from(text);
}

/** The text of an answer, with what is printed in it, or lies compressed in an office document or an archive, laid open. */
async function laidOpen(body: Buffer): Promise<string> {
  const parts = [body];
  if (body.subarray(0, 5).toString() === '%PDF-') parts.push(await printed(body));
  for (let at = body.indexOf('PK\u0003\u0004'); at >= 0; at = body.indexOf('PK\u0003\u0004', at + 4)) {
    const start = at + 30 + body.readUInt16LE(at + 26) + body.readUInt16LE(at + 28);
    if (body.readUInt16LE(at + 8) !== 8) continue;
    try {
      parts.push(inflateRawSync(body.subarray(start), { finishFlush: 2 }));
    } catch {
      // Not the beginning of an entry after all.
    }
  }
  return Buffer.concat(parts).toString('utf8');
}

describe('what is confidential', () => {
  let journey: Journey;
  const logged: string[] = [];
  const disputes: Followed[] = [];
  const papers: string[] = [];

  before(async () => {
    const logger = createLogger('trace', { write: (line: string) => void logged.push(line) });
    journey = await startJourney({ logger });
    const { mediator, tribunalClerk } = journey.people;
    const browser = await mediator.browser();
    const plant = async (followed: Followed): Promise<void> => {
      await submit(browser, `/disputes/${followed.id}/private-notes`, { text: NOTE });
      const { text } = await browser.get('/recorder/state', { Accept: 'application/json' });
      const { token } = JSON.parse(text) as { token: string };
      const saved = await browser.post(
        `/drafts/recordSession/${followed.id}`,
        { _csrf: token, base: 0, of: '2', device: 'device-of-a-test', fields: JSON.stringify({ statements: DRAFT }) },
        { Accept: 'application/json' },
      );
      expect(saved.status, saved.text).to.equal(200);
    };
    const register = async (number: number): Promise<Followed> => {
      const followed = await journey.register(mediator, {
        parties: [
          { side: 'applicant', name: '张建国', phone: `1370000000${number}` },
          { side: 'respondent', name: '王秀英', phone: `1370000001${number}` },
        ],
      });
      await journey.act(mediator, followed, 'takeUp');
      await mediate(journey, followed);
      await plant(followed);
      disputes.push(followed);
      return followed;
    };
    await register(1);
    const failed = await register(2);
    await journey.act(mediator, failed, 'failMediation', { ...FAILURE, ending: 'O33' });
    for (const form of ['F07', 'F15'])
      for (const format of ['pdf', 'docx'])
        expect(
          (await mediator.call('post', `/disputes/${failed.id}/forms/${form}?format=${format}`, {})).status,
        ).to.equal(202);
    const { database, clock, jobDefinitions } = journey.composition;
    const work = createJobRunner({ connection: database.connection, clock, log: logger, definitions: jobDefinitions });
    await work.runDue();
    expect((await mediator.call('post', `/disputes/${failed.id}/dossier`)).status).to.equal(202);
    await work.runDue();
    const kept = (await mediator.call('get', `/disputes/${failed.id}/documents`)).body.items as { id: string }[];
    papers.push(...kept.map(({ id }) => id));
    const filed = await register(3);
    await journey.act(mediator, filed, 'failMediation', { ...FAILURE, ending: 'O33' });
    await journey.act(tribunalClerk, filed, 'fileCase', { docket: '（2026）京0112民初7号', procedure: 'simple' });
  });
  after(async () => {
    await journey.composition.threads.close();
    await journey.close();
  });

  /** Every address a row stands for in these disputes. */
  const addressesOf = ({ path }: RouteRow): readonly string[] => {
    const fill = (address: string, name: string, values: readonly string[]): readonly string[] =>
      new RegExp(`:${name}\\b`).test(address) ? values.map((value) => address.replace(`:${name}`, value)) : [address];
    // Papers and forms are those of one dispute; the others differ in their state only.
    const own = /:(?:fileId|form|issuedId)\b/.test(path) ? disputes.slice(1, 2) : disputes;
    return fill(path, 'disputeId', path.includes(':disputeId') ? own.map(({ id }) => id) : [''])
      .flatMap((address) => fill(address, 'act', ACTS))
      .flatMap((address) => fill(address, 'form', TELLING_FORMS))
      .flatMap((address) => fill(address, 'fileId', papers))
      .map((address) => address.replaceAll(/:no\b/g, '1'))
      .map((address) =>
        address.replaceAll(/:(?:code|unitCode)\b/g, UNITS.village).replaceAll(/:\w+/g, disputes[0]?.id ?? ''),
      );
  };
  const own = (path: string): boolean => /private-notes|^\/drafts\//.test(path);
  const bodyOf = async (person: Person, row: RouteRow, address: string): Promise<Buffer> => {
    const raw = (call: supertest.Test): supertest.Test =>
      call.buffer(true).parse((res, done) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => done(null, Buffer.concat(chunks)));
      });
    const browser = await person.browser();
    const answer = isApiRow(row)
      ? await raw(person.call('get', address.slice(API_PREFIX.length)))
      : await raw(browser.raw('get', address).set('Accept', '*/*'));
    return Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.text ?? '');
  };

  it('When a paper is printed, then its words are looked for too', async () => {
    const own = journey.composition.rows.find(
      ({ path }) => path === '/disputes/:disputeId/files/:fileId/versions/:no/content',
    );
    if (!own) throw new Error('papers have no address');
    const bodies = await Promise.all(addressesOf(own).map((address) => bodyOf(journey.people.mediator, own, address)));
    const texts = await Promise.all(bodies.map(laidOpen));

    expect(texts.filter((text) => text.includes('双方陈述滴水与院墙受损经过'))).to.have.length(2);
  });

  it('When its own page is opened, then its author reads the note, and nobody else of the village, above it or of the court', async () => {
    const path = `/disputes/${disputes[0]?.id}/private-notes`;
    const seen: string[] = [];
    for (const name of READERS) {
      const { text } = await (await journey.people[name].browser()).get(path);
      if (text.includes(NOTE)) seen.push(name);
    }

    expect(seen).to.deep.equal(['mediator']);
  });

  it('When a draft is asked for by anybody but its owner, then there is none', async () => {
    const path = `/drafts/recordSession/${disputes[0]?.id}`;
    const seen: string[] = [];
    for (const name of READERS) {
      const { text } = await (await journey.people[name].browser()).get(path, { Accept: 'application/json' });
      if (text.includes(DRAFT)) seen.push(name);
    }

    expect(seen).to.deep.equal(['mediator']);
  });

  for (const name of READERS) {
    it(`When ${name} opens every other address, then neither note nor draft is there`, async function () {
      this.timeout(120_000);
      const person = journey.people[name];
      const rows = journey.composition.rows.filter(
        ({ method, path, right }) =>
          method === 'get' &&
          !own(path) &&
          (right === 'public' || right === 'signedIn' || hasRight(person.role, right)),
      );
      const leaks: string[] = [];
      let answered = 0;
      for (const row of rows) {
        for (const address of addressesOf(row)) {
          const body = await bodyOf(person, row, address);
          answered += 1;
          if (CANARY.test(await laidOpen(body))) leaks.push(address);
        }
      }

      expect(leaks).to.deep.equal([]);
      expect(answered).to.be.greaterThan(20);
    });
  }

  it('When its words are searched for, then no dispute is found by them', async () => {
    const { mediator, head } = journey.people;
    for (const person of [mediator, head]) {
      for (const words of ['金丝雀', '私下说最多肯出八百', '没有说出口']) {
        const page = await (await person.browser()).get(`/disputes?q=${encodeURIComponent(words)}`);
        const { body } = await person.call('get', `/disputes?q=${encodeURIComponent(words)}`);
        for (const { number } of disputes) expect(page.text).not.to.include(number);
        expect(body.items).to.deep.equal([]);
      }
    }
  });

  it('When the stored data and the log are read as they lie, then neither is in them in clear', async () => {
    const { connection } = journey.composition.database;
    const leaks: string[] = [];
    for (const { name } of (await connection.db?.listCollections().toArray()) ?? []) {
      const documents = await connection.collection(name).find({}).toArray();
      if (CANARY.test(JSON.stringify(documents))) leaks.push(name);
    }

    expect(leaks).to.deep.equal([]);
    expect(logged.length).to.be.greaterThan(100);
    expect(logged.filter((line) => CANARY.test(line))).to.deep.equal([]);
  });
});
