import { type Connection, type Types } from 'mongoose';
import { type Tx } from '../../platform/transaction.ts';
import { settingModel } from './setting.model.ts';
import { type NewSetting, type SuitabilitySetting } from './setting.record.ts';

/** What the court has set; rows are added and never changed. */
export class SettingRepository {
  readonly #settings;

  constructor(connection: Connection) {
    this.#settings = settingModel(connection);
  }

  /** The latest first day first, and of one day what was set last. */
  async all(): Promise<readonly SuitabilitySetting[]> {
    const found = await this.#settings
      .find()
      .sort({ kind: 1, validFrom: -1, setAt: -1 })
      .lean<(NewSetting & { readonly _id: Types.ObjectId })[]>();
    return found.map(({ _id, ...setting }): SuitabilitySetting => ({ id: _id.toHexString(), ...setting }));
  }

  async add(setting: NewSetting, tx: Tx): Promise<void> {
    await this.#settings.create([setting], { session: tx.session });
  }
}
