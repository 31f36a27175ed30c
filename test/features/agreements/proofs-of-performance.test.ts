// A signed page, a receipt and a copy served each stand on a picture; what was broken is enforced or sued on with the
// file prepared.

import { expect } from 'chai';
import type supertest from 'supertest';
import { AGREEMENT, type Followed, type Journey, mediate, type Person, startJourney } from '../../support/journey.ts';
import { PASSWORD } from '../../support/people.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const WRITTEN = {
  ...AGREEMENT,
  form: 'written',
  medium: 'paper',
  responsibility: '王秀英承担主要责任。',
  items: [{ ...AGREEMENT.items[0], breachTerm: '逾期每日加付十元' }],
};

describe('what stands behind an agreement', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  beforeEach(() => journey.clock.begin());
  after(() => journey.close());

  const agreed = async (text: object = AGREEMENT, changes: object = {}): Promise<Followed> => {
    const { mediator } = journey.people;
    const dispute = await journey.register(mediator, changes);
    await journey.act(mediator, dispute, 'takeUp');
    await mediate(journey, dispute);
    await journey.act(mediator, dispute, 'recordAgreement', text);
    return dispute;
  };
  /** A browser of its own, for in the days that pass between tests every session ends. */
  const atDesk = (person: Person) => journey.signIn(person.username, PASSWORD);
  const follow = async (dispute: Followed): Promise<void> => {
    const { dispute: found } = await journey.stored(dispute.id);
    Object.assign(dispute, { version: found.version, state: found.state });
  };
  /** The form of an act as a browser sends it, with a picture. */
  const send = async (
    dispute: Followed,
    act: string,
    fields: Record<string, string>,
    name = '收条.png',
    bytes = PNG,
  ) => {
    const browser = await atDesk(journey.people.mediator);
    const path = `/disputes/${dispute.id}/acts/${act}`;
    const page = await browser.get(path);
    expect(page.text).to.include('multipart/form-data').and.include('type="file"');
    const csrf = /name="_csrf"\s+value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const once = /name="_once"\s+value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const post: supertest.Test = browser.raw('post', path).set('Accept', 'text/html');
    for (const [key, value] of Object.entries({
      _csrf: csrf,
      _once: once,
      version: String(dispute.version),
      ...fields,
    })) {
      void post.field(key, value);
    }
    return post.attach('file', bytes, { filename: name });
  };
  const filesOf = async (dispute: Followed) =>
    (
      (await journey.people.mediator.call('get', `/disputes/${dispute.id}/documents`)).body as {
        items: { id: string; part: string; title: string; about?: string }[];
      }
    ).items;

  it('When a receipt is photographed, then the picture is its proof and lies in the dossier', async () => {
    const dispute = await agreed();
    const wrong = await send(dispute, 'recordReceipt', { item: 'i1', amount: '9000' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.match(/name="fileId" value="[0-9a-f]{24}"/);

    const done = await send(dispute, 'recordReceipt', { item: 'i1', amount: '3000' });
    expect(done.status, done.text.slice(0, 300)).to.equal(303);
    await follow(dispute);
    const papers = await filesOf(dispute);
    expect(papers.filter(({ part }) => part === 'receipts').length).to.equal(2);
    const page = await (await atDesk(journey.people.mediator)).get(`/disputes/${dispute.id}`);
    expect(papers.some(({ id }) => page.text.includes(`/disputes/${dispute.id}/files/${id}`))).to.equal(true);
  });

  it('When neither words nor a picture prove it, or the file is of another dispute or no picture, then it is refused', async () => {
    const [dispute, other] = [await agreed(), await agreed()];
    const { mediator } = journey.people;
    const receipt = (body: object) =>
      mediator.call(
        'post',
        `/disputes/${dispute.id}/agreements/receipts`,
        { item: 'i1', amount: '100', ...body },
        {
          'If-Match': `"${dispute.version}"`,
        },
      );
    const errors = ({ body }: supertest.Response) =>
      (body as { errors: { field: string; code: string }[] }).errors.map(({ field, code }) => `${field} ${code}`);
    expect(errors(await receipt({}))).to.deep.equal(['voucher agreements.voucherMissing']);
    await send(other, 'recordReceipt', { item: 'i1', amount: '100' });
    const [foreign] = await filesOf(other);
    expect(errors(await receipt({ fileId: foreign?.id }))).to.deep.equal(['file agreements.fileUnknown']);
    await send(dispute, 'recordReceipt', { item: 'i9', amount: '100' }, 'a.txt', Buffer.from('收到一百元'));
    const [text] = await filesOf(dispute);
    expect(errors(await receipt({ fileId: text?.id }))).to.deep.equal(['file agreements.fileNotPicture']);
  });

  it('When the page was signed on paper, then its picture stands beside the signatures, and each copy is served with its proof', async () => {
    const { mediator } = journey.people;
    const dispute = await agreed(WRITTEN);
    const early = await mediator.call(
      'post',
      `/disputes/${dispute.id}/actions/serveAgreement`,
      { parties: ['p1'], how: 'post', receipt: 'EMS1' },
      { 'If-Match': `"${dispute.version}"` },
    );
    expect([early.status, (early.body as { rule?: string }).rule]).to.deep.equal([409, 'L120']);
    const signed = await send(dispute, 'recordSignatures', {
      'signers[0]': 'p1',
      'signers[1]': 'p2',
      'signers[2]': 'mediator',
      'signers[3]': 'seal',
    });
    expect(signed.status, signed.text.slice(0, 300)).to.equal(303);
    await follow(dispute);
    expect(dispute.state).to.equal('S13');
    const { body } = await mediator.call('get', `/disputes/${dispute.id}/actions`);
    expect(JSON.stringify(body)).to.include('serveAgreement');
    const electronic = await mediator.call(
      'post',
      `/disputes/${dispute.id}/actions/serveAgreement`,
      { parties: ['p2'], how: 'electronic', receipt: '已读' },
      { 'If-Match': `"${dispute.version}"` },
    );
    expect((electronic.body as { errors: { code: string }[] }).errors[0]?.code).to.equal(
      'agreements.noElectronicConsent',
    );
    await journey.act(mediator, dispute, 'serveAgreement', { parties: ['p1'], how: 'inPerson', receipt: '本人签收' });
    await journey.act(mediator, dispute, 'serveAgreement', {
      parties: ['p2'],
      how: 'post',
      on: '2026-03-02',
      receipt: 'EMS 1088',
    });
    const view = (await mediator.call('get', `/disputes/${dispute.id}/agreements`)).body as {
      agreement: { served: { name: string; how: string }[]; signatures: { fileId: string | null }[] };
    };
    expect(view.agreement.served.map(({ name, how }) => `${name} ${how}`)).to.deep.equal([
      '张建国 inPerson',
      '王秀英 post',
    ]);
    expect(view.agreement.signatures.every(({ fileId }) => fileId !== null)).to.equal(true);
    const page = await (await atDesk(mediator)).get(`/disputes/${dispute.id}`);
    expect(page.text).to.include('EMS 1088').and.include('张建国的签字页');
  });

  it('When a confirmed agreement is broken, then it is enforced with the file prepared, and cannot be sued on', async () => {
    const { mediator, judge, tribunalClerk } = journey.people;
    const dispute = await agreed({ ...WRITTEN, signedOn: '2026-03-02' });
    await journey.act(mediator, dispute, 'applyConfirmation', { jointly: true, certified: true });
    await journey.act(judge, dispute, 'recordVerification', {
      on: '2026-03-02',
      place: '宋庄法庭',
      present: ['p1', 'p2'],
      voluntary: true,
      findings: '双方自愿，内容明确。',
    });
    await journey.act(judge, dispute, 'confirmAgreement', { docket: '(2026)京0112民特9号', ruledOn: '2026-03-02' });
    journey.clock.advance({ days: 12 });
    await journey.act(mediator, dispute, 'recordBreach', { item: 'i1', remedyToldOn: '2026-03-14', note: '拒不支付' });
    const suit = await mediator.call(
      'post',
      `/disputes/${dispute.id}/actions/transferToFiling`,
      { evidence: [] },
      { 'If-Match': `"${dispute.version}"` },
    );
    expect([suit.status, (suit.body as { type: string }).type]).to.satisfy(
      ([status, type]: [number, string]) => status === 409 && type.includes('notEnforceable'),
    );

    const browser = await atDesk(mediator);
    const form = await browser.get(`/disputes/${dispute.id}/acts/applyEnforcement`);
    expect(form.text)
      .to.include('请求王秀英向张建国给付院墙修复款3,000.00元')
      .and.include('逾期每日加付十元')
      .and.include('到2028年3月13日为止');
    const claims = ['请求王秀英向张建国给付院墙修复款3,000.00元'];
    await journey.act(mediator, dispute, 'applyEnforcement', { applicants: ['p1'], claims });
    const { dispute: applied } = await journey.stored(dispute.id);
    expect([applied.owner.code, applied.enforcement?.openFen]).to.deep.equal(['110112-F01', 300_000]);
    expect(applied.clocks.find(({ rule }) => rule === 'CL19')?.stoppedAt).to.not.equal(undefined);
    await journey.act(tribunalClerk, dispute, 'fileEnforcement', { docket: '（2026）京0112执88号' });
    const page = await (await atDesk(tribunalClerk)).get(`/disputes/${dispute.id}`);
    expect(page.text).to.include('京0112执88号').and.include('强制执行申请书').and.include('核实');
  });

  it('When an unconfirmed agreement is broken, then the suit is prepared from its clauses', async () => {
    const { mediator } = journey.people;
    const dispute = await agreed({ ...WRITTEN, signedOn: '2026-03-02' });
    await journey.act(mediator, dispute, 'recordReceipt', { item: 'i1', amount: '1000', voucher: '收条' });
    journey.clock.advance({ days: 12 });
    await journey.act(mediator, dispute, 'recordBreach', { item: 'i1', remedyToldOn: '2026-03-14', note: '拒不支付' });
    await journey.act(mediator, dispute, 'transferToFiling', {});
    const page = await (await atDesk(journey.people.tribunalClerk)).get(`/disputes/${dispute.id}/acts/fileCase`);
    expect(page.text).to.include('请求王秀英向张建国给付院墙修复款2,000.00元').and.include('生效的调解协议');
  });

  it('When the same two quarrel again after a broken agreement, then each dispute tells of the other, to those who may know', async () => {
    const { mediator, otherMediator } = journey.people;
    // The same people, and not those of the other tests: whoever shares phone or identity is one person.
    const parties = [
      { side: 'applicant', name: '张建国', phone: '13800000011' },
      { side: 'respondent', name: '王秀英', phone: '13800000012' },
    ];
    const first = await agreed({ ...WRITTEN, signedOn: '2026-03-02' }, { parties });
    journey.clock.advance({ days: 12 });
    await journey.act(mediator, first, 'recordBreach', { item: 'i1', remedyToldOn: '2026-03-14', note: '拒不支付' });
    const second = await journey.register(mediator, { facts: '院墙还是没有修，又吵起来了。', parties });
    const fate = async (dispute: Followed, by = mediator) =>
      (
        (await by.call('get', `/disputes/${dispute.id}/agreements`)).body as {
          fate: { kind: string; number: string }[];
        }
      ).fate.map(({ kind, number }) => `${kind} ${number}`);
    expect(await fate(first)).to.deep.equal(['breached ', `laterDispute ${second.number}`]);
    expect(await fate(second)).to.deep.equal([`earlierAgreement ${first.number}`]);
    const page = await (await atDesk(mediator)).get(`/disputes/${first.id}`);
    expect(page.text).to.include('同样的双方后来又起纠纷').and.include(`/disputes/${second.id}`);
    const away = await journey.register(otherMediator, { placeUnit: otherMediator.unit, parties });
    expect(await fate(away, otherMediator), 'of another village').to.deep.equal([]);
  });
});
