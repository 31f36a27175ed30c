// The pages of the law engine in Chromium: each is read by axe in both languages, fits a telephone and a desk, and what
// has to be done on it is done with the keyboard alone.

import { expect } from 'chai';
import { addDays, dayOfInstant } from '../../src/domain/calendar-day.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { CONSENTS, type Followed, mediate, type PersonName, startJourney, UNITS } from '../support/journey.ts';
import { Walk } from '../support/walk.ts';

const today = dayOfInstant(systemClock.now());
const yesterday = addDays(today, -1);

describe('pages of the law in Chromium', function () {
  this.timeout(240_000);
  let walk: Walk;
  const at: Record<'mediating' | 'offered' | 'sent' | 'filed' | 'failed' | 'asked', string> = {
    mediating: '',
    offered: '',
    sent: '',
    filed: '',
    failed: '',
    asked: '',
  };

  before(async () => {
    walk = await Walk.begin(await startJourney({ clock: systemClock }));
    const { journey } = walk;
    const { mediator, clerk, tribunalClerk, townshipMediator } = journey.people;
    const begun = async (): Promise<Followed> => {
      const dispute = await journey.register(mediator, { requestedOn: yesterday });
      await journey.act(mediator, dispute, 'takeUp');
      return dispute;
    };
    const mediating = await begun();
    await mediate(journey, mediating, mediator, yesterday);
    await journey.act(mediator, mediating, 'recordConsent', {
      ...CONSENTS,
      parties: ['p1'],
      scope: 'extension',
      rightsToldOn: today,
    });
    const offered = await begun();
    await journey.act(mediator, offered, 'appointMediator', { mediator: mediator.id, choice: 'parties' });
    const sent = await journey.register(clerk, { requestedOn: yesterday });
    await journey.act(clerk, sent, 'escalate', { toUnit: UNITS.tribunal, reason: '案情复杂' });
    const filed = await begun();
    await journey.act(mediator, filed, 'recordConsent', {
      ...CONSENTS,
      parties: ['p2'],
      answer: 'refused',
      rightsToldOn: today,
    });
    await journey.act(tribunalClerk, filed, 'fileCase', {
      docket: `（${today.slice(0, 4)}）京0112民初61号`,
      procedure: 'simple',
      filedOn: today,
    });
    await journey.register(tribunalClerk, { requestedOn: yesterday, source: 'I09' });
    const asked = await journey.register(clerk, { requestedOn: yesterday });
    await journey.act(clerk, asked, 'takeUp');
    await journey.act(clerk, asked, 'appointMediator', { mediator: townshipMediator.id, choice: 'parties' });
    await journey.act(clerk, asked, 'raiseRecusal', { by: 'p2', ground: 'relative', note: '系申请人表弟' });
    const failed = await begun();
    await journey.act(mediator, failed, 'recordConsent', { ...CONSENTS, parties: ['p2'], answer: 'refused' });
    Object.assign(at, {
      mediating: mediating.id,
      offered: offered.id,
      sent: sent.id,
      filed: filed.id,
      failed: failed.id,
      asked: asked.id,
    });
  });
  after(() => walk?.end());

  const dispute = (which: keyof typeof at, act: string) => () => `/disputes/${at[which]}/acts/${act}`;
  const PAGES: readonly (readonly [PersonName, string, string | (() => string)])[] = [
    ['mediator', 'clocks', '/law/clocks'],
    ['mediator', 'consent', dispute('mediating', 'recordConsent')],
    ['mediator', 'extension', dispute('mediating', 'extendTerm')],
    ['mediator', 'disclosure', dispute('offered', 'acceptAppointment')],
    ['mediator', 'recusal-raised', dispute('mediating', 'raiseRecusal')],
    ['tribunalClerk', 'custody', () => `/disputes/${at.filed}`],
    ['clerk', 'appoint', dispute('asked', 'appointMediator')],
    ['tribunalClerk', 'decline', dispute('sent', 'declineHandOver')],
    ['tribunalClerk', 'brief', () => `/disputes/${at.sent}/brief`],
    ['tribunalClerk', 'push', '/hand-overs/push'],
    ['tribunalClerk', 'lodging', '/disputes/new'],
    ['tribunalClerk', 'trial-roles', dispute('filed', 'recordTrialRoles')],
    ['tribunalClerk', 'entrust', dispute('filed', 'entrustMediation')],
    ['head', 'recusal-decided', dispute('asked', 'decideRecusal')],
    ['head', 'supervision', '/supervision'],
    ['head', 'bounces', '/hand-overs/bounces'],
    ['head', 'absences', '/absences'],
    ['head', 'absence', '/absences/new'],
    ['head', 'mediators', '/mediators'],
    ['head', 'mediator', () => `/mediators/${walk.journey.people.townshipMediator.id}`],
    ['head', 'leaver', () => `/absences/leavers/${walk.journey.people.townshipMediator.id}`],
    ['courtAdmin', 'policies', '/policies'],
    ['courtAdmin', 'policy', '/policies/change'],
    ['courtAdmin', 'jurisdiction', '/jurisdiction'],
    ['courtAdmin', 'suitability', '/law/suitability/change'],
    ['systemAdmin', 'holidays', '/holidays'],
    ['systemAdmin', 'holiday', '/holidays/change'],
  ];
  for (const [person, name, path] of PAGES) {
    it(`When ${person} opens ${name}, then it fits, reads well and is in both languages`, async () => {
      await walk.as(walk.journey.people[person]);
      const answered = await walk.open(typeof path === 'string' ? path : path());
      expect(answered, name).to.equal(200);
      await walk.look(`law-${name}`);
    });
  }

  const SUBMIT = 'main form[method=post] button[type=submit]:not([formnovalidate])';

  it('When a head decides on recusal with the keyboard alone, then it is decided', async () => {
    await walk.as(walk.journey.people.head, 'desk');
    await walk.open(`/disputes/${at.asked}`);
    await walk.enter(`a[href="/disputes/${at.asked}/acts/decideRecusal"]`);
    await walk.key({ result: 'stays', reason: '经核实并非亲属' });
    await walk.enter(SUBMIT);
    const { dispute: decided } = await walk.journey.stored(at.asked);
    expect(decided.recusal?.decision).to.deep.include({ result: 'stays', reason: '经核实并非亲属' });
  });

  it('When the court sets its tracks with the keyboard alone, then they are set', async () => {
    await walk.as(walk.journey.people.courtAdmin, 'desk');
    await walk.open('/policies');
    await walk.enter('a[href="/policies/change"]');
    await walk.key({ lodged: 'T2', reason: '本院仍先委派' });
    await walk.enter(SUBMIT);
    expect(await walk.page.locator('main').innerText()).to.include('本院仍先委派');
  });

  /** The page where a task begins; everything after it is done by keys. */
  const begin = async (person: PersonName, path: string): Promise<void> => {
    await walk.as(walk.journey.people[person], 'desk');
    await walk.open(path);
  };
  const words = (): Promise<string> => walk.page.locator('main').innerText();

  it('When a clerk sends the day’s lodgings down with the keyboard alone, then they are previewed and sent', async () => {
    await begin('tribunalClerk', '/hand-overs/push');
    await walk.key({ reason: '就近化解' });
    await walk.enter('main button[value=preview]');
    expect(await words()).to.include('就近化解');
    await walk.enter('main button[value=push]');
    expect(await words()).to.include('已推送');
  });

  it('When the administrator changes a day of the calendar with the keyboard alone, then its change is previewed and holds', async () => {
    await begin('systemAdmin', '/holidays');
    await walk.enter('a[href="/holidays/change"]');
    await walk.key({ day: '2026-03-17', becomes: 'holiday', name: '停电检修' });
    await walk.enter('main form:has([name=day]) button[type=submit]');
    expect(await words()).to.include('停电检修');
    await walk.key({ reason: '全区停电' });
    await walk.enter(SUBMIT);
    expect(await words())
      .to.include('停电检修')
      .and.to.include('已保存');
  });

  it('When the court moves a place with the keyboard alone, then the try-it box sends it there', async () => {
    await begin('courtAdmin', '/jurisdiction');
    await walk.enter('a[href="/jurisdiction/change"]');
    await walk.narrow('place', '宋庄');
    await walk.key({ place: UNITS.township, tribunal: UNITS.otherTribunal, from: today, reason: '辖区调整' });
    await walk.enter(SUBMIT);
    expect(await words()).to.include('辖区调整');
    await walk.key({ address: '宋庄镇小堡村', day: today });
    await walk.enter('main .jf-try button[type=submit]');
    const answer = await walk.page.locator('.jf-try__result').innerText();
    expect(answer).to.include('张家湾').and.to.not.include('宋庄法庭');
  });

  it('When the court sets what a village may be given and the average wage with the keyboard alone, then both hold', async () => {
    await begin('courtAdmin', '/law/suitability/change');
    await walk.key({ types: '04', from: today, source: '清单〔2026〕7号' });
    await walk.enter('main form[action="/law/suitability/village-matters"] button[type=submit]');
    await begin('courtAdmin', '/law/suitability/change');
    expect(await words()).to.include('清单〔2026〕7号');
    await walk.key({ amount: '120000' });
    await walk.key({ from: today, source: '统计局公报' });
    await walk.enter('main form[action="/law/suitability/average-wage"] button[type=submit]');
    expect(await words()).to.include('120,000');
  });

  it('When a head urges and the mediator answers with the keyboard alone, then the answer stands on the list', async () => {
    await begin('head', '/supervision');
    await walk.enter(`main tr:has(a[href="/disputes/${at.failed}"]) a[href$="/urge"]`);
    await walk.key({ note: '请当日补齐记录', answerBy: addDays(today, 1) });
    await walk.enter(SUBMIT);
    expect(await words()).to.include('请当日补齐记录');
    await begin('mediator', '/supervision/urgings');
    await walk.enter('main a[href^="/supervision/urgings/"]');
    await walk.key({ text: '今日已移送' });
    await walk.enter(SUBMIT);
    expect(await words()).to.include('今日已移送');
  });

  it('When a head enters an absence with the keyboard alone, then it is on the list', async () => {
    const { head, townshipMediator } = walk.journey.people;
    await walk.as(head, 'desk');
    await walk.open('/absences');
    await walk.enter('a[href="/absences/new"]');
    await walk.key({ account: townshipMediator.id, from: today, to: addDays(today, 3) });
    await walk.enter(SUBMIT);
    expect(await walk.page.locator('main').innerText()).to.include(townshipMediator.name);
  });
});
