// How much a unit can do at once. The lengths in the record hold whatever waiting there was, so a year drawn again as it
// was must hardly wait: each station gets the fewest places at which it does not.

import { drawYear, type NetworkModel } from './what-if.ts';
import { type HolidayTable } from './working-days.ts';

/** Days of waiting that are put down to chance. */
const LEAST_WAIT = 0.1;
const DRAWS = 4;
const MOST_ROUNDS = 15;
/** Places a crowded station gets at a time. */
const MORE = 0.06;

/** The network with places enough for the year as it was. */
export function calibrated(model: NetworkModel, holidays: HolidayTable, seed: number): NetworkModel {
  let fitted = model;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const drawn = Array.from({ length: DRAWS }, (_, draw) => drawYear(fitted, holidays, seed + draw).base.stations);
    const waits = fitted.stations.map(
      (_station, place) => drawn.reduce((sum, stations) => sum + (stations[place]?.meanWait ?? 0), 0) / DRAWS,
    );
    if (waits.every((wait) => wait <= LEAST_WAIT)) return fitted;
    fitted = {
      ...fitted,
      stations: fitted.stations.map((station, place) =>
        (waits[place] ?? 0) <= LEAST_WAIT
          ? station
          : { ...station, places: station.places + Math.max(1, Math.round(station.places * MORE)) },
      ),
    };
  }
  return fitted;
}
