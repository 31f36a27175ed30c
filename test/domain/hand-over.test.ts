import { expect } from 'chai';
import {
  acceptHandOver,
  boundUnit,
  countBounces,
  custodyOf,
  DECLINE_CODES,
  DECLINE_REASONS,
  declineErrors,
  declineHandOver,
  directionFits,
  mayAnswer,
  recallHandOver,
  ruleHandOver,
  rulingIsDue,
  rulingUnit,
  sendHandOver,
  sendRefusal,
  timeOutHandOver,
  type HandOver,
  type HandOverKind,
} from '../../src/domain/hand-over.ts';
import { type UnitPosition } from '../../src/domain/tier.ts';
import { at } from './holidays.ts';
import { refusal } from './refusals.ts';
import {
  actorAt,
  court,
  lamaVillage,
  lucheng,
  songzhuang,
  songzhuangTribunal,
  taihu,
  taihuTribunal,
  taihuVillage,
  xiaopu,
} from './units.ts';

const sent = (from: UnitPosition, to: UnitPosition, kind: HandOverKind = 'push-down', id = 'h1'): HandOver =>
  sendHandOver({ id, kind, from, to, sentAt: at('2026-11-02 09:00') }, []);
const noon = at('2026-11-03 12:00');
const declined = (id: string, to: UnitPosition): HandOver => ({
  ...sent(songzhuangTribunal, to, 'push-down', id),
  state: 'declined',
  answeredAt: noon,
});

describe('directions of a hand-over', () => {
  const directions: readonly (readonly [HandOverKind, UnitPosition, UnitPosition, boolean])[] = [
    ['push-down', court, xiaopu, true],
    ['push-down', songzhuangTribunal, songzhuang, true],
    ['push-down', songzhuangTribunal, taihu, false],
    ['push-down', xiaopu, songzhuang, false],
    ['push-down', songzhuang, songzhuang, false],
    ['escalate', xiaopu, songzhuang, true],
    ['escalate', xiaopu, court, true],
    ['escalate', xiaopu, taihu, false],
    ['lateral', songzhuang, taihu, true],
    ['lateral', xiaopu, lamaVillage, true],
    ['lateral', songzhuang, xiaopu, false],
    ['assist', xiaopu, taihuTribunal, true],
    ['assist', xiaopu, xiaopu, false],
  ];
  for (const [kind, from, to, expected] of directions) {
    it(`When ${from.tier} ${from.code} would ${kind} to ${to.code}, then it is ${expected ? 'possible' : 'refused'}`, () =>
      expect(directionFits(kind, from, to)).to.equal(expected));
  }
});

describe('sending', () => {
  const open = sent(songzhuangTribunal, songzhuang);
  const ruled: HandOver = { ...open, state: 'ruled', ruling: { by: '110112-F01', unit: songzhuang, reason: '辖区' } };
  const cases: readonly (readonly [
    string,
    HandOverKind,
    UnitPosition,
    UnitPosition,
    readonly HandOver[],
    string | undefined,
  ])[] = [
    ['nothing stands against it', 'push-down', songzhuang, xiaopu, [], undefined],
    ['another transfer waits for its answer', 'push-down', songzhuangTribunal, lucheng, [open], 'law.handOver.pending'],
    ['help is asked meanwhile', 'assist', songzhuangTribunal, lucheng, [open], undefined],
    [
      'two units have declined',
      'push-down',
      songzhuangTribunal,
      songzhuang,
      [declined('a', songzhuang), declined('b', lucheng)],
      'law.handOver.awaitsRuling',
    ],
    [
      'a ruling binds the sender and it would pass the dispute aside',
      'lateral',
      songzhuang,
      lucheng,
      [ruled],
      'law.handOver.bound',
    ],
    [
      'a ruling binds the sender and it would pass the dispute up',
      'escalate',
      songzhuang,
      songzhuangTribunal,
      [ruled],
      'law.handOver.bound',
    ],
    ['a ruling binds the sender and it pushes down', 'push-down', songzhuang, xiaopu, [ruled], undefined],
  ];
  for (const [why, kind, from, to, earlier, expected] of cases) {
    it(`When ${why}, then a ${kind} is ${expected ?? 'allowed'}`, () =>
      expect(sendRefusal(kind, from, to, earlier)).to.equal(expected));
  }

  it('When a hand-over may not be sent, then the error says why', () => {
    expect(refusal(() => sent(songzhuang, taihuVillage)).errors).to.deep.equal([
      { field: 'toUnit', code: 'law.handOver.wrongDirection' },
    ]);
    expect(
      refusal(() =>
        sendHandOver({ id: 'h2', kind: 'push-down', from: songzhuangTribunal, to: lucheng, sentAt: noon }, [open]),
      ).kind,
    ).to.equal('conflict');
  });
});

