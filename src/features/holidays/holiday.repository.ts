import { Schema, type Connection, type Model } from 'mongoose';
import { stale } from '../../domain/errors.ts';
import { isDuplicateKey, type Tx } from '../../platform/transaction.ts';
import { type CalendarVersion } from './holiday.record.ts';

type Stored = Omit<CalendarVersion, 'version'> & { readonly _id: number };

const text = { type: String, required: true } as const;
const schema = new Schema(
  {
    _id: { type: Number, required: true },
    knownUntil: text,
    holidays: { type: Schema.Types.Mixed, required: true },
    makeUpWorkdays: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    by: { type: new Schema({ accountId: text, name: text }, { _id: false }), required: true },
    reason: text,
    changes: [new Schema({ day: text, before: text, after: text, name: String }, { _id: false })],
  },
  { collection: 'holidayCalendars', versionKey: false, strict: 'throw', minimize: false },
);

export const holidayModel = (connection: Connection): Model<Stored> =>
  (connection.models['HolidayCalendar'] as Model<Stored> | undefined) ??
  connection.model<Stored>('HolidayCalendar', schema as unknown as Schema<Stored>);

/** The versions of the calendar; written once each, never changed. */
export class HolidayRepository {
  readonly #versions: Model<Stored>;

  constructor(connection: Connection) {
    this.#versions = holidayModel(connection);
  }

  /** Number of the newest version; 0 while there is none. */
  async newest(): Promise<number> {
    const found = await this.#versions.findOne().sort({ _id: -1 }).select('_id').lean<{ _id: number }>();
    return found?._id ?? 0;
  }

  async latest(): Promise<CalendarVersion | undefined> {
    const found = await this.#versions.findOne().sort({ _id: -1 }).lean<Stored>();
    return found ? toVersion(found) : undefined;
  }

  /** Who changed what and why, newest first. */
  async history(limit: number): Promise<readonly Omit<CalendarVersion, 'holidays' | 'makeUpWorkdays'>[]> {
    const found = await this.#versions
      .find()
      .sort({ _id: -1 })
      .limit(limit)
      .select('-holidays -makeUpWorkdays')
      .lean<Stored[]>();
    return found.map(toVersion);
  }

  /** @throws DomainError `stale` when somebody else wrote this version first */
  async add({ version, ...calendar }: CalendarVersion, tx: Tx): Promise<void> {
    try {
      await this.#versions.create([{ _id: version, ...calendar }], { session: tx.session });
    } catch (error) {
      if (isDuplicateKey(error)) throw stale(version - 1, version);
      throw error;
    }
  }
}

const toVersion = ({ _id, ...calendar }: Stored): CalendarVersion => ({ version: _id, ...calendar });
