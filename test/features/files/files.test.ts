import { createHash } from 'node:crypto';
import { PDFDocument, rgb } from '@cantoo/pdf-lib';
import { expect } from 'chai';
import sharp from 'sharp';
import supertest from 'supertest';
import { createJobRunner } from '../../../src/platform/jobs.ts';
import { type Browser } from '../../support/app.ts';
import { fileMissing, type Followed, type Journey, mediate, type Person, startJourney } from '../../support/journey.ts';

const picture = (colour = '#b23a26', size = 900): Promise<Buffer> =>
  sharp({ create: { width: size, height: 600, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();

async function pdf(pages: number): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) document.addPage();
  return Buffer.from(await document.save());
}

const SVG = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const HTML = Buffer.from('<!doctype html><script>alert(document.cookie)</script>');
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface FileJson {
  readonly id: string;
  readonly no: number;
  readonly version: number;
  readonly part: string;
  readonly title: string;
  readonly withdrawn?: object;
  readonly versions: readonly {
    readonly no: number;
    readonly fileName: string;
    readonly mediaType: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly pages?: number;
    readonly problem?: string;
    readonly content: string;
  }[];
}

describe('papers of a dispute', function () {
  this.timeout(60_000);
  let journey: Journey;
  let dispute: Followed;

  before(async () => {
    journey = await startJourney();
  });
  after(async () => {
    await journey.composition.threads.close();
    await journey.close();
  });
  beforeEach(async () => {
    dispute = await journey.register(journey.people.mediator);
    await journey.act(journey.people.mediator, dispute, 'takeUp');
  });

  const work = async (): Promise<void> => {
    const { clock, logger, jobDefinitions, database } = journey.composition;
    const runner = { connection: database.connection, clock, log: logger, definitions: jobDefinitions };
    await createJobRunner(runner).runDue();
  };

  const call = (person: Person, method: 'get' | 'post', path: string): supertest.Test =>
    supertest(journey.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${person.token}`);

  const documents = (): string => `/disputes/${dispute.id}/documents`;

  const handIn = (
    person: Person,
    bytes: Buffer,
    name: string,
    fields: Readonly<Record<string, string>> = {},
  ): supertest.Test => {
    const request = call(person, 'post', documents()).attach('file', bytes, { filename: name });
    for (const [field, value] of Object.entries(fields)) void request.field(field, value);
    return request;
  };

  const taken = async (
    bytes: Buffer,
    name: string,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<FileJson> => {
    const answer = await handIn(journey.people.mediator, bytes, name, fields);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body.items[0] as FileJson;
  };

  const list = async (person: Person): Promise<readonly FileJson[]> =>
    (await call(person, 'get', documents())).body.items as FileJson[];

  const bytesOf = (response: supertest.Response, done: (error: Error | null, body: Buffer) => void): void => {
    const parts: Buffer[] = [];
    const stream = response as unknown as NodeJS.ReadableStream;
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => done(null, Buffer.concat(parts)));
  };

  const download = (person: Person, address: string): supertest.Test =>
    supertest(journey.app)
      .get(address)
      .set('Authorization', `Bearer ${person.token}`)
      .buffer(true)
      .parse(bytesOf as never);

  describe('coming in', () => {
    it('When a photo and a PDF come in, then type, size, checksum and pages are told from the bytes', async () => {
      const photo = await picture();
      const paper = await pdf(3);
      const first = await taken(photo, 'IMG_0001.html', { part: 'identity', title: '张建国身份证', submitter: 'p1' });
      const second = await taken(paper, '合同.jpg');
      await work();
      const all = await list(journey.people.mediator);

      expect(first.versions[0]).to.include({ mediaType: 'image/jpeg', bytes: photo.length, sha256: hash(photo) });
      expect(second.versions[0]).to.include({ mediaType: 'application/pdf', sha256: hash(paper) });
      expect(all.map(({ no, part, title, versions }) => [no, part, title, versions[0]?.pages])).to.deep.equal([
        [1, 'identity', '张建国身份证', 1],
        [2, 'evidence', '合同', 3],
      ]);
    });

    const refused: readonly (readonly [string, () => Promise<Buffer> | Buffer, string, string])[] = [
      ['a drawing with a script', () => SVG, 'photo.jpg', 'files.notTaken'],
      ['a program', () => Buffer.from('7f454c4602010100' + '00'.repeat(100), 'hex'), 'photo.jpg', 'files.notTaken'],
      ['nothing', () => Buffer.alloc(0), 'photo.jpg', 'files.empty'],
      ['bytes of no kind', () => Buffer.from([0, 1, 2, 3, 255, 254, 0, 7]), 'a.txt', 'files.notTaken'],
    ];
    for (const [what, bytes, name, code] of refused) {
      it(`When ${what} is handed in as ${name}, then it is refused with a word on what to do`, async () => {
        const answer = await handIn(journey.people.mediator, await bytes(), name);

        expect(answer.status).to.equal(422);
        expect(answer.body.errors[0]).to.include({ field: 'file', code });
        expect(answer.body.errors[0].detail).to.include(name);
        expect(await list(journey.people.mediator)).to.deep.equal([]);
      });
    }

    it('When a page of HTML is handed in as text, then it leaves again as bytes to save and never as a page', async () => {
      const file = await taken(HTML, 'chat.txt');
      const answer = await download(journey.people.mediator, file.versions[0]?.content ?? '');

      expect(answer.headers).to.include({
        'content-type': 'application/octet-stream',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers['content-disposition']).to.match(/^attachment; /);
      expect(answer.headers['content-security-policy']).to.match(/^sandbox; default-src 'none'/);
      expect(hash(answer.body as Buffer)).to.equal(hash(HTML));
    });

    it('When a PDF is handed in, then its first page is shown small, as it is coloured', async () => {
      const document = await PDFDocument.create();
      document.addPage([595, 842]).drawRectangle({ x: 0, y: 0, width: 595, height: 842, color: rgb(1, 0, 0) });
      document.addPage();
      const { id } = await taken(Buffer.from(await document.save()), '合同.pdf');
      await work();
      const browser = await journey.people.mediator.browser();
      const page = await browser.get(`/disputes/${dispute.id}/files/${id}`);
      const small = await browser.get(/src="([^"]+\/preview)"/.exec(page.text)?.[1] ?? '');
      const { data, info } = await sharp(small.body as Buffer)
        .raw()
        .toBuffer({ resolveWithObject: true });

      expect([small.type, info.width, info.height]).to.deep.equal(['image/jpeg', 339, 480]);
      expect([...data.subarray(0, 3)].map((channel) => channel > 128)).to.deep.equal([true, false, false]);
    });

    it('When a PDF is broken or a picture is cut off, then it is kept and marked', async () => {
      await taken(Buffer.from('%PDF-1.7\nnothing here'), 'broken.pdf');
      await taken((await picture()).subarray(0, 600), 'half.jpg');
      await work();
      const problems = (await list(journey.people.mediator)).map(({ versions }) => versions[0]?.problem);

      expect(problems).to.deep.equal(['damaged', 'damaged']);
    });

    it('When the same request is sent again with its key, then the paper is there once', async () => {
      const photo = await picture();
      const send = () => handIn(journey.people.mediator, photo, 'a.jpg').set('Idempotency-Key', `papers-${dispute.id}`);
      const [first, again] = [await send(), await send()];

      expect([first.status, again.status]).to.deep.equal([201, 201]);
      expect(again.body.items[0].id).to.equal(first.body.items[0].id);
      expect(await list(journey.people.mediator)).to.have.length(1);
    });

    it('When two people hand in at once, then the numbers have no gap and no double', async () => {
      const photo = await picture();
      const { mediator, colleague } = journey.people;
      await Promise.all([1, 2, 3].flatMap(() => [handIn(mediator, photo, 'a.jpg'), handIn(colleague, photo, 'b.jpg')]));

      expect((await list(mediator)).map(({ no }) => no)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    });

    it('When a stranger’s party or a day ahead is named, then the field is told', async () => {
      const photo = await picture();
      const party = await handIn(journey.people.mediator, photo, 'a.jpg', { submitter: 'p9' });
      const ahead = await handIn(journey.people.mediator, photo, 'a.jpg', { receivedOn: '2030-01-01' });

      expect([party.body.errors[0].field, ahead.body.errors[0].field]).to.deep.equal(['submitter', 'receivedOn']);
    });
  });

  describe('on the page', () => {
    const token = (text: string): string => /name="_csrf"\s+value="([^"]+)"/.exec(text)?.[1] ?? '';
    const post = async (browser: Browser, path: string, names: readonly string[]): Promise<supertest.Response> => {
      const page = await browser.get(`/disputes/${dispute.id}/files`);
      const request = browser.raw('post', path).set('Accept', 'text/html').field('_csrf', token(page.text));
      for (const name of names) void request.attach('file', await picture(), { filename: name });
      return request;
    };

    it('When several photos are sent without script, then all are in the folder', async () => {
      const browser = await journey.people.mediator.browser();
      const answer = await post(browser, `/disputes/${dispute.id}/files`, ['墙面.jpg', '屋檐.jpg', '院子.jpg']);
      await work();
      const page = await browser.get(`/disputes/${dispute.id}/files`);
      const preview = /src="([^"]+\/preview)"/.exec(page.text)?.[1] ?? '';
      const small = await browser.get(preview);

      expect([answer.status, answer.headers['location']]).to.deep.equal([303, `/disputes/${dispute.id}/files`]);
      for (const title of ['墙面', '屋檐', '院子']) expect(page.text).to.include(title);
      expect([small.status, small.type]).to.deep.equal([200, 'image/jpeg']);
    });

    it('When the form is sent without a file, then it comes back and says so', async () => {
      const browser = await journey.people.mediator.browser();
      const answer = await post(browser, `/disputes/${dispute.id}/files`, []);

      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('data-error-summary');
    });

    it('When a form does not come from our page, then its files are not kept', async () => {
      const browser = await journey.people.mediator.browser();
      const answer = await browser
        .raw('post', `/disputes/${dispute.id}/files`)
        .set('Accept', 'text/html')
        .attach('file', await picture(), { filename: 'a.jpg' });

      expect(answer.status).to.equal(403);
      expect(await list(journey.people.mediator)).to.deep.equal([]);
    });
  });

  describe('piece by piece', () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(1_200_000, 'x')]);
    const fields = { name: '录音.pdf', bytes: String(bytes.length), modified: '1' };

    const talk = async () => {
      const browser = await journey.people.mediator.browser();
      const page = await browser.get(`/disputes/${dispute.id}/files`);
      const csrf = /name="_csrf"\s+value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const base = `/disputes/${dispute.id}/files/uploads`;
      const json = (request: supertest.Test) => request.set({ Accept: 'application/json', 'X-CSRF-Token': csrf });
      return {
        begin: () => json(browser.raw('post', base)).type('form').send(fields),
        show: (id: string) => json(browser.raw('get', `${base}/${id}`)),
        piece: (id: string, n: number, piece: Buffer, checksum = hash(piece)) =>
          json(browser.raw('post', `${base}/${id}/chunks/${n}`))
            .type('application/octet-stream')
            .set('X-Checksum-SHA256', checksum)
            .send(piece),
        complete: (id: string) =>
          json(browser.raw('post', `${base}/${id}/complete`))
            .type('form')
            .send({ part: 'evidence' }),
      };
    };
    const cut = (n: number, size: number): Buffer => bytes.subarray(n * size, (n + 1) * size);

    it('When the line breaks in the middle, then the same file goes on where it stopped and arrives whole', async () => {
      const { begin, piece, complete } = await talk();
      const first = await begin();
      const { id, chunkBytes, chunks } = first.body as { id: string; chunkBytes: number; chunks: number };
      await piece(id, 0, cut(0, chunkBytes));
      const early = await complete(id);
      const again = await begin();
      for (let n = 1; n < chunks; n += 1) await piece(id, n, cut(n, chunkBytes));
      const done = await complete(id);
      const twice = await complete(id);
      const [file] = await list(journey.people.mediator);

      expect([early.status, early.body.type]).to.deep.equal([409, 'urn:jiefen:problem:files.uploadIncomplete']);
      expect(again.body).to.deep.include({ id, received: [0] });
      expect([done.status, twice.body.id]).to.deep.equal([201, done.body.id]);
      expect(file?.versions[0]).to.include({ sha256: hash(bytes), bytes: bytes.length, fileName: '录音.pdf' });
    });

    it('When a piece was damaged or is too long, then it is refused and nothing of it is kept', async () => {
      const { begin, piece, show } = await talk();
      const { id, chunkBytes } = (await begin()).body as { id: string; chunkBytes: number };
      const damaged = await piece(id, 0, cut(0, chunkBytes), hash(Buffer.from('other')));
      const long = await piece(id, 2, cut(0, chunkBytes));
      const seen = await show(id);

      expect([damaged.status, damaged.body.errors[0].code]).to.deep.equal([422, 'files.chunkChecksum']);
      expect([long.status, long.body.errors[0].code]).to.deep.equal([422, 'files.chunkLength']);
      expect(seen.body.received).to.deep.equal([]);
    });
  });

  describe('afterwards', () => {
    it('When a paper is replaced, then the old version stays and can be opened', async () => {
      const { mediator } = journey.people;
      const [old, fresh] = [await picture('#16324f'), await picture('#1b6144')];
      const file = await taken(old, 'a.jpg');
      const answer = await call(mediator, 'post', `${documents()}/${file.id}/versions`)
        .field('reason', '原照片模糊')
        .field('version', '1')
        .attach('file', fresh, { filename: 'b.jpg' });
      const stale = await call(mediator, 'post', `${documents()}/${file.id}/versions`)
        .field('reason', '再换')
        .field('version', '1')
        .attach('file', fresh, { filename: 'c.jpg' });
      const versions = (answer.body as FileJson).versions;
      const first = await download(mediator, versions[0]?.content ?? '');

      expect(versions.map(({ sha256 }) => sha256)).to.deep.equal([hash(old), hash(fresh)]);
      expect(hash(first.body as Buffer)).to.equal(hash(old));
      expect(stale.status).to.equal(412);
    });

    it('When a paper is withdrawn, then it stays to be seen with its reason and cannot be changed', async () => {
      const { mediator } = journey.people;
      const file = await taken(await picture(), 'a.jpg');
      const gone = await call(mediator, 'post', `${documents()}/${file.id}/withdrawal`).send({
        reason: '传错了',
        version: 1,
      });
      const again = await call(mediator, 'post', `${documents()}/${file.id}/withdrawal`).send({
        reason: '再撤',
        version: 2,
      });

      expect(gone.body.withdrawn).to.include({ reason: '传错了', by: mediator.name });
      expect([again.status, again.body.type]).to.deep.equal([409, 'urn:jiefen:problem:files.withdrawn']);
      expect(await list(mediator)).to.have.length(1);
    });

    it('When bytes are named by no record for a day, then they are removed, and named ones stay', async () => {
      const { contents } = journey.composition;
      const file = await taken(await picture(), 'a.jpg');
      const { Readable } = await import('node:stream');
      const lost = await contents.put(Readable.from([Buffer.from('lost')]), 100);
      await work();
      const sweep = journey.composition.jobDefinitions.find(({ name }) => name === 'removeUnnamedContents');
      await sweep?.perform(null);
      const before = await contents.read(lost.id);
      journey.clock.advance({ days: 3650 });
      await sweep?.perform(null);
      journey.clock.advance({ days: -3650 });
      const kept = await download(journey.people.mediator, file.versions[0]?.content ?? '');

      expect(before.toString()).to.equal('lost');
      expect(
        await contents.read(lost.id).then(
          () => 'there',
          () => 'gone',
        ),
      ).to.equal('gone');
      expect(kept.status).to.equal(200);
    });
  });

  describe('rights', () => {
    it('When somebody elsewhere asks, then there is no such dispute; who only reads may not add', async () => {
      const file = await taken(await picture(), 'a.jpg');
      const { otherMediator, nextMediator, courtAdmin, systemAdmin, judge } = journey.people;
      const content = file.versions[0]?.content ?? '';
      const statuses = await Promise.all(
        [otherMediator, nextMediator, systemAdmin, courtAdmin, judge].map(
          async (person) => (await download(person, content)).status,
        ),
      );
      const added = await handIn(courtAdmin, await picture(), 'a.jpg');

      expect(statuses).to.deep.equal([404, 404, 403, 200, 200]);
      expect(added.status).to.equal(403);
    });

    it('When a paper holds what was said in mediation, then village and township open it and the court does not', async () => {
      const file = await taken(await picture(), '签字笔录.jpg', { part: 'sessionRecord' });
      const { mediator, clerk, tribunalClerk, courtAdmin } = journey.people;
      const content = file.versions[0]?.content ?? '';
      const open = async (person: Person) => (await download(person, content)).status;
      const court = await (await tribunalClerk.browser()).get(`/disputes/${dispute.id}/files`);

      expect([
        await open(mediator),
        await open(clerk),
        await open(tribunalClerk),
        await open(courtAdmin),
      ]).to.deep.equal([200, 200, 404, 404]);
      expect(court.text).not.to.include('签字笔录');
      expect(court.text).to.include('1 份调解过程材料');
    });

    it('When the dossier is archived, then nothing is added, and a new round leaves the old papers as they are', async () => {
      const { mediator, head } = journey.people;
      const file = await taken(await picture(), 'a.jpg');
      await mediate(journey, dispute);
      await journey.act(mediator, dispute, 'withdraw', { settled: false, note: '自行和解' });
      await journey.act(mediator, dispute, 'close', { summary: '双方自行处理。' });
      await fileMissing(journey, mediator, dispute.id);
      await journey.act(mediator, dispute, 'archive', { retention: 'long' });
      const late = await handIn(mediator, await picture(), 'late.jpg');
      const changed = await call(mediator, 'post', `${documents()}/${file.id}/withdrawal`).send({
        reason: '撤',
        version: 1,
      });
      await journey.act(mediator, dispute, 'reopen', { because: 'partiesAsk', reason: '当事人反悔' });
      const fresh = await handIn(mediator, await picture(), 'new.jpg');
      const old = await call(mediator, 'post', `${documents()}/${file.id}/withdrawal`).send({
        reason: '撤',
        version: 1,
      });

      expect([late.status, late.body.type]).to.deep.equal([409, 'urn:jiefen:problem:files.archived']);
      expect([changed.status, changed.body.rule]).to.deep.equal([409, 'L49']);
      expect([fresh.status, fresh.body.items[0].round]).to.deep.equal([201, 2]);
      expect([old.status, old.body.type]).to.deep.equal([409, 'urn:jiefen:problem:files.earlierRound']);
      expect(head.role).to.equal('townshipHead');
    });
  });
});