describe('answering', () => {
  const open = sent(songzhuangTribunal, songzhuang);
  const decline = { code: 'B1', note: '当事人均在台湖', proposedUnit: '110112114' } as const;

  it('When the receiver accepts, then the hand-over is closed', () => {
    const accepted = acceptHandOver(open, noon);
    expect(accepted).to.include({ state: 'accepted', answeredAt: noon });
    expect(refusal(() => acceptHandOver(accepted, noon)).code).to.equal('law.handOver.wrongState');
  });

  it('When the sender recalls, then the receiver can no longer answer', () => {
    const recalled = recallHandOver(open, noon);
    expect(recalled.state).to.equal('recalled');
    expect(refusal(() => declineHandOver(recalled, decline, noon, { earlier: [recalled], attempts: 0 })).code).to.equal(
      'law.handOver.wrongState',
    );
  });

  it('When nobody answers, then it times out only after its clock', () => {
    expect(timeOutHandOver(open, at('2026-11-06 00:00'), noon).state).to.equal('timed-out');
    expect(refusal(() => timeOutHandOver(open, noon, noon)).code).to.equal('law.handOver.notOverdue');
  });

  it('When the receiver declines with note and better unit, then it bounces', () => {
    const back = declineHandOver(open, decline, noon, { earlier: [open], attempts: 0 });
    expect(back).to.deep.include({ state: 'declined', decline });
    expect(countBounces([back])).to.equal(1);
  });

  it('When a ruling is due, then nobody may decline again', () => {
    const earlier = [declined('a', songzhuang), declined('b', lucheng), open];
    expect(refusal(() => declineHandOver(open, decline, noon, { earlier, attempts: 0 })).code).to.equal(
      'law.handOver.mayNotDecline',
    );
  });

  it('When a decline is incomplete, then it is refused with its fields', () => {
    const error = refusal(() =>
      declineHandOver(open, { code: 'B9', note: ' ' }, noon, { earlier: [open], attempts: 0 }),
    );
    expect(error.errors.map((row) => row.field)).to.deep.equal(['note', 'proposedUnit']);
  });

  for (const code of DECLINE_CODES) {
    const proposes = DECLINE_REASONS[code].proposes;
    it(`When ${code} names no better unit, then it ${proposes ? 'is incomplete' : 'may stand'}`, () => {
      const codes = declineErrors({ code, note: '说明' }, songzhuang.code, 1).map((row) => row.code);
      expect(codes).to.deep.equal(proposes ? ['law.handOver.proposalMissing'] : []);
    });
  }

  it('When B6 is given without contact attempts, then they are asked for', () => {
    const errors = declineErrors({ code: 'B6', note: '电话不通', proposedUnit: '110112114' }, songzhuang.code, 0);
    expect(errors).to.deep.equal([{ field: 'code', code: 'law.handOver.attemptsMissing' }]);
  });

  it('When B3 names a body outside the network, then that is a better target; elsewhere it is not', () => {
    const outside = { note: '劳动争议', proposedBody: '劳动人事争议仲裁委员会' };
    expect(declineErrors({ code: 'B3', ...outside }, songzhuang.code, 0)).to.deep.equal([]);
    expect(declineErrors({ code: 'B2', ...outside }, songzhuang.code, 0)).to.have.lengthOf(1);
  });

  it('When a unit proposes itself, then that is refused', () => {
    const errors = declineErrors({ code: 'B1', note: '说明', proposedUnit: songzhuang.code }, songzhuang.code, 0);
    expect(errors).to.deep.equal([{ field: 'proposedUnit', code: 'law.handOver.proposesItself' }]);
  });
});

