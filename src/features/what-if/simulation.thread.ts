// Runs in a thread: draws the year with several seeds.

import { type HolidayTable } from '../../domain/working-days.ts';
import { drawYear, type NetworkModel, type Push, type YearResult } from '../../domain/what-if.ts';

export interface YearOrder {
  readonly model: NetworkModel;
  readonly holidays: HolidayTable;
  readonly seeds: readonly number[];
  readonly push: Push;
}
export interface DrawnYear {
  readonly base: YearResult;
  readonly pushed: YearResult;
}

export default function drawYears({ model, holidays, seeds, push }: YearOrder): readonly DrawnYear[] {
  return seeds.map((seed) => {
    const { base, pushed = base } = drawYear(model, holidays, seed, push);
    return { base, pushed };
  });
}
