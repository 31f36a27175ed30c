// What lies ahead of disputes that rest in mediation: a session in the coming days, so that calendars have something to
// show. Nobody is planned into two places: each mediator's sessions fill the quarters of the day one after the other.

import { addDays, type CalendarDay, dayOfInstant, weekdayOf } from '../domain/calendar-day.ts';
import { type State } from '../domain/lifecycle.ts';
import { type Teller } from './teller.ts';

const MEDIATED: readonly State[] = ['S09', 'S10'];
const SLOTS = [
  ['09:00', '10:00'],
  ['10:30', '11:30'],
  ['14:00', '15:00'],
  ['15:30', '16:30'],
] as const;
const SHARE = 0.9;
const WEEKEND: readonly number[] = [0, 6];

/** How many sessions each mediator has ahead. */
export type Ahead = Map<string, number>;

/** The nth working day after a day; offices rest at weekends. */
function workday(after: CalendarDay, n: number): CalendarDay {
  let day = addDays(after, 1);
  for (let left = n; ; day = addDays(day, 1)) {
    if (WEEKEND.includes(weekdayOf(day))) continue;
    if (left === 0) return day;
    left -= 1;
  }
}

/** Plans a session for a dispute whose story has been told to its end. */
export async function planAhead(teller: Teller, ahead: Ahead): Promise<void> {
  const { dispute, scene } = teller;
  const { mediator, parties } = dispute;
  if (!MEDIATED.includes(dispute.state) || !mediator || !scene.random.chance(SHARE)) return;
  const nth = ahead.get(mediator.accountId) ?? scene.random.whole(0, 5);
  ahead.set(mediator.accountId, nth + 1);
  const [from, until] = SLOTS[nth % SLOTS.length] ?? SLOTS[0];
  await teller.note(teller.mediator, 'planSession', {
    on: workday(dayOfInstant(scene.until), Math.floor(nth / SLOTS.length)),
    from,
    until,
    mode: 'inPerson',
    place: `${scene.staff.unit(dispute.owner.code).fullName.zh}调解室`,
    parties: parties.map(({ id }) => id),
  });
}
