import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type Tier } from '../../domain/tier.ts';
import { type Band, type Measures, type Push } from '../../domain/what-if.ts';

export const SIMULATION_STATES = ['waiting', 'running', 'done', 'failed'] as const;
export type SimulationState = (typeof SIMULATION_STATES)[number];

/** Bands of a station, a tier or all: as it went, with the push, and the difference draw by draw. */
export interface Compared {
  readonly base: Readonly<Record<keyof Measures, Band>>;
  readonly pushed: Readonly<Record<keyof Measures, Band>>;
  readonly change: Readonly<Record<keyof Measures, Band>>;
}
export interface SimulationResult {
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  /** Disputes the network was estimated from. */
  readonly disputes: number;
  readonly whole: Compared;
  readonly tiers: readonly (Compared & { readonly tier: Tier; readonly places: number })[];
  readonly stations: readonly (Compared & { readonly tier: Tier; readonly unit: string; readonly places: number })[];
  /** What the record says of the same year; by tier, and of all as `whole`. */
  readonly actual: Readonly<Record<string, Partial<Measures>>>;
}

export interface SimulationRecord {
  readonly id: string;
  readonly push: Push;
  readonly seed: number;
  readonly replications: number;
  readonly state: SimulationState;
  /** Replications that are done. */
  readonly progress: number;
  readonly orderedAt: Date;
  readonly by: { readonly accountId: string; readonly name: string };
  readonly endedAt?: Date;
  /** The result as text, written once: the same page whenever it is opened; and its SHA-256. */
  readonly text?: string;
  readonly digest?: string;
}
