import { type Connection } from 'mongoose';
import { type DisputeRecord, disputeModel } from '../features/disputes/index.ts';
import { standingOf, StandingRepository } from '../features/dossiers/index.ts';
import { FileRepository } from '../features/files/index.ts';
import { type Migration } from '../platform/migrations.ts';

/** Disputes closed before the list of dossiers to archive was kept come onto it. */
export const dossierStandings: Migration = {
  name: '2026-11-25-dossier-standings',
  up: async (connection: Connection) => {
    const [standings, files] = [new StandingRepository(connection), new FileRepository(connection)];
    const closed = disputeModel(connection)
      .find({ state: 'S22' })
      .lean<(Omit<DisputeRecord, 'id'> & { readonly _id: { toHexString(): string } })[]>()
      .cursor({ batchSize: 200 });
    for await (const { _id, ...stored } of closed) {
      const dispute = { ...stored, id: _id.toHexString() };
      await standings.put(standingOf(dispute, await files.ofDispute(dispute.id)));
    }
  },
};
