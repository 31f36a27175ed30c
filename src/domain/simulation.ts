// Waiting lines, simulated event by event: work arrives at a station, waits in order of arrival until a place is free, is
// done, and leaves; whoever has no more time leaves the line or the work unfinished. Times are in days. Pure: whoever asks
// draws the work, so the same work can be sent through two networks and compared piece by piece.

/** A station does so many pieces of work at once. */
export interface Station {
  readonly places: number;
}

export interface Work {
  readonly at: number;
  readonly station: number;
  readonly service: number;
  /** Days from arrival after which it is over, done or not; no end where missing. */
  readonly patience?: number;
}

/** What became of a piece of work. */
export interface Course {
  readonly waited: number;
  /** When it left. */
  readonly left: number;
  readonly expired: boolean;
}

export interface StationLoad {
  /** Pieces present on the average of the days that are measured, waiting or at work. */
  readonly present: number;
  /** Share of its places that were taken. */
  readonly taken: number;
}

interface Event {
  readonly at: number;
  readonly kind: 'arrive' | 'leave';
  readonly piece: number;
}

/** A heap of what happens next, the earliest on top; of two at one time whoever leaves goes first. */
class Agenda {
  readonly #heap: Event[] = [];

  get isEmpty(): boolean {
    return this.#heap.length === 0;
  }

  push(event: Event): void {
    const heap = this.#heap;
    heap.push(event);
    for (let place = heap.length - 1; place > 0;) {
      const parent = (place - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      heap[parent] = event;
      place = parent;
    }
  }

  pop(): Event {
    const heap = this.#heap;
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return top;
    let place = 0;
    heap[0] = last;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && isBefore(heap[right]!, heap[left]!) ? right : left;
      if (!isBefore(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      heap[child] = last;
      place = child;
    }
    return top;
  }
}

const isBefore = (a: Event, b: Event): boolean =>
  a.at < b.at || (a.at === b.at && a.kind === 'leave' && b.kind !== 'leave');

/**
 * Sends work through stations.
 * @param work in order of arrival
 * @param measured first and last moment between which loads are averaged
 */
export function simulate(
  stations: readonly Station[],
  work: readonly Work[],
  measured: readonly [from: number, to: number],
): { readonly courses: readonly Course[]; readonly loads: readonly StationLoad[] } {
  const agenda = new Agenda();
  const courses = Array<Course>(work.length);
  const lines = stations.map((): number[] => []);
  const heads = stations.map(() => 0);
  const busy = stations.map(() => 0);
  const present = stations.map(() => 0);
  const taken = stations.map(() => 0);
  const span = ([begin, end]: readonly [number, number]): number =>
    Math.max(0, Math.min(end, measured[1]) - Math.max(begin, measured[0]));

  const begin = (piece: number, at: number): void => {
    const { at: came, station, service, patience = Infinity } = work[piece]!;
    const over = came + patience;
    const left = Math.min(at + service, over);
    courses[piece] = { waited: at - came, left, expired: at + service > over };
    busy[station] = (busy[station] ?? 0) + 1;
    present[station] = (present[station] ?? 0) + span([came, left]);
    taken[station] = (taken[station] ?? 0) + span([at, left]);
    agenda.push({ at: left, kind: 'leave', piece });
  };
  /** Gives free places to the line; whoever has waited too long has gone. */
  const serve = (station: number, at: number): void => {
    const line = lines[station]!;
    while ((busy[station] ?? 0) < stations[station]!.places && (heads[station] ?? 0) < line.length) {
      const piece = line[heads[station]!]!;
      heads[station] = (heads[station] ?? 0) + 1;
      const { at: came, patience = Infinity } = work[piece]!;
      if (came + patience > at) begin(piece, at);
      else {
        courses[piece] = { waited: patience, left: came + patience, expired: true };
        present[station] = (present[station] ?? 0) + span([came, came + patience]);
      }
    }
  };

  let next = 0;
  if (work[0]) agenda.push({ at: work[0].at, kind: 'arrive', piece: 0 });
  while (!agenda.isEmpty) {
    const { at, kind, piece } = agenda.pop();
    const { station } = work[piece]!;
    if (kind === 'arrive') {
      lines[station]!.push(piece);
      next += 1;
      const following = work[next];
      if (following) agenda.push({ at: following.at, kind: 'arrive', piece: next });
    } else busy[station] = (busy[station] ?? 1) - 1;
    serve(station, at);
  }
  const days = Math.max(measured[1] - measured[0], Number.MIN_VALUE);
  return {
    courses,
    loads: stations.map(({ places }, station) => ({
      present: (present[station] ?? 0) / days,
      taken: (taken[station] ?? 0) / days / places,
    })),
  };
}
