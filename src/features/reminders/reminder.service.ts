import { addDays, dayOfInstant, endOfDayInstant } from '../../domain/calendar-day.ts';
import { isDaytime, isSessionNear, lastDayOf, PAYMENT_DAYS, paymentStep, SESSION_DAYS } from '../../domain/reminder.ts';
import { type HolidaySource, type HolidayTable } from '../../domain/working-days.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type DisputeRecord, type DisputeRepository, type UnitNames } from '../disputes/index.ts';
import { type Message, type MessageReason, type MessageRepository, waiting } from '../messages/index.ts';
import { type PlannedSession, type ScheduleRepository } from '../schedule/index.ts';
import { presentReminders, type RemindersView } from './reminder.presenter.ts';
import { type ReminderRepository } from './reminder.repository.ts';
import { calledOffWords, paymentWords, sessionWords } from './reminder.words.ts';

export interface ReminderDeps {
  readonly repository: ReminderRepository;
  readonly disputes: Pick<DisputeRepository, 'getMany'>;
  readonly schedule: Pick<ScheduleRepository, 'list'>;
  readonly messages: MessageRepository;
  readonly personalData: PersonalData;
  readonly clock: Clock;
  readonly holidays: HolidaySource;
  readonly unitNames: () => Promise<UnitNames>;
  readonly courtCode: string;
}

const BATCH = 200;

/** What one run wrote. */
export interface ReminderReport {
  readonly payments: number;
  readonly sessions: number;
}

/** Reminds parties of what they have to pay or do, and of sessions to come. */
export class ReminderService {
  readonly #deps: ReminderDeps;

  constructor(deps: ReminderDeps) {
    this.#deps = deps;
  }

  /** Writes every reminder that is due now and has not been written; does nothing at night. */
  async remind(): Promise<ReminderReport> {
    const { clock } = this.#deps;
    if (!isDaytime(clock.now())) return { payments: 0, sessions: 0 };
    return { payments: await this.#remindOfPayments(), sessions: await this.#remindOfSessions() };
  }

  /** The reminders of a dispute, and which parties who owe something cannot be reminded. */
  async ofDispute(dispute: DisputeRecord): Promise<RemindersView> {
    return presentReminders(dispute, await this.#deps.messages.remindersOf(dispute.id));
  }

  async #remindOfPayments(): Promise<number> {
    const { repository, disputes, clock, holidays, unitNames } = this.#deps;
    const today = dayOfInstant(clock.now());
    const ids = await repository.performing(endOfDayInstant(addDays(today, PAYMENT_DAYS)));
    if (ids.length === 0) return 0;
    const [names, table] = await Promise.all([unitNames(), holidays()]);
    let written = 0;
    for (let first = 0; first < ids.length; first += BATCH) {
      const found = await disputes.getMany(ids.slice(first, first + BATCH));
      written += await this.#write(found.flatMap((dispute) => this.#payments(dispute, names, table)));
    }
    return written;
  }

  #payments(dispute: DisputeRecord, names: UnitNames, holidays: HolidayTable): readonly Message[] {
    const today = dayOfInstant(this.#deps.clock.now());
    const open = (dispute.agreement?.items ?? []).filter(({ settledOn }) => settledOn === undefined);
    return open.flatMap((item) => {
      const lastDay = lastDayOf(item.dueOn, holidays);
      const step = paymentStep(lastDay, today);
      if (!step) return [];
      const text = paymentWords(names(dispute.owner.code), step, item, lastDay, dispute.mediator?.name ?? '');
      const debtors = dispute.parties.filter(({ name }) => name === item.payer);
      return debtors.flatMap(({ id: partyId }) =>
        this.#message(dispute, text, { partyId, kind: 'payment', step, about: item.id }),
      );
    });
  }

  async #remindOfSessions(): Promise<number> {
    const { schedule, disputes, clock, unitNames, courtCode, messages } = this.#deps;
    const now = clock.now();
    const until = endOfDayInstant(addDays(dayOfInstant(now), SESSION_DAYS));
    const sessions = await schedule.list({ from: now, until, unitCode: courtCode, states: ['planned', 'cancelled'] });
    const near = sessions.filter(({ startsAt }) => isSessionNear(startsAt, now));
    if (near.length === 0) return 0;
    const found = await disputes.getMany([...new Set(near.map(({ disputeId }) => disputeId))]);
    const byId = new Map(found.map((dispute) => [dispute.id, dispute]));
    const names = await unitNames();
    const planned = near.filter(({ state }) => state === 'planned');
    const written = planned.flatMap((session) => this.#sessions(byId, session, 'ahead', names, sessionWords));
    // Who was told of a session is told that it does not take place; nobody else needs to know.
    const told = near.filter(({ state }) => state === 'cancelled');
    const notices = told.flatMap((session) => this.#sessions(byId, session, 'calledOff', names, calledOffWords));
    const known = await messages.known(notices.map(({ id }) => id.replace(':calledOff:', ':ahead:')));
    return this.#write([...written, ...notices.filter(({ id }) => known.has(id.replace(':calledOff:', ':ahead:')))]);
  }

  #sessions(
    disputes: ReadonlyMap<string, DisputeRecord>,
    session: PlannedSession,
    step: 'ahead' | 'calledOff',
    names: UnitNames,
    words: (unit: string, session: PlannedSession) => string,
  ): readonly Message[] {
    const dispute = disputes.get(session.disputeId);
    if (!dispute) return [];
    const text = words(names(dispute.owner.code), session);
    return session.partyIds.flatMap((partyId) =>
      this.#message(dispute, text, { partyId, kind: 'session', step, about: session.id }),
    );
  }

  /** None for a party without a phone. The name of the message is what it is about, so it is written once. */
  #message(dispute: DisputeRecord, text: string, reason: MessageReason): readonly Message[] {
    const { personalData, clock } = this.#deps;
    const phone = dispute.parties.find(({ id }) => id === reason.partyId)?.phone;
    if (!phone) return [];
    const { kind, about, step, partyId } = reason;
    const id = [dispute.id, dispute.round, kind, about, step, partyId].join(':');
    return [waiting({ id, disputeId: dispute.id, to: phone, text: personalData.seal(text), reason }, clock.now())];
  }

  async #write(messages: readonly Message[]): Promise<number> {
    if (messages.length === 0) return 0;
    const known = await this.#deps.messages.known(messages.map(({ id }) => id));
    return this.#deps.messages.addNew(messages.filter(({ id }) => !known.has(id)));
  }
}
