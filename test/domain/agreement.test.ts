import { expect } from 'chai';
import {
  confirmationEligibility,
  confirmationLastDay,
  effectiveOn,
  endingOfAgreement,
  requiredContents,
  type AgreementText,
  type ConfirmationInput,
} from '../../src/domain/agreement.ts';
import { parseDay } from '../../src/domain/calendar-day.ts';
import { shippedHolidays as holidays } from './holidays.ts';

const day = parseDay;
const agreement: AgreementText = {
  form: 'written',
  partial: false,
  reachedOn: day('2026-11-10'),
  partyNames: ['张三', '李四'],
  facts: '楼上漏水',
  responsibility: '李四负主要责任',
  terms: ['李四赔偿张三3000元'],
  items: [
    { payer: '李四', payee: '张三', what: '赔偿款', amountFen: 300_000, dueOn: day('2026-11-30'), manner: 'once' },
  ],
  breachTerm: '逾期按日支付违约金',
  remainder: '',
};

describe('contents of an agreement', () => {
  it('When everything is there, then nothing is missing', () => expect(requiredContents(agreement)).to.deep.equal([]));

  const missing: readonly (readonly [Partial<AgreementText>, string])[] = [
    [{ partyNames: ['张三'] }, 'law.agreement.partiesMissing'],
    [{ facts: ' ' }, 'law.agreement.factsMissing'],
    [{ responsibility: '' }, 'law.agreement.responsibilityMissing'],
    [{ terms: [''], items: [] }, 'law.agreement.termsMissing'],
    [{ partial: true }, 'law.agreement.remainderMissing'],
  ];
  for (const [change, code] of missing) {
    it(`When it lacks something, then ${code} says so`, () =>
      expect(requiredContents({ ...agreement, ...change }).map((error) => error.code)).to.deep.equal([code]));
  }

  it('When the clauses say everything, then no other terms are needed', () => {
    expect(requiredContents({ ...agreement, terms: [] })).to.deep.equal([]);
  });

  it('When it is oral, then responsibility need not be recorded', () => {
    expect(requiredContents({ ...agreement, form: 'oral', responsibility: '' })).to.deep.equal([]);
  });

  const endings = [
    ['written', false, 'O11'],
    ['oral', false, 'O12'],
    ['written', true, 'O13'],
    ['onTheSpot', false, 'O14'],
  ] as const;
  for (const [form, partial, code] of endings) {
    it(`When the agreement is ${form}${partial ? ' and partial' : ''}, then the ending is ${code}`, () =>
      expect(endingOfAgreement({ form, partial })).to.equal(code));
  }
});

describe('effect of an agreement', () => {
  const signed = {
    parties: [day('2026-11-10'), day('2026-11-12')],
    mediator: day('2026-11-10'),
    seal: day('2026-11-13'),
  };

  it('When it is on paper, then it takes effect with the last of parties, mediator and seal', () => {
    expect(effectiveOn(agreement, signed)).to.equal('2026-11-13');
    expect(effectiveOn(agreement, { ...signed, seal: undefined })).to.equal(undefined);
  });

  it('When it is signed on the platform, then the last party decides', () => {
    expect(effectiveOn(agreement, signed, 'platform')).to.equal('2026-11-12');
    expect(effectiveOn(agreement, { parties: [day('2026-11-10'), undefined] }, 'platform')).to.equal(undefined);
    expect(effectiveOn(agreement, { parties: [] }, 'platform')).to.equal(undefined);
  });

  it('When it is oral, then it takes effect at once', () => {
    expect(effectiveOn({ ...agreement, form: 'oral' }, { parties: [] })).to.equal('2026-11-10');
  });
});

describe('judicial confirmation', () => {
  const input: ConfirmationInput = {
    form: 'written',
    effectiveOn: day('2026-11-13'),
    today: day('2026-12-14'),
    exclusions: [],
    jointly: true,
    organisationCertified: true,
  };

  it('When thirty days end on a Sunday, then Monday is still in time', () => {
    expect(confirmationEligibility(input, holidays)).to.deep.equal({
      eligible: true,
      lastDay: '2026-12-14',
      reasons: [],
    });
    expect(confirmationLastDay(day('2026-01-16'), holidays)).to.equal('2026-02-24');
  });

  const refused: readonly (readonly [Partial<ConfirmationInput>, string, string])[] = [
    [{ today: day('2026-12-15') }, 'tooLate', '民事诉讼法205'],
    [{ effectiveOn: undefined }, 'notEffective', '人民调解法33'],
    [{ form: 'oral' }, 'notWritten', '民诉法解释354'],
    [{ jointly: false }, 'notJoint', '民事诉讼法205'],
    [{ organisationCertified: false }, 'notCertified', '民诉法解释354'],
    [{ exclusions: ['status'] }, 'status', '民诉法解释355(3)'],
    [{ exclusions: ['ownership'] }, 'ownership', '民诉法解释355(5)'],
  ];
  for (const [change, code, article] of refused) {
    it(`When ${JSON.stringify(change)}, then it is refused as ${code} under ${article}`, () => {
      const finding = confirmationEligibility({ ...input, ...change }, holidays);
      expect(finding.eligible).to.equal(false);
      expect(finding.reasons).to.deep.equal([{ code, article }]);
    });
  }
});
