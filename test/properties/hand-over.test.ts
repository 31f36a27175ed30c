import { expect } from 'chai';
import * as fc from 'fast-check';
import { DomainError } from '../../src/domain/errors.ts';
import {
  acceptHandOver,
  boundUnit,
  countBounces,
  custodyOf,
  declineHandOver,
  directionFits,
  HAND_OVER_KINDS,
  pendingTransfer,
  recallHandOver,
  ruleHandOver,
  rulingIsDue,
  rulingUnit,
  sendHandOver,
  timeOutHandOver,
  type HandOver,
} from '../../src/domain/hand-over.ts';
import { type UnitPosition } from '../../src/domain/tier.ts';
import { network } from '../domain/units.ts';

const aUnit = fc.constantFrom(...network);
const anAct = fc.oneof(
  fc.record({
    act: fc.constant('send' as const),
    kind: fc.constantFrom(...HAND_OVER_KINDS),
    pick: fc.nat(20),
    to: aUnit,
  }),
  fc.record({
    act: fc.constantFrom('accept' as const, 'decline' as const, 'recall' as const, 'timeOut' as const),
    pick: fc.nat(20),
  }),
  fc.record({ act: fc.constant('rule' as const), unit: aUnit, pick: fc.nat(20) }),
);
type RandomAct = typeof anAct extends fc.Arbitrary<infer T> ? T : never;

const START = new Date('2026-01-05T01:00:00Z');
const instant = (step: number): Date => new Date(START.getTime() + (step + 1) * 3_600_000);

/** The dispute as the hand-overs see it: where it began and every hand-over since. */
interface Story {
  readonly origin: UnitPosition;
  readonly history: readonly HandOver[];
}

const ownerOf = ({ origin, history }: Story): UnitPosition => custodyOf(origin, START, history).at(-1)?.owner ?? origin;

/** Does one random act; what the law refuses changes nothing. */
function step(story: Story, random: RandomAct, index: number): Story {
  const at = instant(index);
  try {
    if (random.act === 'send') {
      const from = ownerOf(story);
      const fitting = network.filter((unit) => directionFits(random.kind, from, unit));
      const to = fitting[random.pick] ?? fitting[random.pick % 3] ?? random.to;
      const order = { id: `h${index}`, kind: random.kind, from, to, sentAt: at };
      return { ...story, history: [...story.history, sendHandOver(order, story.history)] };
    }
    const last = story.history.findLast((handOver) => handOver.kind !== 'assist');
    const target = (random.pick < 4 ? story.history[random.pick] : undefined) ?? last;
    if (target === undefined) return story;
    const answered = answer(story, target, random, at);
    return { ...story, history: story.history.map((handOver) => (handOver === target ? answered : handOver)) };
  } catch (error) {
    if (error instanceof DomainError) return story;
    throw error;
  }
}

function answer({ history }: Story, target: HandOver, random: RandomAct, at: Date): HandOver {
  switch (random.act) {
    case 'accept':
      return acceptHandOver(target, at);
    case 'decline':
      return declineHandOver(target, { code: 'B4', note: '利益冲突' }, at, { earlier: history, attempts: 0 });
    case 'recall':
      return recallHandOver(target, at);
    case 'timeOut':
      return timeOutHandOver(target, at, target.sentAt);
    default:
      return ruleHandOver(
        target,
        { by: rulingUnit(target.from, target.to), unit: 'unit' in random ? random.unit : target.to, reason: '裁定' },
        at,
        history,
      );
  }
}

const everyState = (check: (before: Story, after: Story) => void) =>
  fc.property(aUnit, fc.array(anAct, { minLength: 10, maxLength: 60, size: 'max' }), (origin, acts) => {
    let story: Story = { origin, history: [] };
    acts.forEach((random, index) => {
      const after = step(story, random, index);
      check(story, after);
      story = after;
    });
  });

describe('hand-over of a dispute under random sending and answering', () => {
  it('When anything happens, then at every instant exactly one unit owns the dispute', () => {
    fc.assert(
      everyState((_before, after) => {
        const rows = custodyOf(after.origin, START, after.history);
        expect(rows[0]?.from).to.equal(START);
        expect(rows.filter((row) => row.until === undefined)).to.deep.equal(rows.slice(-1));
        rows.slice(1).forEach((row, index) => expect(row.from).to.equal(rows[index]?.until));
        for (const handOver of after.history) {
          const owners = rows.filter(
            (row) => row.from <= handOver.sentAt && (row.until === undefined || handOver.sentAt < row.until),
          );
          expect(owners).to.have.lengthOf(1);
          expect(owners[0]?.owner.code).to.equal(handOver.from.code);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('When a transfer is pending, then it is the only one and its sender still owns the dispute', () => {
    fc.assert(
      everyState((_before, after) => {
        const open = after.history.filter((handOver) => handOver.kind !== 'assist' && handOver.state === 'sent');
        expect(open.length).to.be.at.most(1);
        expect(pendingTransfer(after.history)).to.equal(open[0]);
        if (open[0] !== undefined) expect(ownerOf(after).code).to.equal(open[0].from.code);
      }),
      { numRuns: 1000 },
    );
  });

  it('When the owner changes, then somebody accepted a transfer or the common parent ruled', () => {
    fc.assert(
      everyState((before, after) => {
        if (ownerOf(before).code === ownerOf(after).code) return;
        const changed = after.history.find((handOver, index) => handOver !== before.history[index]);
        expect(changed?.kind).to.not.equal('assist');
        expect(changed?.state).to.be.oneOf(['accepted', 'ruled']);
      }),
      { numRuns: 1000 },
    );
  });

  it('When two units have declined, then nothing but a ruling moves the dispute, and the ruling binds', () => {
    fc.assert(
      everyState((before, after) => {
        expect(countBounces(after.history)).to.be.at.most(2);
        if (!rulingIsDue(before.history)) return;
        expect(pendingTransfer(after.history)).to.equal(undefined);
        if (!rulingIsDue(after.history)) expect(boundUnit(after.history)).to.equal(ownerOf(after).code);
      }),
      { numRuns: 1000 },
    );
  });
});
