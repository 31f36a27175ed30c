import { PDFDocument } from '@cantoo/pdf-lib';
import { expect } from 'chai';
import sharp from 'sharp';
import { Types } from 'mongoose';
import supertest from 'supertest';
import { hasPoppler, printedPages } from '../../support/pdf.ts';
import { createJobRunner } from '../../../src/platform/jobs.ts';
import {
  FAILURE_RECORD,
  fileMissing,
  type Followed,
  type Journey,
  mediate,
  NEIGHBOURS,
  type Person,
  startJourney,
  UNITS,
} from '../../support/journey.ts';

describe('dossiers', () => {
  let journey: Journey;

  before(async () => {
    journey = await startJourney();
  });
  after(async () => {
    await journey.composition.threads.close();
    await journey.close();
  });

  describe('the dossier', function () {
    this.timeout(90_000);
    let dispute: Followed;

    before(async () => {
      const { mediator } = journey.people;
      dispute = await journey.register(mediator);
      await journey.act(mediator, dispute, 'takeUp');
      await mediate(journey, dispute);
      await journey.act(mediator, dispute, 'withdraw', { settled: false, note: '自行和解' });
      await journey.act(mediator, dispute, 'close', { summary: '双方自行处理。' });
    });

    const work = async (): Promise<void> => {
      const { clock, logger, jobDefinitions, database } = journey.composition;
      await createJobRunner({
        connection: database.connection,
        clock,
        log: logger,
        definitions: jobDefinitions,
      }).runDue();
    };
    const base = (): string => `/disputes/${dispute.id}/dossier`;
    const handIn = async (bytes: Buffer, name: string, part: string): Promise<void> => {
      const answer = await supertest(journey.app)
        .post(`/api/v1/disputes/${dispute.id}/documents`)
        .set('Authorization', `Bearer ${journey.people.mediator.token}`)
        .attach('file', bytes, { filename: name })
        .field('part', part);
      expect(answer.status).to.equal(201);
    };
    const missing = async (person: Person): Promise<readonly string[]> =>
      ((await person.call('get', base())).body.parts as { part: string; missing: boolean }[])
        .filter((one) => one.missing)
        .map(({ part }) => part);
    const pdf = async (pages: number): Promise<Buffer> => {
      const document = await PDFDocument.create();
      for (let page = 0; page < pages; page += 1) document.addPage();
      return Buffer.from(await document.save());
    };

    it('When papers are missing, then the dispute and the list of the unit name them', async () => {
      const { mediator } = journey.people;
      const list = await (await mediator.browser()).get('/dossiers');

      expect(await missing(mediator)).to.deep.equal(['application', 'rightsNotice', 'identity', 'sessionRecord']);
      expect(list.text).to.include(dispute.number);
      expect(list.text).to.include('缺 4 类');
      expect((await mediator.call('post', base())).body.type).to.equal('urn:jiefen:problem:dossiers.empty');
    });

    it('When photos, PDFs, recordings and issued forms are there, then one PDF holds cover, contents, all pages in order and back', async () => {
      const { mediator } = journey.people;
      const photo = await sharp({ create: { width: 3_000, height: 2_000, channels: 3, background: '#888888' } })
        .jpeg()
        .toBuffer();
      await handIn(photo, '身份证.jpg', 'identity');
      await handIn(await pdf(3), '告知书.pdf', 'rightsNotice');
      await handIn(Buffer.from('#!AMR\n000000000000'), '通话.amr', 'evidence');
      for (const form of ['F02?format=pdf', 'F02?format=docx', 'F07?format=pdf']) {
        const asked = await mediator.call('post', `/disputes/${dispute.id}/forms/${form}`, {});
        // The register needs addresses, which this record lacks; the session's record needs none.
        expect(asked.status).to.equal(form.startsWith('F07') ? 202 : 422);
      }
      await handIn(await pdf(2), '申请书.pdf', 'application');
      await work();
      const asked = await mediator.call('post', base());
      await work();
      const { bound } = (await mediator.call('get', base())).body;
      const file = await supertest(journey.app)
        .get(`/api/v1${base()}/pdf`)
        .set('Authorization', `Bearer ${mediator.token}`)
        .buffer(true)
        .parse(((response: NodeJS.ReadableStream, done: (error: null, body: Buffer) => void) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => done(null, Buffer.concat(parts)));
        }) as never);
      const whole = await PDFDocument.load(file.body as Buffer);

      expect(asked.status).to.equal(202);
      expect(bound).to.include({ state: 'done' });
      expect(bound.leftOut).to.deep.equal(['通话']);
      // Cover, contents and back, two of the application, three of the notice, one picture, two of the session record.
      expect(whole.getPageCount()).to.equal(bound.pages);
      if (hasPoppler()) {
        const pages = printedPages(file.body as Buffer);
        expect(pages[0]).to.include('人民调解卷宗');
        expect(pages.at(-1)).to.include('封');
        expect(pages.slice(0, -1).join('')).not.to.include('本卷宗');
      }
      expect(bound.pages).to.be.within(10, 11);
      expect(await missing(mediator)).to.deep.equal([]);
    });

    it('When the court or a stranger asks for the bound dossier, then it stays closed', async () => {
      const { tribunalClerk, otherMediator } = journey.people;
      const court = await tribunalClerk.call('get', `${base()}/pdf`);
      const shown = await tribunalClerk.call('get', base());
      const stranger = await otherMediator.call('get', `${base()}/pdf`);

      expect([court.status, court.body.type]).to.deep.equal([403, 'urn:jiefen:problem:dossiers.notYours']);
      expect(JSON.stringify(shown.body.parts)).not.to.include('调解笔录');
      expect(stranger.status).to.equal(404);
    });

    it('When the page is opened, then it shows each part with its duty and offers the PDF', async () => {
      const page = await (await journey.people.mediator.browser()).get(base());

      expect(page.text).to.include('材料齐全');
      expect(page.text).to.include('下载整卷');
      expect(page.text).to.include('通话');
    });

    it('When the dossier is archived, then it is bound and locked, and its page offers no change', async () => {
      const { mediator } = journey.people;
      await journey.act(mediator, dispute, 'archive', { retention: 'long' });
      await work();
      const shown = (await mediator.call('get', base())).body;
      const late = await mediator.call('post', `/disputes/${dispute.id}/forms/F24?format=pdf`, {});
      const dossiers = journey.composition.database.connection.collection('dossiers');
      const kept = await dossiers.findOne<{ parts: string[]; pages: number }>({ disputeId: dispute.id });

      expect([shown.archived, shown.bound.state]).to.deep.equal([true, 'done']);
      expect([late.status, late.body.type]).to.deep.equal([409, 'urn:jiefen:problem:files.archived']);
      expect(kept?.parts).to.deep.equal(['application', 'rightsNotice', 'identity', 'evidence', 'sessionRecord']);
      expect(kept?.pages).to.be.within(7, 8);
    });
  });

  describe('a dossier that lacks papers', function () {
    this.timeout(90_000);
    let dispute: Followed;

    before(async () => {
      const { mediator } = journey.people;
      const home = '宋庄村东街12号';
      dispute = await journey.register(mediator, {
        parties: NEIGHBOURS.parties.map((party) => ({ ...party, address: home })),
      });
      await journey.act(mediator, dispute, 'takeUp');
      await mediate(journey, dispute);
      await journey.act(mediator, dispute, 'failMediation', { ...FAILURE_RECORD, ending: 'O33' });
      await journey.act(mediator, dispute, 'close', { summary: '调解不成，当事人另行起诉。' });
    });
    const base = (): string => `/disputes/${dispute.id}/dossier`;

    it('When it is to be archived, then the act and its page refuse and name every missing part', async () => {
      const { mediator, head } = journey.people;
      const refused = await mediator.call(
        'post',
        `/disputes/${dispute.id}/actions/archive`,
        { retention: 'long' },
        {
          'If-Match': `"${dispute.version}"`,
        },
      );
      const page = await (await mediator.browser()).get(`/disputes/${dispute.id}/acts/archive`);
      const units = await (await head.browser()).get('/dossiers');
      const village = await (await head.browser()).get(`/dossiers?unit=${UNITS.village}`);

      expect([refused.status, refused.body.type]).to.deep.equal([422, 'urn:jiefen:problem:dossiers.incomplete']);
      expect((refused.body.errors as { detail: string }[]).map(({ detail }) => detail)).to.deep.equal([
        '缺少申请书或受理登记表。',
        '缺少权利义务告知书。',
        '缺少当事人身份证明。',
        '缺少调解记录。',
        '缺少终止调解通知书。',
      ]);
      expect(page.text).to.include('缺少 5 类材料').and.include(`href="${base()}"`);
      expect(units.text).to.include(`/dossiers?unit=${UNITS.village}`).and.not.include(dispute.number);
      expect(village.text).to.include(dispute.number);
    });

    it('When the missing papers are asked for, then the record writes what it can and says what it cannot', async () => {
      const { mediator } = journey.people;
      const browser = await mediator.browser();
      const before = await browser.get(base());
      const asked = await mediator.call('post', `${base()}/missing`);
      const again = await mediator.call('post', `${base()}/missing`);
      const { clock, logger, jobDefinitions, database } = journey.composition;
      await createJobRunner({
        connection: database.connection,
        clock,
        log: logger,
        definitions: jobDefinitions,
      }).runDue();
      const { parts } = (await mediator.call('get', base())).body;
      const after = await browser.get(base());

      expect(before.text).to.include('生成所缺文书').and.include('终止调解通知书还缺：').and.include('/forms/F19');
      expect([asked.status, asked.body.made, again.body.made]).to.deep.equal([202, 3, 0]);
      expect(
        (parts as { part: string; missing: boolean }[]).filter(({ missing }) => missing).map(({ part }) => part),
      ).to.deep.equal(['identity', 'termination']);
      expect(after.text).not.to.include('生成所缺文书');
    });

    it('When the signed papers are handed in, then the list of the unit follows with every paper, and the act goes through', async () => {
      const { mediator } = journey.people;
      const listed = async () => {
        const { total, items, units } = (await mediator.call('get', '/dossiers')).body;
        return [total, items.map(({ missing }: { missing: string[] }) => missing.join(' ')), units[0]?.incomplete];
      };
      expect(await listed()).to.deep.equal([1, ['identity termination'], 1]);
      expect(await fileMissing(journey, mediator, dispute.id)).to.deep.equal(['identity', 'termination']);
      expect(await listed()).to.deep.equal([1, [''], 0]);
      const archived = await mediator.call(
        'post',
        `/disputes/${dispute.id}/actions/archive`,
        { retention: 'permanent' },
        { 'If-Match': `"${dispute.version}"` },
      );

      expect([archived.status, archived.body.state]).to.deep.equal([200, 'S23']);
      expect(await listed()).to.deep.equal([0, [], undefined]);
    });

    it('When a unit has more closed disputes than a page holds, then the list is paged, exact, and read from what is kept', async () => {
      const { head, mediator } = journey.people;
      const { database } = journey.composition;
      const rows = database.connection.collection<{ _id: string; missing: string[] }>('dossierStandings');
      const { connection } = database;
      const { dispute: closed } = await journey.stored(dispute.id);
      const source = await connection.collection('disputes').findOne({ number: closed.number });
      const copies = Array.from({ length: 64 }, (_, index) => ({
        ...source,
        _id: new Types.ObjectId(),
        number: `TZ-COPY-${index}`,
        state: 'S22',
      }));
      await connection.collection('disputes').insertMany(copies);
      await rows.insertMany(
        copies.map(({ _id }, index) => ({
          _id: String(_id),
          unitCode: UNITS.village,
          path: closed.owner.path,
          dueAt: new Date(Date.UTC(2026, 2, 1 + index)),
          missing: index % 2 === 0 ? ['identity'] : [],
          incomplete: index % 2 === 0,
        })),
      );
      const first = await (await head.browser()).get(`/dossiers?unit=${UNITS.village}`);
      const third = await (await head.browser()).get(`/dossiers?unit=${UNITS.village}&page=3`);
      const api = (await mediator.call('get', '/dossiers?page=3')).body;
      await connection.collection('disputes').deleteMany({ number: /^TZ-COPY-/ });
      await rows.deleteMany({});

      expect(first.text).to.include('TZ-COPY-0').and.include('TZ-COPY-29').and.not.include('TZ-COPY-30');
      expect(third.text).to.include('TZ-COPY-63').and.not.include('rel="next"');
      expect([api.total, api.items.length, api.units[0]]).to.deep.equal([
        64,
        4,
        { unitCode: UNITS.village, closed: 64, incomplete: 32, overdue: api.units[0].overdue },
      ]);
      expect(api.units[0].overdue).to.be.within(1, 63);
    });
  });
});
