import { type Connection, trusted, type Types } from 'mongoose';
import { holidayTable } from '../domain/working-days.ts';
import { type DisputeRecord, disputeModel, settled, withStanding } from '../features/disputes/index.ts';
import { type Migration } from '../platform/migrations.ts';

/** Neither clock of danger asks what day it is. */
const NO_HOLIDAYS = holidayTable({ knownUntil: '9999-12-31', holidays: {}, makeUpWorkdays: {} });
/** The next sweep looks at the dispute once and then knows when to look again. */
const AT_ONCE = new Date(0);

/**
 * Disputes registered before danger had a file: their unit answers for it, and its clocks run from the last act, since
 * nobody has looked at it after that.
 */
export const riskFiles: Migration = {
  name: '2026-11-25-risk-files',
  up: async (connection: Connection) => {
    const disputes = disputeModel(connection);
    const without = disputes
      .find({ riskFile: trusted({ $exists: false }) })
      .lean<(Omit<DisputeRecord, 'id'> & { readonly _id: Types.ObjectId })[]>()
      .cursor({ batchSize: 500 });
    for await (const { _id, ...stored } of without) {
      const { owner, lodgedAt, updatedAt } = stored;
      const riskFile = { owner: { unitCode: owner.code }, assessedAt: lodgedAt, policeReports: [], found: [] };
      const record = { ...stored, id: _id.toHexString(), riskFile };
      const clocks = withStanding(record, updatedAt, NO_HOLIDAYS, stored.clocks);
      const { nextDueAt } = settled({ ...record, clocks }, updatedAt);
      await disputes.updateOne({ _id }, { $set: { riskFile, clocks, nextDueAt, nextSweepAt: AT_ONCE } });
    }
  },
};
