// Every table for other programs holds the numbers of the page.

import ExcelJS from 'exceljs';
import { expect } from 'chai';
import { type Browser } from '../../support/app.ts';
import { type Journey, startJourney, UNITS } from '../../support/journey.ts';

describe('exports of the statistics', () => {
  let journey: Journey;
  let browser: Browser;
  before(async () => {
    journey = await startJourney();
    const { mediator, tribunalClerk } = journey.people;
    const taken = await journey.register(mediator);
    await journey.act(mediator, taken, 'takeUp');
    await journey.register(tribunalClerk, { source: 'I09', placeUnit: UNITS.village });
    await journey.composition.services.statisticStore.catchUp();
    browser = await journey.people.courtAdmin.browser();
  });
  after(() => journey.close());

  const file = async (path: string) => {
    const answer = await browser
      .raw('get', path)
      .buffer(true)
      .parse(bytes as never);
    expect(answer.status, path).to.equal(200);
    expect(answer.headers['content-disposition']).to.match(/^attachment; filename="110112-/);
    return answer.body as Buffer;
  };

  it('When a table is taken as CSV, then Excel can read it and its numbers are those of the API', async () => {
    const text = (await file('/statistics/exports/overview/tiers.csv')).toString('utf8');
    expect(text.startsWith('\u{feff}层级,受理,')).to.equal(true);
    const village = text.split('\r\n').find((line) => line.startsWith('村居'));
    expect(village?.split(',')[1]).to.equal('1');
    expect(text.split('\r\n')).to.have.lengthOf(1 + 4 + 1 + 1);
  });

  it('When a table is taken as JSON or Excel, then it says what the numbers are of, and rates are numbers', async () => {
    const json = JSON.parse((await file('/statistics/exports/overview/funnel.json')).toString('utf8'));
    expect(
      json.rows.map(({ key, cells }: { key: string; cells: { number: number }[] }) => [key, cells[0]?.number]),
    ).to.deep.include(['entered', 2]);
    expect(Object.keys(json.notes)).to.include('统计时点');

    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await file('/statistics/exports/overview/all.xlsx')) as never);
    expect(book.worksheets.map(({ name }) => name)).to.deep.equal([
      '四级分层过滤',
      '分层级',
      '分单位',
      '月度趋势',
      '分纠纷类型',
      'F29 月（季）报表',
      'F29 分纠纷类型',
      'F29 按案件来源',
      '说明',
    ]);
    expect(book.getWorksheet('四级分层过滤')?.getImages()).to.have.length(1);
    expect(book.getWorksheet('F29 月（季）报表')?.getRow(2).getCell(2).value).to.equal(1);
    const tiers = book.getWorksheet('分层级')!;
    const column = (tiers.getRow(1).values as string[]).indexOf('受理');
    expect(tiers.getRow(5).getCell(column).value).to.equal(1);
    expect(tiers.getRow(6).getCell(1).value).to.equal('合计');
  });

  it('When a page is taken as PDF, then it is one, with its drawing', async () => {
    const pdf = await file('/statistics/exports/flow/all.pdf?period=twelve');
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-');
    expect(pdf.length).to.be.greaterThan(10_000);
  }).timeout(60_000);

  it('When there is no such table or no right to it, then that is said', async () => {
    expect((await browser.get('/statistics/exports/flow/tiers.csv')).status).to.equal(404);
    expect((await browser.get('/statistics/exports/flow/flow.exe')).status).to.equal(422);
    const clerk = await journey.people.clerk.browser();
    expect((await clerk.get(`/statistics/exports/flow/flow.csv?unit=${UNITS.court}`)).status).to.equal(403);
    const viewer = await journey.people.justiceViewer.browser();
    expect((await viewer.get('/statistics/exports/mediators/mediators.csv')).status).to.equal(403);
    const hidden = (await viewer.get('/statistics/exports/overview/tiers.csv')).text;
    expect(hidden).to.include('＊');
  });

  for (const name of ['flow', 'trend', 'townships', 'mediators']) {
    it(`When ${name} is opened by anybody who reads statistics, then it answers in both languages`, async () => {
      for (const person of [journey.people.courtAdmin, journey.people.clerk, journey.people.mediator]) {
        const page = await (await person.browser()).get(`/statistics/${name}?period=twelve`);
        expect(page.status, person.role).to.equal(200);
        expect(page.text).to.not.match(/style="|\bundefined\b|\bNaN\b|\[object/);
      }
    });
  }
});

function bytes(res: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  res.on('data', (part: Buffer) => parts.push(part));
  res.on('end', () => done(null, Buffer.concat(parts)));
}
