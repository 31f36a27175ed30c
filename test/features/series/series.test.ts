import { PDFDocument } from '@cantoo/pdf-lib';
import { expect } from 'chai';
import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import supertest from 'supertest';
import { seriesJobs } from '../../../src/features/series/index.ts';
import { createJobRunner } from '../../../src/platform/jobs.ts';
import { CONSENTS, type Journey, startJourney, UNITS } from '../../support/journey.ts';

const LIST = [
  '姓名,电话,身份证号,地址,金额',
  '甲某,13800000011,,1号楼101,1200',
  '乙某,13800000012,,1号楼102,2400.50',
  '丙某,12,,1号楼103,300',
  '甲某,13800000011,,1号楼101,1200',
  '丁某,13800000014,,1号楼104,abc',
  '戊某,13800000015,,1号楼105,900',
].join('\n');

const SERIES = {
  title: '幸福小区物业费',
  type: '11',
  placeUnit: UNITS.village,
  commonSide: 'applicant',
  commonKind: 'organisation',
  commonName: '幸福物业有限公司',
  commonPhone: '13800000001',
  facts: '{姓名}拖欠2025年度物业费{金额}元，经多次催收未交。',
  claims: ['支付物业费{金额}元'],
};

describe('series', function () {
  this.timeout(60_000);
  let journey: Journey;
  let id: string;
  let members: { id: string; number: string; state: string }[];
  /** What the worker would do for series, at once. */
  const work = async () => {
    const { database, clock, logger, services } = journey.composition;
    const definitions = seriesJobs(services.casework.series);
    await createJobRunner({ connection: database.connection, clock, log: logger, definitions }).runDue();
  };
  const mediator = () => journey.people.mediator;
  const order = async (body: object) => {
    const answer = await mediator().call('post', `/series/${id}/orders`, body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(202);
    await work();
    return (await mediator().call('get', `/series/${id}/orders/${answer.body.id}`)).body as {
      state: string;
      steps: number;
      results: { number: string; done: boolean; code?: string }[];
    };
  };
  const forAll = (act: string, input: object = {}, who = members.map((member) => member.id)) =>
    order({ kind: 'act', act, members: who, input });
  const refresh = async () => {
    members = (await mediator().call('get', `/series/${id}`)).body.members;
  };

  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  it('When a list is checked, then faulty rows are told by line and nothing is registered', async () => {
    const answer = await mediator().call('post', '/series', { ...SERIES, list: LIST });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    id = answer.body.id;
    expect(answer.body.counts).to.deep.equal({ ready: 3, faulty: 3, done: 0 });
    expect(
      answer.body.faulty.map(({ line, errors }: { line: number; errors: { field: string }[] }) => [
        line,
        errors[0]?.field,
      ]),
    ).to.deep.equal([
      [4, 'phone'],
      [5, 'name'],
      [6, 'amount'],
    ]);
    const stored = JSON.stringify(
      await journey.composition.database.connection.collection('seriesRows').find().toArray(),
    );
    for (const plain of ['13800000011', '甲某', '1号楼101']) expect(stored).not.to.contain(plain);
    const { items } = (await mediator().call('get', '/disputes')).body;
    expect(items).to.deep.equal([]);
  });

  it('When the series itself is wrong, then its own fields are named', async () => {
    const answer = await mediator().call('post', '/series', { ...SERIES, facts: '', list: LIST });
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).to.deep.equal(['facts']);
    const without = await mediator().call('post', '/series', SERIES);
    expect(without.body.errors[0].code).to.equal('series.listMissing');
  });

  it('When it is confirmed, then each household is a dispute with its own number, name and amount', async () => {
    expect((await mediator().call('post', `/series/${id}/start`)).status).to.equal(202);
    await work();
    await refresh();
    expect(members).to.have.length(3);
    const stored = await journey.stored(members[1]!.id);
    expect(stored.dispute.facts).to.equal('乙某拖欠2025年度物业费2400.50元，经多次催收未交。');
    expect([stored.dispute.amountFen, stored.dispute.parties.map(({ name }) => name)]).to.deep.equal([
      240_050,
      ['幸福物业有限公司', '乙某'],
    ]);
    expect(new Set(members.map(({ number }) => number)).size).to.equal(3);
    expect((await mediator().call('post', `/series/${id}/start`)).status).to.equal(409);
  });

  it('When it belongs to another area, then nobody there finds it', async () => {
    expect((await journey.people.otherMediator.call('get', `/series/${id}`)).status).to.equal(404);
  });

  it('When an act is ordered for all, then each member has its own result and the others go on', async () => {
    await forAll('takeUp', {}, [members[0]!.id]);
    const result = await forAll('takeUp');
    expect(result.steps, 'the one taken up before is left out').to.equal(2);
    expect(result.results.map(({ done }) => done)).to.deep.equal([true, true]);
    expect(result.state).to.equal('done');
    await forAll('appointMediator', { mediator: mediator().id, choice: 'parties' });
    await forAll('acceptAppointment', { relations: ['none'] });
    await forAll('recordContact', { party: 'p2', channel: 'phone', result: 'reached' });
    await forAll('recordConsent', CONSENTS);
    await forAll('beginMediation', { mode: 'inPerson' });
    await refresh();
    expect(members.map(({ state }) => state)).to.deep.equal(['S10', 'S10', 'S10']);
  });

  it('When the shared text is changed once, then every open member is amended with its own words', async () => {
    const { version } = (await mediator().call('get', `/series/${id}`)).body;
    const text = {
      kind: 'text',
      facts: '{姓名}欠费{金额}元，欠费期间为2025年全年。',
      claims: ['支付{金额}元'],
      reason: '补充期间',
      version,
    };
    await order(text);
    expect((await journey.stored(members[0]!.id)).dispute.facts).to.equal('甲某欠费1200元，欠费期间为2025年全年。');
    expect((await mediator().call('post', `/series/${id}/orders`, text)).status).to.equal(409);
  });

  it('When one session is recorded for many, then each who was there has a record that names no neighbour', async () => {
    await order({
      kind: 'session',
      on: '2026-03-02',
      from: '08:00',
      until: '08:50',
      mode: 'inPerson',
      place: '宋庄村调解室',
      host: '宋春和',
      recorder: '李会计',
      identityChecked: true,
      rightsTold: true,
      disclosed: true,
      statements: '物业公司说明收费依据，业主提出报修未处理，双方同意先查账。',
      result: 'continue',
      nextStep: '三日后再谈',
      presence: { [members[0]!.id]: 'present', [members[1]!.id]: 'present' },
    });
    const sessions = await Promise.all(
      members.map(({ id: each }) => journey.composition.services.casework.mediation.sessions({ id: each, round: 1 })),
    );
    expect(sessions.map(({ length }) => length)).to.deep.equal([1, 1, 0]);
    expect(sessions[0]![0]?.attendance.map(({ partyId, presence }) => [partyId, presence])).to.deep.equal([
      ['p1', 'present'],
      ['p2', 'present'],
    ]);
  });

  it('When the records of that session are looked into, then nobody is suspected of copying it within the series', async () => {
    const { jobDefinitions, database } = journey.composition;
    await jobDefinitions.find(({ name }) => name === 'integrity-sweep')?.perform(null);
    const rows = await database.connection
      .collection<{ _id: string; flags: string[]; marks: string[] }>('integrity')
      .find({ _id: { $in: members.map((member) => member.id) } })
      .toArray();

    expect(rows.filter(({ marks }) => marks.length > 0).length, 'the same words in several').to.be.greaterThan(1);
    expect(rows.flatMap(({ flags }) => flags)).not.to.include('textCopied');
  });

  it('When outcomes are entered, then one agrees, one fails, and one that may not end is told why', async () => {
    const wrong = await mediator().call('post', `/series/${id}/orders`, {
      kind: 'outcome',
      facts: '欠费属实。',
      breachTerm: '逾期按日支付违约金。',
      rows: { [members[0]!.id]: { outcome: 'agreed', amount: '千元', dueOn: '2026-02-01' } },
    });
    expect(wrong.body.errors.map(({ field }: { field: string }) => field)).to.deep.equal([
      `rows.${members[0]!.id}.amount`,
      `rows.${members[0]!.id}.dueOn`,
    ]);
    const result = await order({
      kind: 'outcome',
      form: 'oral',
      facts: '欠费属实。',
      breachTerm: '逾期按日支付违约金。',
      course: '组织调解一次。',
      reason: '对服务质量分歧过大。',
      costConduct: '无',
      hints: '无',
      remediesToldOn: '2026-03-02',
      rows: {
        [members[0]!.id]: { outcome: 'agreed', amount: '1000', dueOn: '2026-03-20' },
        [members[1]!.id]: { outcome: 'failed' },
        [members[2]!.id]: { outcome: 'agreed', amount: '900', dueOn: '2026-03-20' },
      },
    });
    expect(result.steps, 'without a session nothing is agreed').to.equal(2);
    const [agreed, failed, open] = await Promise.all(members.map(({ id: each }) => journey.stored(each)));
    expect(
      agreed!.dispute.agreement?.items.map(({ payer, payee, amountFen }) => [payer, payee, amountFen]),
    ).to.deep.equal([['甲某', '幸福物业有限公司', 100_000]]);
    expect([failed!.dispute.state, failed!.dispute.failure?.ending, open!.dispute.state]).to.deep.equal([
      'S17',
      'O33',
      'S10',
    ]);
  });

  it('When the pages are opened, then list, series, each form, preview and result show', async () => {
    const browser = await mediator().browser();
    for (const path of [
      '/series',
      '/series/new',
      `/series/${id}`,
      `/series/${id}/session`,
      `/series/${id}/outcome`,
      `/series/${id}/text`,
      `/series/${id}/act?act=confirmServiceAddress`,
      `/series/${id}/act?act=recordContact`,
    ]) {
      expect((await browser.get(path)).status, path).to.equal(200);
    }
    const preview = await browser.post(`/series/${id}/act/preview?act=recordContact`, {
      members: members[2]!.id,
      'input.party': 'p2',
      'input.channel': 'phone',
      'input.result': 'noAnswer',
    });
    expect(preview.status).to.equal(200);
    expect(preview.text).to.include('确认办理 1 户');
    const payload = /name="payload" value="([^"]*)"/.exec(preview.text)?.[1]?.replaceAll('&quot;', '"') ?? '';
    const ordered = await browser.post(`/series/${id}/act/order?act=recordContact`, { payload });
    expect(ordered.status).to.equal(303);
    await work();
    const result = await browser.get(ordered.headers['location'] as string);
    expect(result.text.replaceAll(/\s+/g, ' ')).to.include('已办 1 / 1 户');
    expect((await journey.stored(members[2]!.id)).dispute.contactAttempts).to.equal(2);
  });

  it('When papers are made for all, then one PDF holds what could be made and each other household says what it lacks', async () => {
    const all = members.map((member) => member.id);
    const run = async (kind: string) => {
      const asked = await mediator().call('post', `/series/${id}/papers`, { kind, members: all });
      expect(asked.status, JSON.stringify(asked.body)).to.equal(202);
      const { database, clock, logger, jobDefinitions } = journey.composition;
      await createJobRunner({
        connection: database.connection,
        clock,
        log: logger,
        definitions: jobDefinitions,
      }).runDue();
      return (await mediator().call('get', `/series/${id}/papers/${asked.body.id}`)).body as {
        id: string;
        state: string;
        ready: boolean;
        pages: number;
        results: { papers: string[]; lacking: string[]; code?: string; files?: number }[];
      };
    };
    const file = async (batch: string): Promise<Buffer> => {
      const answer = await supertest(journey.app)
        .get(`/api/v1/series/${id}/papers/${batch}/pdf`)
        .set('Authorization', `Bearer ${mediator().token}`)
        .buffer(true)
        .parse(((response: NodeJS.ReadableStream, done: (error: null, body: Buffer) => void) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => done(null, Buffer.concat(parts)));
        }) as never);
      return answer.body as Buffer;
    };
    const oral = await run('F11');
    const missing = await run('missing');
    const again = await run('F11');
    // One household's agreement was edited by hand, signed and scanned.
    const scan = await PDFDocument.create();
    for (let sheet = 0; sheet < 3; sheet += 1) scan.addPage();
    const handed = await supertest(journey.app)
      .post(`/api/v1/disputes/${all[1]}/documents`)
      .set('Authorization', `Bearer ${mediator().token}`)
      .attach('file', Buffer.from(await scan.save()), { filename: '协议（手改）.pdf' })
      .field('part', 'agreement');
    const mixed = await run('F11');
    const packed = await run('archive');
    const entries = unzipSync(await file(packed.id));
    const names = Object.keys(entries);
    const browser = await mediator().browser();
    const page = await browser.get(`/series/${id}/papers/${oral.id}`);
    const lacking = await browser.get(`/series/${id}/papers/${missing.id}`);
    const form = await browser.get(`/series/${id}/papers`);
    const member = await browser.get(`/disputes/${all[0]}`);
    const elsewhere = await journey.people.clerk.call('get', `/series/${id}/papers/${oral.id}/pdf`);
    const prints = (await mediator().call('get', `/disputes/${all[0]}/forms`)).body.items as {
      form: string;
      prints: { print: number }[];
    }[];

    expect([oral.state, oral.ready, oral.pages]).to.deep.equal(['done', true, 1]);
    expect(oral.results.map(({ papers }) => papers)).to.deep.equal([['F11'], [], []]);
    expect(oral.results[1]?.code).to.equal('forms.state');
    expect(missing.results[0]?.papers).to.include('F07');
    expect(missing.results[0]?.lacking).to.deep.equal(['addresses']);
    expect(again.pages).to.equal(1);
    expect([handed.status, mixed.pages, mixed.results.map(({ files }) => files ?? 0)]).to.deep.equal([
      201,
      4,
      [0, 1, 0],
    ]);
    expect((await PDFDocument.load(await file(mixed.id))).getPageCount()).to.equal(4);
    expect(names.filter((name) => name.startsWith('002 ')).join()).to.match(/\/\d\d 协议（手改）\.pdf$/);
    expect(names.filter((name) => name.startsWith('001 ')).length).to.be.greaterThan(1);
    expect(names.at(-1)).to.equal('目录.csv');
    expect(Buffer.from(entries['目录.csv'] ?? []).toString('utf8')).to.include('协议（手改）');
    expect(prints.find((one) => one.form === 'F11')?.prints.map(({ print }) => print)).to.deep.equal([1]);
    expect(page.text).to.include('下载合并的 PDF（1 页）');
    expect(lacking.text).to.match(/还缺：\s*<a href="\/disputes\/[0-9a-f]+#parties-title">各方住址<\/a>/);
    expect(lacking.text).not.to.include('&lt;');
    expect(form.text).to.include('各户所缺的文书');
    expect(member.text).to.include(`href="/series/${id}"`).and.include(SERIES.title);
    expect(elsewhere.status).to.equal(403);
    await journey.composition.threads.close();
  });

  it('When the list comes as a sheet of Excel, then it is read the same', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('名单');
    sheet.addRows([
      ['业主姓名', '联系电话', '欠费金额'],
      ['己某', 13_800_000_021, 500],
      [],
      ['庚某', '13800000022', '六百'],
    ]);
    const bytes = Buffer.from(await book.xlsx.writeBuffer());
    const { readTable } = await import('../../../src/platform/sheet-table.ts');
    const table = await readTable(bytes);
    expect(table.rows.map(({ cells }) => cells)).to.deep.equal([
      ['己某', '13800000021', '500'],
      ['庚某', '13800000022', '六百'],
    ]);
  });
});
