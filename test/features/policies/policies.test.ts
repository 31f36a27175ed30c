import { expect } from 'chai';
import supertest from 'supertest';
import { operatorOf } from '../../../src/commands/operator.ts';
import { type Account } from '../../../src/features/accounts/index.ts';
import { PASSWORD, type PeopleApp, startWithNetwork } from '../../support/people.ts';

const WORDS = {
  T1zh: '社会调解',
  T1en: 'Community mediation',
  T2zh: '诉前调解',
  T2en: 'Pre-filing mediation',
  T3zh: '立案后调解',
  T3en: 'Mediation after filing',
  T2referral: '委派',
  T3referral: '交由',
};

interface Lodged {
  readonly id: string;
  readonly track: string;
  readonly filing: { readonly docket: string; readonly procedure: string } | null;
  readonly referralDocket: string | null;
  readonly errors?: readonly { readonly field: string; readonly code: string }[];
}

describe('what the court sets', () => {
  let app: PeopleApp;
  let admin: Account;
  let filingClerk: Account;
  let tribunalClerk: Account;

  before(async () => {
    app = await startWithNetwork();
    admin = await app.person('courtAdmin', '110112');
    filingClerk = await app.person('courtFilingClerk', '110112');
    tribunalClerk = await app.person('tribunalClerk', '110112-F01');
  });
  after(() => app.close());

  const tokenOf = async ({ id }: Account) => {
    const { accounts } = app.composition.services;
    const operator = await operatorOf(app.composition);
    return (await accounts.issueToken(operator, id, { name: 't', scopes: ['*'], days: 1 }, {})).raw;
  };
  const lodge = async (by = filingClerk, changes: object = {}): Promise<Lodged> => {
    const { body } = await supertest(app.app)
      .post('/api/v1/disputes')
      .set('Authorization', `Bearer ${await tokenOf(by)}`)
      .send({
        source: 'I07',
        type: '02',
        facts: '两户因采光争执。',
        claims: ['拆除遮挡'],
        placeUnit: '110112104201',
        parties: [
          { side: 'applicant', name: '甲方' },
          { side: 'respondent', name: '乙方' },
        ],
        ...changes,
      });
    return body as Lodged;
  };

  it('When a suit is lodged at a tribunal, then it goes the track of the policy, with the docket that track bears', async () => {
    const lodged = await lodge(tribunalClerk, { docket: '(2026)京0112民初31号', procedure: 'simple' });
    expect([lodged.track, lodged.filing?.docket, lodged.filing?.procedure]).to.deep.equal([
      'T3',
      '（2026）京0112民初31号',
      'simple',
    ]);
    expect((await lodge(tribunalClerk)).track, 'lodged at its window').to.equal('T3');
    expect((await lodge(tribunalClerk, { source: 'I09' })).track, 'referred without a suit').to.equal('T1');
    expect((await lodge(filingClerk, { source: 'I04' })).track, 'told to the hotline').to.equal('T1');
    const wrong = await Promise.all([
      lodge(tribunalClerk, { docket: '（2026）京0112民诉前调31号' }),
      lodge(tribunalClerk, { source: 'I01', docket: '（2026）京0112民初32号' }),
      lodge(tribunalClerk, { docket: '（2026）京0112民初31号' }),
    ]);
    expect(wrong.map(({ errors }) => errors?.map(({ field, code }) => `${field} ${code}`))).to.deep.equal([
      ['docket docket.otherType'],
      ['docket docket.notLodged'],
      ['docket docket.taken'],
    ]);
    const form = await (await app.signIn(tribunalClerk.username, PASSWORD)).get('/disputes/new');
    expect(form.text).to.include('已立案案号（民初）').and.to.include('name="procedure"');
  });

  it('When the court sets another track from today, then new suits go it, earlier ones keep theirs, and pages use its words', async () => {
    const yesterday = await lodge(filingClerk, { requestedOn: '2026-03-01' });
    const before = await lodge();
    const browser = await app.signIn(admin.username, PASSWORD);
    await browser.get('/policies/change');
    const set = { from: '2026-03-02', lodged: 'T2', ...WORDS, reason: '本院仍委派在先' };
    const answer = await browser.post('/policies', set);
    expect(answer.status, answer.text).to.equal(303);
    const after = await lodge();

    expect([before.track, after.track]).to.deep.equal(['T3', 'T2']);
    const referred = await lodge(tribunalClerk, { docket: '（2026）京0112民诉前调5号' });
    expect([referred.track, referred.referralDocket, referred.filing]).to.deep.equal([
      'T2',
      '（2026）京0112民诉前调5号',
      null,
    ]);
    const form = await (await app.signIn(tribunalClerk.username, PASSWORD)).get('/disputes/new');
    expect(form.text).to.include('诉前委派案号（民诉前调）').and.to.not.include('name="procedure"');
    const reader = await app.signIn(filingClerk.username, PASSWORD);
    expect((await reader.get(`/disputes/${before.id}`)).text).to.include('立案后调解');
    expect((await reader.get(`/disputes/${after.id}`)).text).to.include('诉前调解');
    const token = await tokenOf(filingClerk);
    const told = await supertest(app.app)
      .get(`/api/v1/disputes/${before.id}`)
      .set('Authorization', `Bearer ${token}`)
      .set('Accept-Language', 'zh-CN');
    expect(told.body).to.include({ track: 'T3', trackName: '立案后调解' });
    const old = await reader.get(`/disputes/${yesterday.id}`);
    expect(old.text, 'as on the day of its request').to.include('先行调解').and.to.not.include('立案后调解');
    const letter = async ({ id }: Lodged) => (await reader.get(`/disputes/${id}/forms/F14`)).text;
    expect(await letter(yesterday)).to.include('委托调解函');
    expect(await letter(before)).to.include('交由调解函');
    expect(await letter(after)).to.include('委派调解函');
    expect((await reader.get('/law/clocks')).text).to.include('立案后调解期限（普通程序）');
    expect((await browser.get('/policies')).text)
      .to.include('本院仍委派在先')
      .and.to.include(admin.name);
  });

  it('When a referral was lodged without its docket, then it is mediated only once it has one, which no other bears', async () => {
    const token = await tokenOf(tribunalClerk);
    const act = (dispute: Lodged, name: string, input: object) =>
      supertest(app.app)
        .post(`/api/v1/disputes/${dispute.id}/actions/${name}`)
        .set('Authorization', `Bearer ${token}`)
        .set('If-Match', '"1"')
        .send(input);
    const lodged = await lodge(tribunalClerk);
    expect([lodged.track, lodged.referralDocket]).to.deep.equal(['T2', null]);
    const push = { toUnit: '110112104201', reason: '就近' };
    const refusals = await Promise.all([
      act(lodged, 'takeUp', {}),
      act(lodged, 'pushDown', push),
      act(lodged, 'takeUp', { docket: '（2026）京0112民初7号' }),
      act(lodged, 'takeUp', { docket: '（2026）京0112民诉前调5号' }),
    ]);
    const told = refusals.map(({ body }) => body as { rule?: string; errors: { field: string; code: string }[] });
    expect(
      told.map(({ rule, errors }) => [rule, ...errors.map(({ field, code }) => `${field} ${code}`)]),
    ).to.deep.equal([
      ['特邀调解规定11、27', 'docket docket.referralMissing'],
      ['特邀调解规定11、27', 'docket docket.referralMissing'],
      ['特邀调解规定11、27', 'docket docket.otherType'],
      [undefined, 'docket docket.taken'],
    ]);
    const browser = await app.signIn(tribunalClerk.username, PASSWORD);
    expect((await browser.get(`/disputes/${lodged.id}/acts/pushDown`)).text).to.include('（2026）京0112民诉前调');
    expect((await browser.get('/hand-overs/push')).text).to.include('尚未填写诉前委派案号');
    const done = await act(lodged, 'pushDown', { ...push, docket: '(2026)京0112民诉前调6号' });
    expect([done.status, (done.body as Lodged).referralDocket]).to.deep.equal([200, '（2026）京0112民诉前调6号']);
  });

  it('When the form is wrong, then it comes back filled with the reason', async () => {
    const browser = await app.signIn(admin.username, PASSWORD);
    await browser.get('/policies/change');
    const wrong = { from: '2026-01-01', lodged: 'T3', ...WORDS, reason: '更正历史' };
    const past = await browser.post('/policies', wrong);

    expect(past.status).to.equal(422);
    expect(past.text).to.include('施行日期不能早于今天').and.to.include('更正历史');
    expect((await browser.post('/policies', { ...wrong, T3zh: '' })).status).to.equal(422);
  });

  it('When somebody else tries, then the policy is read and not set', async () => {
    const browser = await app.signIn(filingClerk.username, PASSWORD);

    expect((await browser.get('/policies')).text).to.not.include('/policies/change');
    expect((await browser.get('/policies/change')).status).to.equal(403);
    const token = await tokenOf(filingClerk);
    const list = await supertest(app.app).get('/api/v1/policies').set('Authorization', `Bearer ${token}`);
    expect((list.body as { items: { state: string }[] }).items.map(({ state }) => state)).to.include('current');
  });
});
