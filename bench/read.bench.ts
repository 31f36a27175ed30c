// Reading one dispute over the API by fifty keep-alive connections, against a bare Express route that sends constant
// JSON of the same size; both servers in this process, the client in a thread of its own.

import express from 'express';
import { Worker } from 'node:worker_threads';
import { type Measurement, listen, openProduct, REQUEST } from './product.ts';

const REQUESTS = 3_000;
const CONNECTIONS = 50;

const CLIENT = `
const { parentPort, workerData } = require('node:worker_threads');
const http = require('node:http');
const { url, token, requests, connections } = workerData;
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const get = () => new Promise((resolve, reject) => {
  http.get(url, { agent, headers: { authorization: 'Bearer ' + token } }, (response) => {
    response.resume();
    response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(String(response.statusCode)))));
  }).on('error', reject);
});
const run = async (count) => {
  let left = count;
  await Promise.all(Array.from({ length: connections }, async () => { while (left-- > 0) await get(); }));
};
(async () => {
  await run(requests / 10);
  const start = performance.now();
  await run(requests);
  parentPort.postMessage(requests / ((performance.now() - start) / 1000));
  agent.destroy();
})().catch((error) => { throw error; });
`;

const load = (url: string, token: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(CLIENT, {
      eval: true,
      workerData: { url, token, requests: REQUESTS, connections: CONNECTIONS },
    });
    worker.once('message', resolve).once('error', reject);
  });

export async function measure(): Promise<Measurement> {
  const { base, tokenOf, close } = await openProduct();
  const token = await tokenOf('tribunalClerk', '110112-F01');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const created = await fetch(`${base}/api/v1/disputes`, { method: 'POST', headers, body: JSON.stringify(REQUEST) });
  const { id } = (await created.json()) as { id: string };
  const path = `/api/v1/disputes/${id}`;
  const answer = JSON.stringify(await (await fetch(base + path, { headers })).json());

  const bare = express();
  const constant: unknown = JSON.parse(answer);
  bare.get('/constant', (_req, res) => res.json(constant));
  const { base: bareBase, server } = await listen(bare);

  const constants = await load(`${bareBase}/constant`, token);
  const reads = await load(base + path, token);
  server.close();
  await close();
  return {
    title: `Reading one dispute, ${REQUESTS} requests by ${CONNECTIONS} connections, ${answer.length} bytes`,
    rows: [
      { side: 'the product', value: reads, unit: 'requests/s' },
      { side: 'a bare Express route', value: constants, unit: 'requests/s' },
    ],
    ratio: reads / constants,
    bar: 'at least 0.35',
  };
}
