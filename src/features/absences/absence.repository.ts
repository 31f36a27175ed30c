import { type Connection, trusted, Types } from 'mongoose';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { notFound } from '../../domain/errors.ts';
import { repeatOnDuplicate, type Tx } from '../../platform/transaction.ts';
import { absenceModel, absenceRevisionModel, type StoredAbsence } from './absence.model.ts';
import { type AbsenceRecord } from './absence.record.ts';

type Found = StoredAbsence & { readonly _id: Types.ObjectId };
const REVISION = 'absences';

export class AbsenceRepository {
  readonly #absences;
  readonly #revisions;

  constructor(connection: Connection) {
    this.#absences = absenceModel(connection);
    this.#revisions = absenceRevisionModel(connection);
  }

  /** Absences in force that end on the day or later. */
  async from(day: CalendarDay, tx?: Tx): Promise<readonly AbsenceRecord[]> {
    const found = await this.#absences
      .find({ to: trusted({ $gte: day }), cancelledAt: trusted({ $exists: false }) }, null, {
        session: tx?.session ?? null,
      })
      .sort({ from: 1 })
      .lean<Found[]>();
    return found.map(toRecord);
  }

  /** Newest first, those taken back included. */
  async history(
    where: { readonly accountId: string } | { readonly unitCode: string },
    limit: number,
  ): Promise<readonly AbsenceRecord[]> {
    const found = await this.#absences.find(where).sort({ from: -1 }).limit(limit).lean<Found[]>();
    return found.map(toRecord);
  }

  /** @throws DomainError `absences.notFound` */
  async get(id: string, tx: Tx): Promise<AbsenceRecord> {
    const found = Types.ObjectId.isValid(id)
      ? await this.#absences.findById(new Types.ObjectId(id), null, { session: tx.session }).lean<Found>()
      : null;
    if (!found) throw notFound('absences.notFound');
    return toRecord(found);
  }

  /** Two changes at once meet here, and the second sees the first. */
  async touch(tx: Tx): Promise<void> {
    await repeatOnDuplicate(() =>
      this.#revisions.updateOne({ _id: REVISION }, { $inc: { revision: 1 } }, { upsert: true, session: tx.session }),
    );
  }

  async insert({ id, ...record }: AbsenceRecord, tx: Tx): Promise<void> {
    await this.#absences.insertMany([{ _id: new Types.ObjectId(id), ...record }], { session: tx.session });
  }

  async cancel(id: string, at: Date, by: AbsenceRecord['enteredBy'], tx: Tx): Promise<void> {
    await this.#absences.updateOne(
      { _id: new Types.ObjectId(id) },
      { $set: { cancelledAt: at, cancelledBy: by } },
      { session: tx.session },
    );
  }

  newId = (): string => new Types.ObjectId().toHexString();
}

const toRecord = ({ _id, ...record }: Found): AbsenceRecord => ({ id: _id.toHexString(), ...record });
