import { Types, type Connection } from 'mongoose';
import { repeatOnDuplicate, type Tx } from '../../platform/transaction.ts';
import { revisionModel, ruleModel, unitModel, type StoredRule } from './unit.model.ts';
import { type JurisdictionRule, type UnitRecord } from './unit.record.ts';

/** Everything the network consists of, and the revision it was read at. */
export interface NetworkSnapshot {
  readonly revision: number;
  readonly units: readonly UnitRecord[];
  readonly rules: readonly JurisdictionRule[];
}

const REVISION = 'network';

/** Reads and writes the network of units and its dated jurisdiction rules. */
export class UnitRepository {
  readonly #units;
  readonly #rules;
  readonly #revisions;

  constructor(connection: Connection) {
    this.#units = unitModel(connection);
    this.#rules = ruleModel(connection);
    this.#revisions = revisionModel(connection);
  }

  /** How often the network was changed; 0 when it was never loaded. */
  async revision(tx?: Tx): Promise<number> {
    const found = await this.#revisions.findById(REVISION, null, session(tx)).lean<{ revision: number }>();
    return found?.revision ?? 0;
  }

  /** The whole network; the revision is read first, so a change made meanwhile is noticed at the next comparison. */
  async snapshot(tx?: Tx): Promise<NetworkSnapshot> {
    const revision = await this.revision(tx);
    const units = await this.#units.find({}, { _id: 0 }, session(tx)).sort({ code: 1 }).lean<UnitRecord[]>();
    const rules = await this.#rules
      .find({}, null, session(tx))
      .sort({ township: 1, validFrom: 1, setAt: 1 })
      .lean<(StoredRule & { _id: Types.ObjectId })[]>();
    return { revision, units, rules: rules.map(({ _id, ...rule }) => ({ id: _id.toHexString(), ...rule })) };
  }

  /** Marks a change; of two changes at once the second is repeated and sees the first. */
  async touch(tx: Tx): Promise<void> {
    await repeatOnDuplicate(() =>
      this.#revisions.updateOne({ _id: REVISION }, { $inc: { revision: 1 } }, { upsert: true, session: tx.session }),
    );
  }

  async insertUnits(units: readonly UnitRecord[], tx: Tx): Promise<void> {
    if (units.length > 0) await this.#units.insertMany(units, { session: tx.session });
  }

  async replaceUnit(unit: UnitRecord, tx: Tx): Promise<void> {
    await this.#units.replaceOne({ code: unit.code }, unit, { session: tx.session, runValidators: true });
  }

  /** Stores parent and path of the units given. */
  async moveUnits(units: readonly UnitRecord[], tx: Tx): Promise<void> {
    if (units.length === 0) return;
    await this.#units.bulkWrite(
      units.map(({ code, parent, path }) => ({
        updateOne: { filter: { code }, update: { $set: { path: [...path], ...(parent ? { parent } : {}) } } },
      })),
      { session: tx.session },
    );
  }

  async insertRules(rules: readonly StoredRule[], tx: Tx): Promise<void> {
    if (rules.length > 0) await this.#rules.insertMany(rules, { session: tx.session });
  }

  /** Ends a rule on a day; the row stays as history. */
  async endRule(id: string, validTo: string, tx: Tx): Promise<void> {
    await this.#rules.updateOne({ _id: new Types.ObjectId(id) }, { $set: { validTo } }, { session: tx.session });
  }

  /** Marks a rule as replaced before it took effect; the row stays as history. */
  async supersedeRule(id: string, supersededAt: Date, tx: Tx): Promise<void> {
    await this.#rules.updateOne({ _id: new Types.ObjectId(id) }, { $set: { supersededAt } }, { session: tx.session });
  }
}

const session = (tx: Tx | undefined) => ({ session: tx?.session ?? null });
