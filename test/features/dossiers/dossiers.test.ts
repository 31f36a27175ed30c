import { PDFDocument } from '@cantoo/pdf-lib';
import { expect } from 'chai';
import sharp from 'sharp';
import supertest from 'supertest';
import { createJobRunner } from '../../../src/platform/jobs.ts';
import { type Followed, type Journey, mediate, type Person, startJourney } from '../../support/journey.ts';

describe('the dossier', function () {
  this.timeout(90_000);
  let journey: Journey;
  let dispute: Followed;

  before(async () => {
    journey = await startJourney();
    const { mediator } = journey.people;
    dispute = await journey.register(mediator);
    await journey.act(mediator, dispute, 'takeUp');
    await mediate(journey, dispute);
    await journey.act(mediator, dispute, 'withdraw', { settled: false, note: '自行和解' });
    await journey.act(mediator, dispute, 'close', { summary: '双方自行处理。' });
  });
  after(async () => {
    await journey.composition.threads.close();
    await journey.close();
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
});
