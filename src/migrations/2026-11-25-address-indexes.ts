import { type Collection, type Connection, type Types } from 'mongoose';
import { normaliseAddress, normalisePhone } from '../domain/identity.ts';
import { type DisputeRecord, type Party } from '../features/disputes/index.ts';
import { type PersonalData } from '../platform/crypto.ts';
import { type Migration } from '../platform/migrations.ts';

type Stored = Pick<DisputeRecord, 'version' | 'parties'> & { readonly _id: Types.ObjectId };

/** The party with the indexes that what is sealed in it should have; the same object when it has them. */
function indexed(party: Party, { open, blindIndex }: PersonalData): Party {
  const bare = party.agents.some(({ phone, phoneIndex }) => phone && !phoneIndex);
  const agents = bare
    ? party.agents.map((agent) =>
        agent.phone && !agent.phoneIndex
          ? { ...agent, phoneIndex: blindIndex(normalisePhone(open(agent.phone))) }
          : agent,
      )
    : party.agents;
  if (party.address && !party.addressIndex)
    return { ...party, agents, addressIndex: blindIndex(normaliseAddress(open(party.address))) };
  return bare ? { ...party, agents } : party;
}

/** Writes what one dispute lacks; false when somebody changed it meanwhile and it has to be read again. */
async function settled(disputes: Collection<Stored>, _id: Stored['_id'], personalData: PersonalData): Promise<boolean> {
  const stored = await disputes.findOne({ _id }, { projection: { version: 1, parties: 1 } });
  if (!stored) return true;
  const parties = stored.parties.map((party) => indexed(party, personalData));
  if (parties.every((party, index) => party === stored.parties[index])) return true;
  const written = await disputes.updateOne({ _id, version: stored.version }, { $set: { parties } });
  return written.matchedCount === 1;
}

/**
 * Disputes registered before a mediator was checked against homes and agents: their addresses and their agents' phones
 * become comparable. A dispute that somebody changes at the same moment is read again.
 */
export const addressIndexes: Migration = {
  name: '2026-11-25-address-indexes',
  up: async (connection: Connection, { personalData }) => {
    const disputes = connection.collection<Stored>('disputes');
    const sealed = { $or: [{ 'parties.address': { $exists: true } }, { 'parties.agents.phone': { $exists: true } }] };
    const cursor = disputes.find(sealed as object, { projection: { _id: 1 }, batchSize: 500 });
    for await (const { _id } of cursor) {
      while (!(await settled(disputes, _id, personalData)));
    }
  },
};
