import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDay } from '../../../src/domain/calendar-day.ts';
import { causeKey } from '../../../src/domain/cause.ts';
import { mayBeMediated } from '../../../src/domain/suitability.ts';
import { projectRoot } from '../../../src/platform/project.ts';
import { type Journey, NEIGHBOURS, startJourney } from '../../support/journey.ts';

const OLD = [
  'code,level,name,parent_code',
  '1,1,婚姻家庭、继承纠纷,',
  '10,2,婚姻家庭纠纷,1',
  '100,3,离婚纠纷,10',
  '2,1,物权纠纷,',
  '20,2,所有权纠纷,2',
  '200,3,相邻关系纠纷,20',
].join('\n');
const NEW = [
  '代码,级别,名称,上级代码,曾用名',
  '1,1,婚姻家庭、继承纠纷,,',
  '10,2,婚姻家庭纠纷,1,',
  '100,3,离婚纠纷,10,',
  '3,1,合同、准合同纠纷,,',
  '30,2,合同纠纷,3,',
  '300,3,借款合同纠纷,30,',
  '3001,4,民间借贷纠纷,300,私人借款纠纷',
].join('\n');

describe('the catalogue of causes', function () {
  this.timeout(60_000);
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const take = (edition: string, from: string, table: string) =>
    journey.composition.services.causes.import(
      { accountId: journey.people.systemAdmin.id, name: '系统' },
      {
        edition,
        from: parseDay(from),
        fileName: `${edition}.csv`,
        bytes: Buffer.from(table),
      },
    );
  const register = (cause?: string) =>
    journey.people.mediator.call('post', '/disputes', { ...NEIGHBOURS, ...(cause ? { cause } : {}) });

  it('When no catalogue has been imported, then free text is taken and the page says so', async () => {
    const answer = await register('邻里滴水');
    const browser = await journey.people.mediator.browser();
    const page = await browser.get('/causes');
    const pick = await browser.get(`/disputes/${answer.body.id}/cause`);

    const { dispute } = await journey.stored(answer.body.id);

    expect([answer.status, dispute.cause]).to.deep.equal([201, '邻里滴水']);
    expect(page.text).to.include('还没有导入案由目录');
    expect(pick.text).to.include('value="邻里滴水"');
  });

  it('When a table is at fault, then every line is told and nothing is imported', async () => {
    const wrong = ['code,level,name,parent_code', '1,1,甲,', '1,2,乙,9', ',3,丙,1', '4,7,丁,1'].join('\n');
    const error = await take('x', '2020-01-01', wrong).then(
      () => undefined,
      (found: unknown) => found as { errors: { code: string; params: { line: number } }[] },
    );

    expect(error?.errors.map(({ code, params }) => `${params.line} ${code}`)).to.include.members([
      '2 causes.row.twice',
      '3 causes.row.parent',
      '4 causes.row.blank',
      '5 causes.row.level',
    ]);
    expect((await journey.composition.services.causes.editions()).all).to.deep.equal([]);
  });

  it('When two editions are there, then what is chosen is of the one in force, and an old dispute keeps its own', async () => {
    await take('2020', '2021-01-01', OLD);
    const early = await register('相邻关系纠纷');
    await take('2026', '2026-01-01', NEW);
    const late = await register('私人借款纠纷');
    const unknown = await register('相邻关系纠纷');
    const stored = await journey.stored(early.body.id);
    const chosen = await journey.stored(late.body.id);

    expect([stored.dispute.cause, stored.dispute.causeEdition, stored.dispute.causeCode]).to.deep.equal([
      '相邻关系纠纷',
      '2020',
      '200',
    ]);
    expect([chosen.dispute.cause, chosen.dispute.causeEdition]).to.deep.equal(['民间借贷纠纷', '2026']);
    expect([unknown.status, unknown.body.errors[0].field]).to.deep.equal([422, 'cause']);
  });

  it('When somebody types characters, pinyin or first letters, then the cause is found', async () => {
    const find = async (q: string) =>
      (
        (await journey.people.mediator.call('get', `/causes?q=${encodeURIComponent(q)}`)).body.items as {
          name: string;
        }[]
      )[0]?.name;
    const browser = await journey.people.mediator.browser();
    const options = await browser.get('/causes/options?cause=mjjd');
    const below = await browser.get('/causes?under=300&edition=2026');

    expect(await Promise.all(['民间借贷', 'minjian', 'mjjd', '3001'].map(find))).to.deep.equal(
      Array(4).fill('民间借贷纠纷'),
    );
    expect(options.text.trim()).to.match(/^<option value="民间借贷纠纷">/);
    expect(below.text).to.include('民间借贷纠纷');
  });

  it('When the cause is chosen on its page, then the dispute carries name, code and edition with an event', async () => {
    const { mediator } = journey.people;
    const browser = await mediator.browser();
    const { body } = await register();
    const page = await browser.get(`/disputes/${body.id}/cause?q=lihun`);
    const version = /name="version" value="(\d+)"/.exec(page.text)?.[1] ?? '';
    const done = await browser.post(`/disputes/${body.id}/cause`, { cause: '离婚纠纷', version });
    const wrong = await browser.post(`/disputes/${body.id}/cause`, { cause: '离婚', version: Number(version) + 1 });
    const { dispute, events } = await journey.stored(body.id);
    const shown = await browser.get(`/disputes/${body.id}`);

    expect(done.status).to.equal(303);
    expect([dispute.cause, dispute.causeCode, dispute.causeEdition]).to.deep.equal(['离婚纠纷', '100', '2026']);
    expect(events.at(-1)).to.deep.include({ act: 'amend' });
    expect([wrong.status, wrong.text.includes('接近的有：离婚纠纷')]).to.deep.equal([422, true]);
    expect(shown.text).to.include('2026 版');
  });

  it('When a cause bears its official name, then the rules know it', () => {
    expect(mayBeMediated('申请支付令')).to.equal(false);
    expect(mayBeMediated('民间借贷纠纷')).to.equal(true);
    expect(causeKey('追索劳动报酬纠纷')).to.equal('C0700');
  });

  it('When the edition of 2026 is at hand, then all of it is taken over', async function () {
    const file = resolve(
      process.env['JIEFEN_SHARED_DATA'] ?? join(projectRoot, '../shared/data'),
      'civil-causes-2025.csv',
    );
    if (!existsSync(file)) {
      // oxlint-disable-next-line no-console -- says why nothing ran
      console.warn(`      the catalogue is not here (${file})`);
      return this.skip();
    }
    const { causes } = await take('2026', '2026-01-01', readFileSync(file, 'utf8'));
    const [found] = await journey.composition.services.causes.search('xlgx', '2026');

    expect(causes).to.equal(1_048);
    expect(found?.path).to.match(/^物权纠纷 › .* › 相邻关系纠纷$/);
  });
});
