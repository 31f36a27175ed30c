// The forks of a dispute's life: how often each way is taken, and which way leads to a given state.

import { type State } from '../domain/lifecycle.ts';
import { type Random } from './random.ts';

/** Share of disputes that take each way when they come to it; after the magnitudes of published reports. */
const SHARES = {
  correct: 0.03,
  refuse: 0.025,
  merge: 0.012,
  leaveEarly: 0.02,
  push: 0.42,
  escalate: 0.06,
  decline: 0.1,
  recall: 0.01,
  declineAppointment: 0.04,
  unreachable: 0.05,
  refuseConsent: 0.08,
  settleThemselves: 0.05,
  pause: 0.03,
  extend: 0.07,
  secondSession: 0.45,
  agree: 0.7,
  oral: 0.2,
  onTheSpot: 0.12,
  partial: 0.05,
  signLater: 0.18,
  refuseSign: 0.03,
  nothingDue: 0.15,
  confirm: 0.12,
  reject: 0.07,
  breach: 0.07,
  goToCourt: 0.55,
  again: 0.04,
  archive: 0.8,
} as const;
export type Fork = keyof typeof SHARES;

const SMOOTH = {
  correct: false,
  refuse: false,
  merge: false,
  leaveEarly: false,
  decline: false,
  recall: false,
  declineAppointment: false,
  unreachable: false,
  refuseConsent: false,
  settleThemselves: false,
  pause: false,
  extend: false,
  refuseSign: false,
  again: false,
} as const;
const AGREED = { ...SMOOTH, agree: true, oral: false, onTheSpot: false, partial: false, signLater: false } as const;
const FAILED = { ...SMOOTH, agree: false } as const;

/** What must come true for a dispute to reach the state. */
const ROADS: Readonly<Partial<Record<State, Readonly<Partial<Record<Fork, boolean>>>>>> = {
  S03: { correct: true },
  S04: { correct: false, refuse: true },
  S05: { ...SMOOTH, push: true, recall: false },
  S06: { ...SMOOTH, push: true, decline: true },
  S07: SMOOTH,
  S08: SMOOTH,
  S09: SMOOTH,
  S10: SMOOTH,
  S11: { ...SMOOTH, pause: true },
  S12: { ...AGREED, signLater: true },
  S13: { ...AGREED, nothingDue: false },
  S14: { ...AGREED, nothingDue: true, confirm: true },
  S15: { ...AGREED, nothingDue: true, confirm: true, reject: false },
  S16: { ...AGREED, nothingDue: true, confirm: true, reject: true },
  S17: FAILED,
  S18: { ...FAILED, goToCourt: true },
  S19: { ...FAILED, goToCourt: true },
  S20: { ...AGREED, nothingDue: false, confirm: false, breach: false },
  S21: { ...AGREED, nothingDue: false, confirm: false, breach: true },
  S22: { ...AGREED, nothingDue: true, confirm: false },
  S23: { ...AGREED, nothingDue: true, confirm: false, archive: true },
  S24: { correct: false, refuse: false, merge: false, leaveEarly: true },
  S25: { correct: false, refuse: false, merge: true },
};

/** Days a dispute needs at most to come to rest in a state. */
const DAYS_TO: Readonly<Partial<Record<State, number>>> = {
  S03: 6,
  S04: 7,
  S05: 5,
  S06: 9,
  S07: 8,
  S08: 10,
  S09: 11,
  S10: 14,
  S11: 22,
  S12: 28,
  S13: 28,
  S14: 60,
  S15: 100,
  S16: 100,
  S17: 32,
  S18: 36,
  S19: 50,
  S20: 110,
  S21: 110,
  S22: 60,
  S23: 110,
  S24: 6,
  S25: 6,
};

export const daysTo = (state: State): number => DAYS_TO[state] ?? 1;

/** The choices of one dispute; with a state to rest in, those that lead there are not left to chance. */
export class Plan {
  readonly restAt: State | undefined;
  readonly #random: Random;

  constructor(random: Random, restAt?: State) {
    this.#random = random;
    this.restAt = restAt;
  }

  takes(fork: Fork): boolean {
    const drawn = this.#random.chance(SHARES[fork]);
    return (this.restAt && ROADS[this.restAt]?.[fork]) ?? drawn;
  }
}
