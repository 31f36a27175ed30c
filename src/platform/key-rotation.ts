// Seals everything anew under the key that seals now, while the product is in use. Each text is replaced only where it
// still stands as it was read, so a killed rotation leaves nothing broken and is simply run again. An act that read a
// record before may write an old text back; passes are repeated until one finds nothing.

import { type Connection } from 'mongoose';
import { type PersonalData } from './crypto.ts';

export interface RotationReport {
  /** Texts sealed anew. */
  readonly resealed: number;
  readonly passes: number;
}

/** Contents of files, and what no person's words are in: the audit, and the millions of rows statistics are read from. */
const WITHOUT_SEALS = /\.chunks$|^system\.|^(?:auditLines|cells|facts|factRows|unfolded|uploadChunks)$/;
const MOST_PASSES = 20;

interface Replacement {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** Every sealed text below a value that is under an older key. */
function* replacements(value: unknown, path: string, reseal: PersonalData['reseal']): Generator<Replacement> {
  if (typeof value === 'string') {
    const to = reseal(value);
    if (to !== undefined) yield { path, from: value, to };
    return;
  }
  if (Array.isArray(value) || (value !== null && typeof value === 'object' && isPlain(value))) {
    for (const [key, entry] of Object.entries(value)) yield* replacements(entry, path ? `${path}.${key}` : key, reseal);
  }
}

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;

/**
 * Rotates every collection until nothing is left under an older key.
 * @throws Error when texts keep coming back under an older key: a process still seals with it
 */
export async function rotateKeys(
  connection: Connection,
  { reseal }: Pick<PersonalData, 'reseal'>,
  told: (collection: string, resealed: number) => void = () => {},
): Promise<RotationReport> {
  let resealed = 0;
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    const found = await rotateOnce(connection, reseal, told);
    resealed += found;
    if (found === 0) return { resealed, passes: pass };
  }
  throw new Error('texts keep coming under an older key: restart every process with the new list of keys first');
}

async function rotateOnce(
  connection: Connection,
  reseal: PersonalData['reseal'],
  told: (collection: string, resealed: number) => void,
): Promise<number> {
  let total = 0;
  const { db } = connection;
  if (!db) throw new Error('the database is not open');
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (WITHOUT_SEALS.test(name)) continue;
    const collection = db.collection(name);
    let here = 0;
    for await (const document of collection.find({}, { batchSize: 200 })) {
      for (const { path, from, to } of replacements(document, '', reseal)) {
        const { modifiedCount } = await collection.updateOne(
          { _id: document._id, [path]: from },
          { $set: { [path]: to } },
        );
        here += modifiedCount;
      }
    }
    if (here > 0) told(name, here);
    total += here;
  }
  return total;
}
