import { addDays, type CalendarDay, dayOfInstant, endOfDayInstant } from '../../domain/calendar-day.ts';
import {
  isDaytime,
  isSessionNear,
  lastDayOf,
  PAYMENT_DAYS,
  type PaymentStep,
  paymentStep,
  SESSION_DAYS,
} from '../../domain/reminder.ts';
import { type HolidaySource, type HolidayTable } from '../../domain/working-days.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import {
  type DisputeRecord,
  type DisputeRepository,
  type PerformanceItem,
  type UnitNames,
  type Witness,
} from '../disputes/index.ts';
import { type Message, type MessageRepository, noticeTo } from '../messages/index.ts';
import { type ScheduleRepository } from '../schedule/index.ts';
import { presentReminders, type RemindersView } from './reminder.presenter.ts';
import { type ReminderRepository } from './reminder.repository.ts';
import { breachWords, mediatorWords, paymentWords, sessionWords } from './reminder.words.ts';

export interface ReminderDeps {
  readonly repository: ReminderRepository;
  readonly disputes: Pick<DisputeRepository, 'getMany'>;
  readonly schedule: Pick<ScheduleRepository, 'list' | 'ofDispute'>;
  readonly messages: MessageRepository;
  readonly personalData: PersonalData;
  readonly clock: Clock;
  readonly holidays: HolidaySource;
  readonly unitNames: () => Promise<UnitNames>;
  readonly courtCode: string;
  /** The mobile number a colleague gave. */
  readonly phoneOf: (accountId: string) => Promise<string | undefined>;
}

const BATCH = 200;

/** What falls due, or should have been done, and the step it has come to. */
interface Due {
  readonly item: PerformanceItem;
  readonly lastDay: CalendarDay;
  readonly step: PaymentStep;
}

/** What one run wrote. */
export interface ReminderReport {
  readonly payments: number;
  readonly sessions: number;
}

/** Reminds parties of what they have to pay or do, and of sessions to come; tells whoever is owed of a breach. */
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

  /** The reminders of a dispute, and which parties who owe something or are expected at a session get none. */
  async ofDispute(dispute: DisputeRecord): Promise<RemindersView> {
    const { messages, schedule } = this.#deps;
    const [written, planned] = await Promise.all([
      messages.remindersOf(dispute.id),
      schedule.ofDispute(dispute.id, dispute.round),
    ]);
    return presentReminders(dispute, written, [...new Set(planned.flatMap(({ partyIds }) => partyIds))]);
  }

  /** Tells whoever is owed when a breach comes on the record, in the transaction that writes it. */
  witness(): Witness {
    return async ({ before, after, now }, tx) => {
      if (before.state === 'S21' || after.state !== 'S21') return;
      const { holidays, unitNames, messages, personalData } = this.#deps;
      const [names, table] = await Promise.all([unitNames(), holidays()]);
      const today = dayOfInstant(now);
      const enforceable = after.agreement?.confirmation?.result === 'confirmed';
      const notices = openItems(after).flatMap((item) => {
        const lastDay = lastDayOf(item.dueOn, table);
        if (lastDay >= today) return [];
        const text = breachWords(names(after.owner.code), after.number, item, {
          lastDay,
          enforceable,
          mediator: after.mediator?.name ?? '',
        });
        const creditors = after.parties.filter(({ name }) => name === item.payee);
        return creditors.flatMap(({ id: partyId }) => {
          const reason = { partyId, kind: 'breach', step: enforceable ? 'enforce' : 'sue', about: item.id };
          return noticeTo({ dispute: after, reason, text }, personalData, now);
        });
      });
      await messages.addNew(notices, tx);
    };
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
      const rows = await Promise.all(found.map((dispute) => this.#payments(dispute, names, table)));
      written += await this.#write(rows.flat());
    }
    return written;
  }

  async #payments(dispute: DisputeRecord, names: UnitNames, holidays: HolidayTable): Promise<readonly Message[]> {
    const { clock, personalData } = this.#deps;
    const now = clock.now();
    const unit = names(dispute.owner.code);
    const due = openItems(dispute).flatMap((item) => {
      const lastDay = lastDayOf(item.dueOn, holidays);
      const step = paymentStep(lastDay, dayOfInstant(now));
      return step ? [{ item, lastDay, step }] : [];
    });
    const toDebtors = due.flatMap(({ item, lastDay, step }) => {
      const text = paymentWords(unit, step, item, lastDay, dispute.mediator?.name ?? '');
      const debtors = dispute.parties.filter(({ name }) => name === item.payer);
      return debtors.flatMap(({ id: partyId }) => {
        const reason = { partyId, kind: 'payment', step, about: item.id };
        return noticeTo({ dispute, reason, text }, personalData, now);
      });
    });
    return [...toDebtors, ...(await this.#toMediator(dispute, unit, due))];
  }

  /** What was promised has not come for a week: the mediator asks after it before it counts as a breach. */
  async #toMediator({ mediator, ...dispute }: DisputeRecord, unit: string, due: readonly Due[]) {
    const { clock, personalData, phoneOf } = this.#deps;
    const late = due.filter(({ step }) => step === 'lastCall');
    const phone = late.length > 0 && mediator ? await phoneOf(mediator.accountId) : undefined;
    if (!phone || !mediator) return [];
    const to = personalData.seal(phone);
    return late.flatMap(({ item, lastDay, step }) => {
      const reason = { partyId: mediator.accountId, kind: 'toMediator', step, about: item.id };
      const text = mediatorWords(unit, dispute.number, item, lastDay);
      return noticeTo({ dispute, reason, text, to }, personalData, clock.now());
    });
  }

  async #remindOfSessions(): Promise<number> {
    const { schedule, disputes, clock, unitNames, courtCode, personalData } = this.#deps;
    const now = clock.now();
    const until = endOfDayInstant(addDays(dayOfInstant(now), SESSION_DAYS));
    const sessions = await schedule.list({ from: now, until, unitCode: courtCode, states: ['planned'] });
    // Whoever was asked to come tomorrow has just been told.
    const near = sessions.filter(
      ({ startsAt, plannedAt }) => isSessionNear(startsAt, now) && !isSessionNear(startsAt, plannedAt),
    );
    if (near.length === 0) return 0;
    const found = await disputes.getMany([...new Set(near.map(({ disputeId }) => disputeId))]);
    const byId = new Map(found.map((dispute) => [dispute.id, dispute]));
    const names = await unitNames();
    return this.#write(
      near.flatMap((session) => {
        const dispute = byId.get(session.disputeId);
        if (!dispute) return [];
        const text = sessionWords(names(dispute.owner.code), session);
        return session.partyIds.flatMap((partyId) => {
          const reason = { partyId, kind: 'session', step: 'ahead', about: session.id };
          return noticeTo({ dispute, reason, text }, personalData, now);
        });
      }),
    );
  }

  async #write(messages: readonly Message[]): Promise<number> {
    if (messages.length === 0) return 0;
    const known = await this.#deps.messages.known(messages.map(({ id }) => id));
    return this.#deps.messages.addNew(messages.filter(({ id }) => !known.has(id)));
  }
}

const openItems = ({ agreement }: DisputeRecord): readonly PerformanceItem[] =>
  (agreement?.items ?? []).filter(({ settledOn }) => settledOn === undefined);
