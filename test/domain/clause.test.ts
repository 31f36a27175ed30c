import { expect } from 'chai';
import { type AgreementText } from '../../src/domain/agreement.ts';
import { parseDay } from '../../src/domain/calendar-day.ts';
import { barredBy, checkClauses, type Clause } from '../../src/domain/clause.ts';

const day = parseDay;
const clause: Clause = {
  payer: '李四',
  payee: '张三',
  what: '赔偿款',
  amountFen: 300_000,
  dueOn: day('2026-11-30'),
  manner: 'once',
};
const agreement: AgreementText = {
  form: 'written',
  partial: false,
  reachedOn: day('2026-11-10'),
  partyNames: ['张三', '李四'],
  facts: '楼上漏水',
  responsibility: '李四负主要责任',
  terms: ['李四赔偿张三3000元'],
  items: [clause],
  breachTerm: '逾期按日支付违约金',
  remainder: '',
};
const told = (change: Partial<AgreementText>) =>
  checkClauses({ ...agreement, ...change }).map(({ field, code, weight, basis }) =>
    [field, code.replace('law.clause.', ''), weight, basis].join(' '),
  );
const item = (change: object) => told({ items: [{ ...clause, ...change }] });
const term = (text: string) => told({ terms: [text] });

describe('clause check', () => {
  it('When the clauses are sound, then there is nothing to say', () => expect(told({})).to.deep.equal([]));

  const missing: readonly (readonly [object, string])[] = [
    [{ payer: ' ' }, 'items.0.payer payerMissing error 人民调解法29'],
    [{ payee: '' }, 'items.0.payee payeeMissing error 人民调解法29'],
    [{ payee: '李四' }, 'items.0.payee paysItself error 人民调解法29'],
    [{ payer: '王五' }, 'items.0.payer payerNoParty error 人民调解法29'],
    [{ payee: '王五' }, 'items.0.payee payeeNoParty error 人民调解法29'],
    [{ what: ' ' }, 'items.0.what whatMissing error 人民调解法29'],
    [{ amountFen: 0 }, 'items.0.amountFen amountInvalid error 人民调解法29'],
    [{ amountFen: 0.5 }, 'items.0.amountFen amountInvalid error 人民调解法29'],
    [{ dueOn: undefined }, 'items.0.dueOn dueMissing error 人民调解法29'],
    [{ dueOn: day('2026-11-09') }, 'items.0.dueOn dueBeforeAgreement error 人民调解法29'],
    [{ manner: 'instalments' }, 'items.0.manner instalmentAlone hint 人民调解法29'],
    [{ dueOn: day('2027-11-10') }, 'items.0.dueOn longTerm hint D'],
  ];
  for (const [change, expected] of missing) {
    it(`When a clause has ${JSON.stringify(change)}, then it is told as ${expected}`, () =>
      expect(told({ terms: [], items: [{ ...clause, ...change }] })).to.deep.equal([expected]));
  }

  it('When something is paid, then it says how much; when something is done, then it need not', () => {
    expect(told({ terms: [], items: [{ ...clause, amountFen: undefined }] })).to.deep.equal([
      'items.0.amountFen amountMissing error 人民调解法29',
    ]);
    expect(told({ terms: [], items: [{ ...clause, manner: 'apology', amountFen: undefined }] })).to.deep.equal([]);
  });

  it('When two instalments stand as clauses of their own, then nothing is said', () => {
    const part = { ...clause, manner: 'instalments' as const, amountFen: 150_000 };
    expect(told({ items: [part, { ...part, dueOn: day('2026-12-05') }] })).to.deep.equal([]);
  });

  const forbidden: readonly (readonly [string, string])[] = [
    ['双方各交调解费五十元', 'terms fee error 人民调解法4'],
    ['张三收到款项后不得再向法院起诉', 'terms noRemedy error 人民调解法3'],
    ['张三放弃诉讼权利', 'terms noRemedy error 人民调解法3'],
    ['双方自愿离婚', 'terms status bar 民诉法解释355(3)'],
    ['解除收养关系', 'terms status bar 民诉法解释355(3)'],
    ['东侧房屋三间归李四所有', 'terms ownership bar 民诉法解释355(5)'],
    ['确认该宅基地使用权归张三', 'terms ownership bar 民诉法解释355(5)'],
    ['李四尽快修好院墙', 'terms unclear hint 民诉法解释358'],
    ['另付差旅费5,200元', 'terms amountWithoutClause hint 民诉法解释358'],
    ['另付0.5万元', 'terms amountWithoutClause hint 民诉法解释358'],
  ];
  for (const [text, expected] of forbidden) {
    it(`When a term reads ${text}, then it is told as ${expected}`, () => expect(term(text)).to.deep.equal([expected]));
  }

  const innocent = [
    '双方今后互不追究',
    '李四应于十日内修复院墙，费用由李四承担',
    '离婚后财产已经分割完毕，双方无其他争议',
    '房屋漏水处由李四负责修缮',
    '任何一方不履行的，另一方可以向法院起诉',
    '李四一次性给付3000元',
  ];
  for (const text of innocent) {
    it(`When a term reads ${text}, then nothing is said`, () => expect(term(text)).to.deep.equal([]));
  }

  it('When the words of a clause settle who owns something, then the court cannot confirm it', () => {
    const findings = checkClauses({ ...agreement, items: [{ ...clause, what: '将车辆过户，车辆归张三所有' }] });
    expect(barredBy(findings)).to.deep.equal(['ownership']);
    expect(findings[0]?.params).to.deep.include({ article: '民诉法解释355(5)' });
    expect(barredBy(checkClauses(agreement))).to.deep.equal([]);
  });

  it('When no breach term is written, then it is a hint for a written agreement and nothing for an oral one', () => {
    expect(told({ breachTerm: '' })).to.deep.equal(['breachTerm breachTermMissing hint D']);
    expect(told({ breachTerm: '', form: 'oral' })).to.deep.equal([]);
    expect(told({ breachTerm: '', items: [{ ...clause, breachTerm: '逾期每日加付十元' }] })).to.deep.equal([]);
  });

  it('When there is much to say, then the gravest comes first', () => {
    const weights = checkClauses({ ...agreement, terms: ['尽快履行', '房屋归李四所有', '付调解费'], breachTerm: '' });
    expect(weights.map(({ weight }) => weight)).to.deep.equal(['error', 'bar', 'hint', 'hint']);
    expect(item({})).to.deep.equal([]);
  });
});
