// Runs in a thread: fits the places of the network to the year as it was.

import { calibrated } from '../../domain/calibration.ts';
import { type NetworkModel } from '../../domain/what-if.ts';
import { type HolidayTable } from '../../domain/working-days.ts';

export interface CalibrationOrder {
  readonly model: NetworkModel;
  readonly holidays: HolidayTable;
  readonly seed: number;
}

export default ({ model, holidays, seed }: CalibrationOrder): NetworkModel => calibrated(model, holidays, seed);
