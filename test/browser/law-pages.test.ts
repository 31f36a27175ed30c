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
  const at: Record<'mediating' | 'offered' | 'sent' | 'filed' | 'asked', string> = {
    mediating: '',
    offered: '',
    sent: '',
    filed: '',
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
    await mediate(journey, mediating, mediator, today);
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
    Object.assign(at, {
      mediating: mediating.id,
      offered: offered.id,
      sent: sent.id,
      filed: filed.id,
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

  it('When a head enters an absence with the keyboard alone, then it is on the list', async () => {
    const { head, townshipMediator } = walk.journey.people;
    await walk.as(head, 'desk');
    await walk.open('/absences');
    await walk.enter('a[href="/absences/new"]');
    const digits = (day: string): string => day.replaceAll('-', '');
    await walk.key({ account: townshipMediator.id, from: digits(today), to: digits(addDays(today, 3)) });
    await walk.enter(SUBMIT);
    expect(await walk.page.locator('main').innerText()).to.include(townshipMediator.name);
  });
});
