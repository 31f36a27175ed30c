// Absences of a unit's people: entered by themselves or by their head, in force by date alone. Whoever stands in for an
// absent colleague acts in their own name; every process learns of a change within seconds.

import { absenceErrors, isAbsent, standInsOf } from '../../domain/absence.ts';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { conflict, type FieldError, forbidden, invalid, notFound } from '../../domain/errors.ts';
import { type State } from '../../domain/lifecycle.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { type AbsenceReason, type AbsenceRecord } from './absence.record.ts';
import { type AbsenceRepository } from './absence.repository.ts';

export interface Colleague {
  readonly accountId: string;
  readonly name: string;
}

export interface AbsencesDeps {
  readonly repository: AbsenceRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  /** People of a unit who may mediate there, and so stand in for each other. */
  readonly staff: (unitCode: string) => Promise<readonly Colleague[]>;
  /** Open disputes of a mediator, the nearest due first. */
  readonly openCases: (accountId: string) => Promise<readonly DisputeRecord[]>;
  /** How many hand-overs wait for a unit's answer. */
  readonly waiting: (unitCode: string) => Promise<number>;
}

export interface AbsenceInput {
  /** The person; oneself when missing. */
  readonly account?: string;
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  readonly reason: AbsenceReason;
  readonly substitute?: string;
}

/** What falls into an absence. */
export interface Impact {
  readonly cases: readonly DisputeRecord[];
  /** Those whose nearest clock runs out in the period. */
  readonly due: readonly DisputeRecord[];
  readonly waiting: number;
}

const FRESH_MS = 3_000;
const SHOWN = 50;
/** States in which a mediator still has something to do. */
export const IN_HAND: readonly State[] = [
  'S08',
  'S09',
  'S10',
  'S11',
  'S12',
  'S13',
  'S14',
  'S15',
  'S16',
  'S17',
  'S20',
  'S21',
  'S24',
];

export class AbsencesService {
  readonly #deps: AbsencesDeps;
  #held: { readonly at: number; readonly day: CalendarDay; readonly table: readonly AbsenceRecord[] } | undefined;

  constructor(deps: AbsencesDeps) {
    this.#deps = deps;
  }

  today(): CalendarDay {
    return dayOfInstant(this.#deps.clock.now());
  }

  /** Absences that have not ended, held in memory for a few seconds. */
  async table(): Promise<readonly AbsenceRecord[]> {
    const now = this.#deps.clock.now();
    const day = dayOfInstant(now);
    const held = this.#held;
    if (held && held.day === day && Math.abs(now.getTime() - held.at) < FRESH_MS) return held.table;
    const table = await this.#deps.repository.from(day);
    this.#held = { at: now.getTime(), day, table };
    return table;
  }

  /** Whether the person is away today. */
  async absentToday(): Promise<(accountId: string) => boolean> {
    const [table, day] = [await this.table(), this.today()];
    return (accountId) => isAbsent(accountId, day, table);
  }

  /** The person with everybody they stand in for today. */
  async standing(actor: Actor): Promise<Actor> {
    const standsInFor = standInsOf(actor.accountId, this.today(), await this.table());
    return standsInFor.length > 0 ? { ...actor, standsInFor } : actor;
  }

  /** Own absences, and those of the unit for its head. */
  async list(
    actor: Actor,
  ): Promise<{ readonly own: readonly AbsenceRecord[]; readonly unit: readonly AbsenceRecord[] }> {
    const { repository } = this.#deps;
    const [own, unit] = await Promise.all([
      repository.history({ accountId: actor.accountId }, SHOWN),
      hasRight(actor.role, 'leadStaff') ? repository.history({ unitCode: actor.unit.code }, SHOWN) : [],
    ]);
    return { own, unit };
  }

  /** Who of the unit may be entered as absent by this person, and who may stand in. */
  async colleagues(actor: Actor): Promise<readonly Colleague[]> {
    const staff = await this.#deps.staff(actor.unit.code);
    return staff.some(({ accountId }) => accountId === actor.accountId)
      ? staff
      : [{ accountId: actor.accountId, name: actor.name }, ...staff];
  }

  /** What an absence of this person would leave undone. @throws DomainError forbidden, `accounts.accountNotFound` */
  async impact(actor: Actor, accountId: string, from: CalendarDay, to: CalendarDay): Promise<Impact> {
    await this.#person(actor, accountId);
    const [cases, waiting] = await Promise.all([this.#deps.openCases(accountId), this.#deps.waiting(actor.unit.code)]);
    const due = cases.filter(({ nextDueAt }) => {
      const day = dayOfInstant(nextDueAt);
      return from <= day && day <= to;
    });
    return { cases, due, waiting };
  }

  /**
   * Enters an absence.
   * @throws DomainError forbidden `absences.notYours`, `validation` (days, overlap, a substitute of another unit or a circle)
   */
  async enter(actor: Actor, input: AbsenceInput): Promise<AbsenceRecord> {
    const { repository, transactions, clock } = this.#deps;
    const person = await this.#person(actor, input.account ?? actor.accountId);
    const substitute = input.substitute
      ? (await this.#deps.staff(actor.unit.code)).find(({ accountId }) => accountId === input.substitute)
      : undefined;
    const errors: FieldError[] = [];
    if (input.substitute && !substitute) errors.push({ field: 'substitute', code: 'absences.substitute.otherUnit' });
    const record: AbsenceRecord = {
      id: repository.newId(),
      accountId: person.accountId,
      name: person.name,
      unitCode: actor.unit.code,
      from: input.from,
      to: input.to,
      reason: input.reason,
      ...(substitute ? { substituteId: substitute.accountId, substituteName: substitute.name } : {}),
      enteredAt: clock.now(),
      enteredBy: { accountId: actor.accountId, name: actor.name },
    };
    await transactions.run(async (tx) => {
      await repository.touch(tx);
      const found = [...errors, ...absenceErrors(record, await repository.from(this.today(), tx), this.today())];
      if (found.length > 0) throw invalid('validation', found);
      await repository.insert(record, tx);
    });
    this.#held = undefined;
    return record;
  }

  /** Takes an absence back, or ends one that has begun. @throws DomainError `absences.notFound`, `absences.over`, forbidden */
  async cancel(actor: Actor, id: string): Promise<void> {
    const { repository, transactions, clock } = this.#deps;
    await transactions.run(async (tx) => {
      await repository.touch(tx);
      const absence = await repository.get(id, tx);
      if (!this.#mayEnter(actor, absence.accountId) || absence.unitCode !== actor.unit.code)
        throw notFound('absences.notFound');
      if (absence.cancelledAt || absence.to < this.today()) throw conflict('absences.over');
      await repository.cancel(id, clock.now(), { accountId: actor.accountId, name: actor.name }, tx);
    });
    this.#held = undefined;
  }

  #mayEnter(actor: Actor, accountId: string): boolean {
    return accountId === actor.accountId || hasRight(actor.role, 'leadStaff');
  }

  /** @throws DomainError forbidden `absences.notYours`, `accounts.accountNotFound` */
  async #person(actor: Actor, accountId: string): Promise<Colleague> {
    if (!this.#mayEnter(actor, accountId)) throw forbidden('absences.notYours', 'leadStaff');
    const found = (await this.colleagues(actor)).find((colleague) => colleague.accountId === accountId);
    if (!found) throw notFound('accounts.accountNotFound');
    return found;
  }
}
