// Sessions planned by the generator, kept in memory until a batch is written.

import { bookingKey, quartersOf, type Resource } from '../domain/schedule.ts';
import { type Booking, type PlannedSession, ScheduleRepository, type Taken } from '../features/schedule/index.ts';
import { Shelf } from './shelf.ts';

/** A generated history plans only what lies ahead of it; nothing of that is held or called off while it is told. */
export class HeldSchedule extends ScheduleRepository {
  readonly heldSessions = new Shelf<PlannedSession>();
  readonly heldBookings = new Shelf<Booking & { readonly disputeId: string }>();
  readonly #taken = new Map<string, PlannedSession>();

  /** Whoever is planned once is planned nowhere else at that time, in this batch or an earlier one. */
  override async taken(session: PlannedSession, resources: readonly Resource[]): Promise<readonly Taken[]> {
    return resources.flatMap((resource) =>
      quartersOf(session).flatMap((quarter) => {
        const by = this.#taken.get(bookingKey(resource, quarter));
        return by ? [{ resource, by }] : [];
      }),
    );
  }

  override async plan(session: PlannedSession, resources: readonly Resource[]): Promise<void> {
    const { id: sessionId, disputeId, endsAt } = session;
    const keys = resources.flatMap((resource) => quartersOf(session).map((quarter) => bookingKey(resource, quarter)));
    for (const key of keys) this.#taken.set(key, session);
    this.heldSessions.add([session]);
    this.heldBookings.add(keys.map((_id) => ({ _id, sessionId, endsAt, disputeId })));
  }

  /** What is written; who is taken stays known. */
  clear(): void {
    this.heldSessions.clear();
    this.heldBookings.clear();
  }

  override async hold(): Promise<void> {}
  override async cancel(): Promise<void> {}
  override async ahead(): Promise<readonly never[]> {
    return [];
  }
}
