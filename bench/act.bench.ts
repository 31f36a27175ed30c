// A lifecycle act over HTTP against the same documents written by the raw driver in one transaction, turn by turn.

import { Types } from 'mongoose';
import { median, openProduct, REQUEST, type Measurement } from './product.ts';

const ROUNDS = 150;
const WARM_UP = 20;

interface Answer {
  readonly id: string;
  readonly version: number;
}

export async function measure(): Promise<Measurement> {
  const { composition, base, tokenOf, close } = await openProduct();
  const token = await tokenOf('tribunalClerk', '110112-F01');
  const send = async (path: string, body: object, version?: number): Promise<Answer> => {
    const response = await fetch(`${base}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const { connection } = composition.database;
  const collection = (name: string) => connection.collection(name);

  const overHttp: number[] = [];
  const byDriver: number[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP; round++) {
    const dispute = await send('/disputes', REQUEST);
    const start = performance.now();
    await send(
      `/disputes/${dispute.id}/actions/pushDown`,
      { toUnit: '110112104', reason: '就近化解' },
      dispute.version,
    );
    if (round >= WARM_UP) overHttp.push(performance.now() - start);

    const _id = new Types.ObjectId(dispute.id);
    const stored = await collection('disputes').findOne({ _id });
    const event = await collection('events').findOne({ disputeId: dispute.id }, { sort: { seq: -1 } });
    const handOver = await collection('handOvers').findOne({ disputeId: dispute.id });
    if (!stored || !event || !handOver) throw new Error('the act left nothing behind');
    const begun = performance.now();
    const session = connection.getClient().startSession();
    await session.withTransaction(async () => {
      await collection('handOvers').insertOne({ ...handOver, _id: new Types.ObjectId() }, { session });
      await collection('disputes').replaceOne(
        { _id, version: stored['version'] },
        { ...stored, version: stored['version'] + 1 },
        { session },
      );
      await collection('events').insertOne({ ...event, _id: new Types.ObjectId(), seq: event['seq'] + 1 }, { session });
    });
    await session.endSession();
    if (round >= WARM_UP) byDriver.push(performance.now() - begun);
  }
  await close();
  const [http, driver] = [median(overHttp), median(byDriver)];
  return {
    title: `A push-down, ${ROUNDS} rounds`,
    rows: [
      { side: 'over HTTP, median', value: http, unit: 'ms' },
      { side: 'the same documents by the driver', value: driver, unit: 'ms' },
    ],
    ratio: http / driver,
    bar: 'at most 2.0',
  };
}
