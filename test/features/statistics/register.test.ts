// The prescribed table: the numbers of the indicators, as a page and as form F29.

import { expect } from 'chai';
import { hasPoppler, printedPages } from '../../support/pdf.ts';
import PizZip from 'pizzip';
import {
  AGREEMENT,
  CONSENTS,
  FAILURE_RECORD,
  type Journey,
  mediate,
  startJourney,
  UNITS,
} from '../../support/journey.ts';

describe('prescribed table F29', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
    const { mediator } = journey.people;
    const { act, register } = journey;
    const settled = await register(mediator);
    await act(mediator, settled, 'takeUp');
    await mediate(journey, settled);
    await act(mediator, settled, 'recordAgreement', { ...AGREEMENT, reachedOn: '2026-03-02' });
    const failed = await register(mediator, { type: '06', source: 'I05' });
    await act(mediator, failed, 'takeUp');
    await mediate(journey, failed);
    await act(mediator, failed, 'recordConsent', { ...CONSENTS, parties: ['p2'], answer: 'refused' });
    await act(mediator, failed, 'completeFailureRecord', FAILURE_RECORD);
    await journey.composition.services.statisticStore.catchUp();
  });
  after(() => journey.close());

  const MARCH = `from=2026-03-01&to=2026-03-31`;

  it('When a unit asks for a month, then every item is what the indicators and the record say', async () => {
    const { head } = journey.people;
    const { body } = await head.call('get', `/statistics/register?${MARCH}`);
    const figures = await head.call('get', `/statistics/indicators?${MARCH}`);
    const of = (id: string) =>
      (figures.body.items as { id: string; numerator: number; value: number }[]).find((one) => one.id === id)!;
    expect(body.items).to.deep.equal({
      accepted: of('accepted').numerator,
      success: of('success').numerator,
      written: 0,
      oral: 1,
      performed: of('K10').numerator,
      confirmed: of('K09b').numerator,
      amount: of('K21').value,
      failed: of('failed').numerator,
    });
    expect([body.items.success, body.items.failed, body.items.amount]).to.deep.equal([1, 1, 300_000]);
    expect(body.byType).to.deep.include({ key: '02', accepted: body.items.accepted - 1, success: 1 });
    expect(body.bySource).to.deep.include({ key: 'I05', accepted: 1, success: 0 });
    const total = (lines: { accepted: number }[]) => lines.reduce((sum, { accepted }) => sum + accepted, 0);
    expect([total(body.byType), total(body.bySource), body.entries.length]).to.deep.equal(
      Array(3).fill(body.items.accepted),
    );
  });

  it('When the form is taken in Word and as PDF, then it says the same, and the page leads to both', async () => {
    const browser = await journey.people.head.browser();
    const page = await browser.get(`/statistics/register?${MARCH}`);
    expect(page.status).to.equal(200);
    expect(page.text).to.include('F29.docx').and.include('F29.pdf').and.include('3,000.00元');
    const file = async (format: string) => {
      const answer = await browser
        .raw('get', `/statistics/register/F29.${format}?${MARCH}`)
        .buffer(true)
        .parse(bytes as never);
      expect(answer.status).to.equal(200);
      expect(answer.headers['content-disposition']).to.include(`110112104-F29-2026-03-01`);
      return answer.body as Buffer;
    };
    const word = new PizZip(await file('docx'))
      .file('word/document.xml')!
      .asText()
      .replaceAll(/<[^>]+>/g, '');
    expect(word).to.include('宋庄镇').and.include('2026年3月1日至').and.include('3,000.00元').and.include('来源：');
    expect(word).not.to.include('{');
    const pdf = await file('pdf');
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-');
  });

  it('When the register is longer than a page, then nothing of it is lost on paper', async function () {
    if (!hasPoppler()) this.skip();
    const { printForm } = journey.composition.services.casework.papers;
    const entries = Array.from({ length: 70 }, (_, index) => ({
      序号: String(index + 1),
      编号: `TZ-${index + 1000}`,
      类型: '邻里',
      受理: '2026-03-02',
      调解员: '宋春和',
      结果: '书面协议',
    }));
    const types = Array.from({ length: 40 }, (_, index) => ({ 类别: `类别${index + 100}`, 受理: '1', 成功: '0' }));
    const pdf = await printForm('F29', { 承办单位: '宋庄镇', 期间: '3月', 分类: types, 登记: entries }, 'pdf');
    const text = printedPages(pdf).join(' ');
    for (const { 编号 } of entries) expect(text).to.include(编号);
    for (const { 类别 } of types) expect(text).to.include(类别);
  });

  it('When somebody of another branch or a reader of figures alone asks, then it is closed', async () => {
    const { clerk, justiceViewer } = journey.people;
    expect((await clerk.call('get', `/statistics/register?unit=${UNITS.otherTownship}`)).status).to.equal(403);
    expect((await justiceViewer.call('get', '/statistics/register')).status).to.equal(403);
  });
});

function bytes(res: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  res.on('data', (part: Buffer) => parts.push(part));
  res.on('end', () => done(null, Buffer.concat(parts)));
}