describe('ruling', () => {
  const first = declined('a', songzhuang);
  const second = declined('b', lucheng);
  const history = [first, second];

  it('When two units have declined, then the common parent rules and its ruling binds', () => {
    const ruled = ruleHandOver(
      second,
      { by: songzhuangTribunal.code, unit: songzhuang, reason: '纠纷发生地' },
      noon,
      history,
    );
    const after = [first, ruled];

    expect(ruled.state).to.equal('ruled');
    expect(rulingIsDue(after)).to.equal(false);
    expect(boundUnit(after)).to.equal(songzhuang.code);
    expect(custodyOf(songzhuangTribunal, at('2026-11-01 09:00'), after).at(-1)).to.deep.equal({
      owner: songzhuang,
      from: noon,
    });
  });

  it('When the bound unit pushes down and is relieved, then nobody is bound any more', () => {
    const ruled = ruleHandOver(
      second,
      { by: songzhuangTribunal.code, unit: songzhuang, reason: '纠纷发生地' },
      noon,
      history,
    );
    const down = acceptHandOver(sent(songzhuang, xiaopu), noon);
    expect(boundUnit([first, ruled, down])).to.equal(undefined);
  });

  const refused: readonly (readonly [string, string, () => unknown])[] = [
    [
      'only one unit has declined',
      'law.handOver.rulingNotDue',
      () => ruleHandOver(first, { by: songzhuangTribunal.code, unit: songzhuang, reason: '' }, noon, [first]),
    ],
    [
      'it is not the last hand-over',
      'law.handOver.rulingNotDue',
      () => ruleHandOver(first, { by: songzhuangTribunal.code, unit: songzhuang, reason: '' }, noon, history),
    ],
    [
      'somebody else would rule',
      'law.handOver.notTheRuler',
      () => ruleHandOver(second, { by: taihuTribunal.code, unit: taihu, reason: '' }, noon, history),
    ],
    [
      'the unit lies outside the ruler’s area',
      'law.handOver.outsideArea',
      () => ruleHandOver(second, { by: songzhuangTribunal.code, unit: taihu, reason: '' }, noon, history),
    ],
    [
      'the hand-over is still open',
      'law.handOver.wrongState',
      () =>
        ruleHandOver(
          sent(songzhuangTribunal, songzhuang),
          { by: songzhuangTribunal.code, unit: songzhuang, reason: '' },
          noon,
          history,
        ),
    ],
  ];
  for (const [why, code, work] of refused) {
    it(`When ${why}, then the ruling is refused`, () => expect(refusal(work).code).to.equal(code));
  }

  const rulers: readonly (readonly [string, UnitPosition, UnitPosition, string])[] = [
    ['two villages of a township', xiaopu, lamaVillage, songzhuang.code],
    ['two townships of a tribunal', songzhuang, lucheng, songzhuangTribunal.code],
    ['townships of two tribunals', songzhuang, taihu, court.code],
    ['a township and its village', songzhuang, xiaopu, songzhuangTribunal.code],
    ['a village and its township', xiaopu, songzhuang, songzhuangTribunal.code],
    ['a tribunal and its township', songzhuangTribunal, songzhuang, songzhuangTribunal.code],
    ['a township and its tribunal', songzhuang, songzhuangTribunal, court.code],
    ['the court and a village', court, xiaopu, court.code],
    ['a village and the court', xiaopu, court, court.code],
  ];
  for (const [between, from, to, expected] of rulers) {
    it(`When the dispute bounces between ${between}, then ${expected} rules`, () =>
      expect(rulingUnit(from, to)).to.equal(expected));
  }
});

describe('who may answer', () => {
  const open = sent(songzhuangTribunal, songzhuang);
  const people = [
    ['accept', actorAt('townshipClerk', songzhuang), true],
    ['accept', actorAt('townshipMediator', songzhuang), false],
    ['accept', actorAt('townshipClerk', lucheng), false],
    ['decline', actorAt('townshipHead', songzhuang), true],
    ['decline', actorAt('tribunalClerk', songzhuangTribunal), false],
    ['recall', actorAt('tribunalClerk', songzhuangTribunal), true],
    ['recall', actorAt('townshipClerk', songzhuang), false],
    ['rule', actorAt('tribunalJudge', songzhuangTribunal), true],
    ['rule', actorAt('townshipHead', songzhuang), false],
    ['timeOut', actorAt('system', court), true],
    ['timeOut', actorAt('systemAdmin', court), false],
  ] as const;
  for (const [act, actor, expected] of people) {
    it(`When ${actor.name} would ${act}, then it is ${expected ? 'allowed' : 'denied'}`, () =>
      expect(mayAnswer(act, open, actor)).to.equal(expected));
  }
});
