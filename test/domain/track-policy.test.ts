import { expect } from 'chai';
import { parseDay } from '../../src/domain/calendar-day.ts';
import { DEFAULT_TRACK_POLICIES, DEFAULT_TRACK_WORDS, trackPolicyOn } from '../../src/domain/track-policy.ts';

describe('the track of a suit', () => {
  const court = { from: parseDay('2025-06-01'), lodged: 'T2' as const, words: DEFAULT_TRACK_WORDS };
  const back = { ...court, lodged: 'T3' as const };
  const table: readonly (readonly [string, readonly (typeof court | typeof back)[], string])[] = [
    ['2024-12-31', [], 'T2'],
    ['2025-01-01', [], 'T3'],
    ['2025-05-31', [court], 'T3'],
    ['2025-06-01', [court], 'T2'],
    ['2026-11-25', [court, back], 'T3'],
  ];
  for (const [day, set, track] of table) {
    it(`When a suit is lodged on ${day} and the court has set ${set.length} policies, then it goes ${track}`, () => {
      expect(trackPolicyOn([...DEFAULT_TRACK_POLICIES, ...set], parseDay(day)).lodged).to.equal(track);
    });
  }
});
