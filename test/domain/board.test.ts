import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  type Board,
  type BoardChange,
  BOARD_CHANGES,
  changeBoard,
  clauseOf,
  EMPTY_BOARD,
  latestOffer,
  reopened,
  standingOfProposal,
} from '../../src/domain/board.ts';
import { parseDay } from '../../src/domain/calendar-day.ts';
import { DomainError } from '../../src/domain/errors.ts';

const on = parseDay('2026-03-02');
const SIDES = ['p1', 'p2'];
const write = (board: Board, ...changes: readonly Omit<BoardChange, 'on'>[]): Board =>
  changes.reduce((before, change) => changeBoard(before, { on, ...change }, SIDES), board);
const PROPOSAL = { change: 'propose', by: 'p1', text: '修墙款', payer: '乙', payee: '甲', amountFen: 300_000 } as const;
const offered = write(EMPTY_BOARD, PROPOSAL);
const standing = (board: Board, clauses: readonly string[] = []) =>
  standingOfProposal(board.proposals[0]!, SIDES, clauses);
const refusedAs = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error.errors.map(({ field, code }) => `${field} ${code}`);
    throw error;
  }
  return [];
};

describe('session board', () => {
  it('When a side proposes, then it accepts what it proposed and the other is awaited', () => {
    expect(standing(offered)).to.equal('open');
    expect(offered.proposals[0]?.accepted).to.deep.equal([{ partyId: 'p1', on }]);
  });

  it('When the other side accepts, then the proposal is accepted and becomes a clause under its own id', () => {
    const accepted = write(offered, { change: 'accept', id: 'k1', parties: ['p2'] });
    expect(standing(accepted)).to.equal('accepted');
    expect(clauseOf(accepted.proposals[0]!)).to.deep.include({ id: 'k1', what: '修墙款', amountFen: 300_000 });
    expect(standing(accepted, ['k1'])).to.equal('clause');
  });

  it('When somebody makes a counter-offer, then earlier acceptances fall and every offer is kept', () => {
    const countered = write(
      offered,
      { change: 'accept', id: 'k1', parties: ['p2'] },
      { change: 'counter', id: 'k1', by: 'p2', text: '修墙款', amountFen: 200_000 },
    );
    const [proposal] = countered.proposals;
    expect(standing(countered)).to.equal('open');
    expect(proposal?.offers.map(({ by, amountFen }) => [by, amountFen])).to.deep.equal([
      ['p1', 300_000],
      ['p2', 200_000],
    ]);
    expect(proposal?.accepted.map(({ partyId }) => partyId)).to.deep.equal(['p2']);
  });

  it('When the mediator suggests, then both sides are awaited', () =>
    expect(write(EMPTY_BOARD, { ...PROPOSAL, by: 'mediator' }).proposals[0]?.accepted).to.deep.equal([]));

  it('When a proposal is withdrawn, then it can be neither accepted nor countered', () => {
    const gone = write(offered, { change: 'withdrawProposal', id: 'k1' });
    expect(standing(gone)).to.equal('withdrawn');
    for (const change of [
      { change: 'accept', parties: ['p2'] },
      { change: 'counter', text: '再议' },
    ] as const) {
      expect(refusedAs(() => write(gone, { ...change, id: 'k1' }))).to.deep.equal(['id law.board.proposalWithdrawn']);
    }
  });

  it('When an issue is settled or a fact agreed, then the day is kept', () => {
    const board = write(
      EMPTY_BOARD,
      { change: 'addIssue', text: '数额' },
      { change: 'addFact', text: '墙倒属实' },
      { change: 'settleIssue', id: 'q1' },
      { change: 'agreeFact', id: 'f1' },
    );
    expect([board.issues[0]?.settledOn, board.facts[0]?.agreedOn]).to.deep.equal([on, on]);
  });

  const refusals: readonly (readonly [Omit<BoardChange, 'on'>, readonly string[]])[] = [
    [{ change: 'addIssue' }, ['text any.required']],
    [{ change: 'propose', text: '款' }, ['payer any.required', 'payee any.required']],
    [{ change: 'settleIssue', id: 'q9' }, ['id law.board.entryUnknown']],
    [{ change: 'accept', id: 'k1' }, ['parties any.required']],
    [{ change: 'accept', id: 'k1', parties: ['p9'] }, ['parties party.unknown']],
  ];
  for (const [change, expected] of refusals) {
    it(`When ${JSON.stringify(change)} is written, then it is refused as ${expected.join(', ')}`, () =>
      expect(refusedAs(() => write(offered, change))).to.deep.equal(expected));
  }

  it('When an unsigned agreement is given up, then its words come back to the board and nobody has accepted them', () => {
    const accepted = write(offered, { change: 'accept', id: 'k1', parties: ['p2'] });
    const clause = { ...clauseOf(accepted.proposals[0]!), amountFen: 250_000 };
    const back = reopened(accepted, [clause], on);
    expect([standing(back), latestOffer(back.proposals[0]!).amountFen]).to.deep.equal(['open', 250_000]);
    expect(reopened(accepted, [clauseOf(accepted.proposals[0]!)], on).proposals[0]?.offers.length).to.equal(1);
  });

  it('When changes come in any order, then ids stay unique and a proposal never has two acceptances of one party', () => {
    const change = fc.record({
      change: fc.constantFrom(...BOARD_CHANGES),
      id: fc.constantFrom('k1', 'k2', 'q1', 'f1'),
      by: fc.constantFrom('p1', 'p2', 'mediator'),
      parties: fc.subarray(['p1', 'p2'], { minLength: 1 }),
      text: fc.constant('内容'),
      payer: fc.constant('乙'),
      payee: fc.constant('甲'),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const board = changes.reduce((before, one) => {
          try {
            return changeBoard(before, { on, ...one }, SIDES);
          } catch (error) {
            if (error instanceof DomainError) return before;
            throw error;
          }
        }, EMPTY_BOARD);
        const entries = [...board.issues, ...board.facts, ...board.proposals];
        const once = (ids: readonly string[]) => new Set(ids).size === ids.length;
        return (
          once(entries.map(({ id }) => id)) &&
          board.proposals.every(({ accepted }) => once(accepted.map(({ partyId }) => partyId)))
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
