// The main journeys in Chromium. Every page on the way is looked at in both languages, on a telephone and on a desk.

import { expect } from 'chai';
import { addDays, dayOfInstant } from '../../src/domain/calendar-day.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { type Followed, mediate, NEIGHBOURS, startJourney, UNITS } from '../support/journey.ts';
import { Walk } from '../support/walk.ts';

const today = dayOfInstant(systemClock.now());
const yesterday = addDays(today, -1);

describe('journeys in Chromium', function () {
  this.timeout(240_000);
  this.bail(true);
  let walk: Walk;
  let id: string;

  before(async function () {
    walk = await Walk.begin(await startJourney({ clock: systemClock }));
  });
  after(() => walk?.end());

  const idOf = (): string => new URL(walk.page.url()).pathname.split('/').at(-1) ?? '';

  it('When a person signs in on a telephone, then their desk says what is to do', async () => {
    await walk.open('/sign-in');
    await walk.look('01-sign-in');
    await walk.as(walk.journey.people.mediator);
    await walk.open('/');
    await walk.look('02-desk-empty');

    expect(await walk.page.locator('main').innerText()).not.to.equal('');
  });

  it('When a clerk of the tribunal registers a lodging on a telephone, then mistakes come back and the case is numbered', async () => {
    await walk.as(walk.journey.people.tribunalClerk);
    await walk.open('/disputes/new');
    await walk.look('03-register');
    await walk.type({
      facts: NEIGHBOURS.facts,
      'parties.0.name': '张建国',
      'parties.0.idNumber': '110105194912310021',
    });
    await walk.send();
    expect(await walk.page.locator('.govuk-error-summary li').count()).to.be.greaterThan(2);
    expect(await walk.page.inputValue('[name="facts"]')).to.equal(NEIGHBOURS.facts);
    await walk.look('04-register-mistakes');
    await walk.type({
      type: '02',
      claims: NEIGHBOURS.claims.join('\n'),
      placeUnit: UNITS.village,
      'parties.0.idNumber': '11010519491231002X',
      'parties.0.phone': '13800000001',
      'parties.1.name': '王秀英',
      'parties.1.phone': '13800000002',
    });
    await walk.page.click('.jf-more-card > summary');
    await walk.type({ amount: '3000' });
    await walk.send();
    id = idOf();

    expect(await walk.page.locator('main').innerText()).to.include('TZ-110112-F01-');
    await walk.look('05-registered');
  });

  it('When it is pushed down and accepted twice, then each desk shows it as the next thing to do', async () => {
    const { tribunalClerk, clerk, mediator } = walk.journey.people;
    await walk.open('/desk');
    await walk.look('06-diversion-desk');
    await walk.open(`/disputes/${id}/acts/pushDown`);
    await walk.look('07-push-down');
    await walk.act(id, 'pushDown', { toUnit: UNITS.township, reason: '邻里纠纷，双方同村，就近化解更合适。' });
    await walk.look('08-pushed-down');

    await walk.as(clerk, 'desk');
    await walk.open('/desk');
    expect(await walk.page.locator(`main a[href="/disputes/${id}"]`).count()).to.be.greaterThan(0);
    await walk.look('09-township-inbox');
    await walk.open('/hand-overs?box=in');
    await walk.look('10-hand-overs');
    await walk.open(`/disputes/${id}/acts/declineHandOver`);
    await walk.look('11-decline');
    await walk.open(`/disputes/${id}/acts/acceptHandOver`);
    await walk.look('12-accept');
    await walk.act(id, 'acceptHandOver');
    await walk.act(id, 'pushDown', { toUnit: UNITS.village, reason: '村调委会熟悉情况。' });

    await walk.as(mediator);
    await walk.open('/desk');
    await walk.look('13-my-work');
    await walk.act(id, 'acceptHandOver');
    await walk.look('14-accepted');
    await walk.as(tribunalClerk, 'desk');
  });

  it('When the mediator does her work, then every form leads on to the next', async () => {
    const { mediator } = walk.journey.people;
    await walk.as(mediator);
    await walk.open(`/disputes/${id}/acts/appointMediator`);
    await walk.look('15-appoint');
    await walk.act(id, 'appointMediator', { mediator: mediator.id, choice: 'parties' });
    await walk.open(`/disputes/${id}/acts/acceptAppointment`);
    await walk.look('16-disclose');
    await walk.act(id, 'acceptAppointment', { relations: ['none'] });
    await walk.open(`/disputes/${id}/acts/recordContact`);
    await walk.look('17-contact');
    await walk.act(id, 'recordContact', { party: 'p2', channel: 'phone', result: 'reached', note: '约好面谈时间' });
    await walk.open(`/disputes/${id}/acts/recordConsent`);
    await walk.look('18-consent');
    await walk.act(id, 'recordConsent', {
      parties: ['p1', 'p2'],
      answer: 'given',
      channel: 'inPerson',
      evidence: '当面表示，记录在卷',
    });
    await walk.open(`/disputes/${id}/acts/beginMediation`);
    await walk.look('19-begin');
    await walk.act(id, 'beginMediation', { mode: 'inPerson', addressConfirmed: ['p1', 'p2'] });
    await walk.look('20-mediating');
  });

  it('When a session is recorded, then what is missing is asked for and nothing typed is lost', async () => {
    await walk.open(`/disputes/${id}/acts/recordSession`);
    await walk.look('21-session');
    await walk.type({
      on: yesterday,
      from: '14:00',
      until: '15:10',
      statements: '张某说院墙是去年修的，王某认可滴水。',
    });
    await walk.send();
    expect(await walk.page.inputValue('[name="statements"]')).to.equal('张某说院墙是去年修的，王某认可滴水。');
    expect(await walk.page.evaluate('document.activeElement?.className')).to.include('error-summary');
    await walk.look('22-session-mistakes');
    await walk.type({
      identityChecked: 'true',
      rightsTold: 'true',
      disclosed: 'true',
      proposals: '王秀英一次给付三千元\n院墙由张建国自行修复',
      issues: '院墙受损的原因\n赔偿数额',
      result: 'agreed',
    });
    await walk.send();

    expect(idOf()).to.equal(id);
    await walk.look('23-session-recorded');
  });

  it('When they agree, then the agreement is written from the proposals and followed until it is kept', async () => {
    await walk.open(`/disputes/${id}/acts/recordAgreement`);
    expect(await walk.page.inputValue('[name="terms"]')).to.include('王秀英一次给付三千元');
    await walk.look('24-agreement');
    await walk.act(id, 'recordAgreement', {
      form: 'oral',
      'items[0][payer]': '王秀英',
      'items[0][payee]': '张建国',
      'items[0][what]': '院墙修复款',
      'items[0][amount]': '3000',
      'items[0][dueOn]': addDays(today, 10),
      'items[0][manner]': 'once',
    });
    await walk.look('25-agreed');
    await walk.open(`/disputes/${id}/acts/recordReceipt`);
    await walk.look('26-receipt');
    await walk.act(id, 'recordReceipt', { amount: '3000', voucher: '微信转账截图' });
    await walk.act(id, 'recordPerformed');
    await walk.open(`/disputes/${id}/acts/close`);
    await walk.look('27-close');
    await walk.act(id, 'close', { summary: '款已付清，双方和好。' });
    await walk.open(`/disputes/${id}/acts/archive`);
    await walk.look('28-archive');

    await walk.as(walk.journey.people.tribunalClerk, 'desk');
    await walk.open('/disputes?pile=results');
    expect(await walk.page.locator('main').innerText()).to.include('TZ-110112-F01-');
    await walk.look('29-results');
    await walk.open(`/disputes/${id}`);
    await walk.look('30-result');
  });

  it('When a mediation fails, then the tribunal files it beside the package that built itself', async () => {
    const { journey } = walk;
    const { mediator, tribunalClerk } = journey.people;
    const failing: Followed = await journey.register(mediator, {
      requestedOn: yesterday,
      parties: [
        { side: 'applicant', name: '刘桂芝', phone: '13800000005' },
        { side: 'respondent', kind: 'organisation', name: '北京示例物业服务有限公司', representative: '马某' },
      ],
    });
    await journey.act(mediator, failing, 'takeUp');
    await mediate(journey, failing, mediator, yesterday);

    await walk.as(mediator);
    await walk.act(failing.id, 'recordConsent', {
      parties: ['p2'],
      answer: 'refused',
      channel: 'phone',
      evidence: '电话里说不同意再谈，通话录音12号',
    });
    await walk.open(`/disputes/${failing.id}/acts/completeFailureRecord`);
    await walk.look('31-fail');
    await walk.act(failing.id, 'completeFailureRecord', {
      course: '组织调解一次，双方到场。',
      reason: '物业公司明确表示不再参加调解。',
      costConduct: '无',
      hints: '无',
      undisputedFacts: '双方存在物业服务关系\n已交费至去年底',
      factsConfirmedBy: ['p1', 'p2'],
    });
    await walk.look('32-failed');

    await walk.as(tribunalClerk, 'desk');
    await walk.open('/desk');
    await walk.look('33-desk-to-file');
    await walk.open(`/disputes/${failing.id}/acts/fileCase`);
    await walk.look('34-file');
    await walk.type({ docket: '（2026）京0105民初1号', procedure: 'fastTrack' });
    await walk.send();
    expect(await walk.page.locator('.govuk-error-summary').innerText()).to.include('京0112');
    await walk.look('35-file-mistake');
    await walk.type({ docket: `（${today.slice(0, 4)}）京0112民初1号` });
    await walk.send();

    expect(idOf()).to.equal(failing.id);
    expect(await walk.page.locator('main').innerText()).to.include('京0112民初1号');
    await walk.look('36-filed');
    await walk.open('/disputes');
    await walk.look('37-list');
  });

  it('When somebody uses the keyboard alone, then a dispute is registered without a pointer', async () => {
    const { page } = walk;
    await walk.as(walk.journey.people.mediator, 'desk');
    await walk.open('/desk');
    const press = async (key: string, times = 1): Promise<void> => {
      for (let i = 0; i < times; i++) await page.keyboard.press(key);
    };
    const focused = (): Promise<string> =>
      page.evaluate<string>(
        'document.activeElement.name || document.activeElement.getAttribute("href") || document.activeElement.textContent.trim()',
      );
    const tabTo = async (wanted: string): Promise<void> => {
      for (let i = 0; i < 120; i++) {
        if ((await focused()) === wanted) return;
        await press('Tab');
      }
      throw new Error(`the keyboard never reaches ${wanted}, stands at ${await focused()}`);
    };

    await press('Tab');
    expect(await focused(), 'the first stop leads to the content').to.equal('#main');
    await press('Enter');
    await tabTo('/disputes/new');
    await press('Enter');
    await page.waitForURL('**/disputes/new');
    await tabTo('type');
    await press('ArrowDown', 2);
    await tabTo('facts');
    await page.keyboard.type('邻居堆放杂物占用过道。');
    await tabTo('parties.0.name');
    await page.keyboard.type('钱守仁');
    await tabTo('parties.1.name');
    await page.keyboard.type('孙敬');
    await tabTo('登记');
    await press('Enter');
    await page.waitForURL(/\/disputes\/[0-9a-f]{24}$/);

    expect(await page.locator('h1').innerText()).to.include('钱守仁与孙敬');
  });
});
