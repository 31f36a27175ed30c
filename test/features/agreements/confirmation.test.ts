// What a clerk and a mediator see of judicial confirmation before the button, and on the way to the ruling.

import { expect } from 'chai';
import { AGREEMENT, type Followed, type Journey, mediate, startJourney } from '../../support/journey.ts';

const WRITTEN = { ...AGREEMENT, form: 'written', responsibility: '王秀英承担主要责任。', signedOn: '2026-03-02' };

describe('judicial confirmation on the page', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const agreed = async (text: object, changes: object = {}): Promise<Followed> => {
    const { mediator } = journey.people;
    const dispute = await journey.register(mediator, changes);
    await journey.act(mediator, dispute, 'takeUp');
    await mediate(journey, dispute);
    await journey.act(mediator, dispute, 'recordAgreement', text);
    return dispute;
  };
  interface View {
    readonly confirmation: {
      readonly eligible: boolean;
      readonly daysLeft: number | null;
      readonly rules: readonly { readonly code: string; readonly article: string; readonly met: boolean | null }[];
      readonly attachments: readonly {
        readonly kind: string;
        readonly name: string | null;
        readonly standing: string;
      }[];
    } | null;
  }
  const view = async (dispute: Followed): Promise<View> =>
    (await journey.people.mediator.call('get', `/disputes/${dispute.id}/agreements`)).body as View;
  const page = async (dispute: Followed, path = '') =>
    (await (await journey.people.mediator.browser()).get(`/disputes/${dispute.id}${path}`)).text;

  it('When an agreement is in effect, then each rule stands with its article, the papers with what is missing, and the days that are left', async () => {
    const dispute = await agreed(WRITTEN);
    await journey.act(journey.people.mediator, dispute, 'confirmServiceAddress', {
      party: 'p1',
      recipient: '张建国',
      postcode: '101118',
      address: '宋庄村东街12号',
      phone: '13800000001',
      how: 'inPerson',
      consequencesTold: true,
    });
    const { confirmation } = await view(dispute);
    expect(confirmation?.eligible).to.equal(true);
    expect(confirmation?.daysLeft).to.equal(30);
    expect(confirmation?.rules.map(({ code, met }) => `${code} ${met}`)).to.deep.equal([
      'notWritten true',
      'notEffective true',
      'tooLate true',
      'outsideScope true',
      'wrongCourt true',
      'status true',
      'otherProcedure true',
      'ownership true',
      'notJoint null',
      'notCertified null',
    ]);
    expect(confirmation?.attachments.map(({ kind, name, standing }) => `${kind} ${name} ${standing}`)).to.deep.equal([
      'agreement null missing',
      'certificate null missing',
      'identity 张建国 missing',
      'address 张建国 there',
      'identity 王秀英 missing',
      'address 王秀英 there',
      'property null ifAny',
    ]);
    const text = await page(dispute);
    expect(text).to.include('还剩 30 天').and.include('/acts/applyConfirmation');
    const form = await page(dispute, '/acts/applyConfirmation');
    expect(form).to.include('民诉法解释').and.include('调解组织主持调解的证明').and.include('还缺');
  });

  it('When the cause is a confirmation of ownership, then the rule that fails is told and there is no button', async () => {
    const dispute = await agreed(WRITTEN, { cause: 'C0301' });
    const { confirmation } = await view(dispute);
    expect(
      confirmation?.rules.filter(({ met }) => met === false).map(({ code, article }) => `${code} ${article}`),
    ).to.deep.equal(['ownership 民诉法解释355(5)']);
    const text = await page(dispute);
    expect(text).to.include('不能申请').and.not.include(`/disputes/${dispute.id}/acts/applyConfirmation`);
  });

  it('When the court has asked both sides and refused, then mediating again and suing are each one tap away', async () => {
    const { mediator, judge } = journey.people;
    const dispute = await agreed(WRITTEN);
    await journey.act(mediator, dispute, 'applyConfirmation', { jointly: true, certified: true });
    const told = (await journey.stored(dispute.id)).events.at(-1)?.data['missing'];
    expect(told).to.deep.equal(['agreement', 'certificate', 'identity', 'address']);
    expect(await page(dispute)).to.include('尚未登记');
    await journey.act(judge, dispute, 'recordVerification', {
      on: '2026-03-02',
      place: '宋庄法庭第一调解室',
      present: ['p1', 'p2'],
      voluntary: true,
      findings: '给付方式写得不清楚。',
    });
    expect(await page(dispute))
      .to.include('宋庄法庭第一调解室')
      .and.include('张建国');
    await journey.act(judge, dispute, 'rejectConfirmation', {
      because: 'unclear',
      note: '履行方式不明确',
      ruledOn: '2026-03-02',
    });
    const refused = await page(dispute);
    const card = refused.slice(refused.indexOf('id="confirmation"'));
    expect(card.slice(0, 4000)).to.include('/acts/remediate').and.include('/acts/transferToFiling');
    expect(card).to.include('内容不明确');
  });
});
