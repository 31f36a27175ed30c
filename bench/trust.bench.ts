// What the audit costs: reading one dispute and doing one act over HTTP, with the audit and without it, turn by turn on
// one database. Opening sealed data is measured by itself.

import { createApp } from '../src/app.ts';
import { median, listen, openProduct, REQUEST, type Measurement } from './product.ts';

const TURNS = 6;
const READS = 400;
const CONNECTIONS = 50;
const ACTS = 60;

export async function measure(): Promise<Measurement> {
  const { composition, base, tokenOf, close } = await openProduct();
  const bare = await listen(createApp({ ...composition, trail: { record: async () => {} } }));
  const token = await tokenOf('tribunalClerk', '110112-F01');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const register = async (): Promise<{ id: string; version: number }> =>
    (
      await fetch(`${base}/api/v1/disputes`, { method: 'POST', headers, body: JSON.stringify(REQUEST) })
    ).json() as Promise<{ id: string; version: number }>;
  const { id } = await register();

  const readsPerSecond = async (address: string): Promise<number> => {
    let left = READS;
    const start = performance.now();
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (left-- > 0) await (await fetch(`${address}/api/v1/disputes/${id}`, { headers })).arrayBuffer();
      }),
    );
    return READS / ((performance.now() - start) / 1000);
  };
  const act = async (address: string): Promise<number> => {
    const dispute = await register();
    const start = performance.now();
    const answer = await fetch(`${address}/api/v1/disputes/${dispute.id}/actions/pushDown`, {
      method: 'POST',
      headers: { ...headers, 'if-match': `"${dispute.version}"` },
      body: JSON.stringify({ toUnit: '110112104', reason: '就近化解' }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return performance.now() - start;
  };

  const sides = [base, bare.base] as const;
  const reads: [number[], number[]] = [[], []];
  const acts: [number[], number[]] = [[], []];
  for (let turn = 0; turn <= TURNS; turn++) {
    for (const side of [0, 1] as const) {
      const rate = await readsPerSecond(sides[side]);
      if (turn > 0) reads[side].push(rate);
    }
  }
  for (let count = 0; count < ACTS; count++) {
    for (const side of [0, 1] as const) acts[side].push(await act(sides[side]));
  }
  const { personalData } = composition;
  const sealed = personalData.seal('11010519491231002X');
  const begun = performance.now();
  for (let count = 0; count < 10_000; count++) personalData.open(sealed);
  const opening = (performance.now() - begun) / 10_000;
  bare.server.close();
  await close();
  const [withAudit, without] = [median(reads[0]), median(reads[1])];
  return {
    title: `The cost of the audit, ${READS} reads by ${CONNECTIONS} connections in ${TURNS} turns, ${ACTS} acts each`,
    rows: [
      { side: 'reads with the audit', value: withAudit, unit: 'requests/s' },
      { side: 'reads without it', value: without, unit: 'requests/s' },
      { side: 'an act with the audit, median', value: median(acts[0]), unit: 'ms' },
      { side: 'an act without it, median', value: median(acts[1]), unit: 'ms' },
      { side: 'opening one sealed text', value: opening, unit: 'ms' },
    ],
    ratio: withAudit / without,
    bar: 'at least 0.75',
  };
}
