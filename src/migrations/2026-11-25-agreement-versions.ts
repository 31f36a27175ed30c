import { type Migration } from '../platform/migrations.ts';

interface Stored {
  readonly _id: unknown;
  readonly disputeId: string;
  readonly round: number;
}

/** Agreements written before a round could have several texts get their numbers in the order of recording. */
export const agreementVersions: Migration = {
  name: '2026-11-25-agreement-versions',
  up: async (connection) => {
    const agreements = connection.collection<Stored>('agreements');
    const seen = new Map<string, number>();
    const unnumbered = agreements.find({ version: { $exists: false } } as object).sort({ recordedAt: 1 });
    for await (const { _id, disputeId, round } of unnumbered) {
      const key = `${disputeId}:${round}`;
      const version = (seen.get(key) ?? 0) + 1;
      seen.set(key, version);
      await agreements.updateOne({ _id }, { $set: { version } });
    }
  },
};
