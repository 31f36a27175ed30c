import { expect } from 'chai';
import { addDays, parseDay } from '../../src/domain/calendar-day.ts';
import { startClock } from '../../src/domain/clock.ts';
import { signsInWords, signsOfRequest, type RiskCircumstances, unjudged } from '../../src/domain/risk-sign.ts';
import { at, shippedHolidays as holidays } from './holidays.ts';

describe('signs of danger in words', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['双方因晾衣发生口角，未发生肢体冲突。', []],
    ['被申请人多次威胁申请人。', ['violence']],
    ['双方没有打架，只是争吵。', []],
    ['李某无故殴打邻居。', ['violence']],
    ['两名未成年人打架。', ['violence']],
    ['王某持刀上门。', ['weapon']],
    ['她说不想活了。', ['selfHarm']],
    ['扬言要同归于尽。', ['violence', 'selfHarm']],
    ['上月已报警，民警到场处置。', ['priorPolice']],
    ['儿子对老人经常打骂，不给饭吃。', ['minorsOrElderly']],
    ['多次拨打12345反映。', ['repeatedHotline']],
    ['30余名业主聚集。', ['group']],
    ['二十多户村民联名。', ['group']],
    ['3名工人未领到工资。', []],
    ['涉案9人，借款12000元。', []],
  ];
  for (const [text, triggers] of cases) {
    it(`When somebody writes “${text}”, then the signs are [${triggers.join()}]`, () =>
      expect(signsInWords(text).map(({ trigger }) => trigger)).to.have.members([...triggers]));
  }

  it('When a sign is found, then it says by which words', () => {
    expect(signsInWords('昨天他持刀威胁')).to.deep.include({ trigger: 'weapon', words: '持刀' });
  });

  it('When a sign is confirmed or waits to be judged, then it is not raised again', () => {
    const signs = signsInWords('持刀威胁，扬言同归于尽，已报警');
    const fresh = unjudged(signs, ['weapon'], [{ trigger: 'priorPolice', words: '报警' }]);
    expect(fresh.map(({ trigger }) => trigger)).to.have.members(['violence', 'selfHarm']);
  });
});

describe('signs of danger in a request', () => {
  const plain: RiskCircumstances = {
    text: '双方因排水发生争议。',
    type: '02',
    today: parseDay('2026-06-10'),
    holidays,
    people: 2,
    birthDays: [parseDay('1980-05-05')],
    fromPolice: false,
    hotlineOrders: 0,
  };
  const found = (change: Partial<RiskCircumstances>) => signsOfRequest({ ...plain, ...change });
  const triggers = (change: Partial<RiskCircumstances>) => found(change).map(({ trigger }) => trigger);

  it('When nothing is unusual, then there are none', () => expect(found({})).to.deep.equal([]));

  it('When ten people take part, then it is a group; nine are none', () => {
    expect(found({ people: 10 })).to.deep.equal([{ trigger: 'group', fact: 'people', count: 10 }]);
    expect(found({ people: 9 })).to.deep.equal([]);
  });

  it('When the police hand it over, or a second work order comes within the year, then it says so', () => {
    expect(found({ fromPolice: true })).to.deep.equal([{ trigger: 'priorPolice', fact: 'policeSource' }]);
    expect(found({ hotlineOrders: 1 })).to.deep.equal([]);
    expect(found({ hotlineOrders: 2 })).to.deep.equal([{ trigger: 'repeatedHotline', fact: 'hotlineAgain', count: 2 }]);
  });

  it('When somebody under eighteen or from sixty on is harmed, then age makes it a sign', () => {
    const text = '其子长期虐待。';
    expect(triggers({ text })).to.deep.equal([]);
    expect(triggers({ text, birthDays: [parseDay('1966-06-10')] })).to.include('minorsOrElderly');
    expect(triggers({ text, birthDays: [parseDay('1966-06-11')] })).not.to.include('minorsOrElderly');
    expect(triggers({ text, birthDays: [parseDay('2008-06-11')] })).to.include('minorsOrElderly');
  });

  it('When wages or land are at stake shortly before holidays, then it counts by the table of holidays, otherwise not', () => {
    const wages = { type: '13', text: '拖欠工资两个月。' };
    const first = [...holidays.holidays].filter((day) => day > '2026-09-20').toSorted()[0] ?? '';
    expect(first).not.to.equal('');
    const start = parseDay(first);
    expect(found({ ...wages, today: addDays(start, -15) })).to.deep.include({
      trigger: 'beforeHoliday',
      fact: 'holiday',
      day: start,
    });
    expect(triggers({ ...wages, today: parseDay('2026-08-10') })).to.deep.equal([]);
    expect(triggers({ text: '邻里噪声', today: addDays(start, -3) })).to.deep.equal([]);
    expect(triggers({ text: '占用祖坟', today: addDays(start, -3) })).to.deep.equal(['beforeHoliday']);
  });
});

describe('the times of danger', () => {
  const cases = [
    ['CL28', 'red', '2026-10-02 22:30', '2026-10-02 23:30'],
    ['CL28', 'orange', '2026-10-02 22:30', '2026-10-02 23:59'],
    ['CL29', 'red', '2026-10-02 10:00', '2026-10-03 23:59'],
    ['CL29', 'orange', '2026-10-02 10:00', '2026-10-05 23:59'],
    ['CL29', 'blue', '2026-10-02 10:00', '2026-10-16 23:59'],
  ] as const;
  for (const [id, variant, start, due] of cases) {
    it(`When ${id} starts for ${variant} in the middle of holidays, then it is due ${due} and does not roll`, () => {
      const clock = startClock(id, at(start), holidays, { variant });
      expect(clock.dueAt?.toISOString().slice(0, 16)).to.equal(at(due).toISOString().slice(0, 16));
      expect(clock.provisional).to.equal(undefined);
    });
  }
});
