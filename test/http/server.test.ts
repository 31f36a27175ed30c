import { expect } from 'chai';
import { type RouteRow } from '../../src/http/routes.ts';
import { startServer } from '../../src/server.ts';
import { startEdge } from '../support/edge.ts';

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const rows: readonly RouteRow[] = [
  {
    method: 'get',
    path: '/api/v1/slow',
    right: 'public',
    handler: async (_req, res) => {
      await wait(300);
      res.json({ done: true });
    },
  },
];

describe('the server', () => {
  it('When it is told to end, then what was asked is answered, nothing new is taken, and it ends soon', async () => {
    const edge = await startEdge(rows);
    const { address, stop } = await startServer(edge.application, edge.close);
    const asked = Promise.all(Array.from({ length: 20 }, () => fetch(`${address}/api/v1/slow`)));
    await wait(100);

    const start = performance.now();
    await Promise.all([stop(), asked]);
    const answers = await asked;

    expect(answers.map(({ status }) => status)).to.deep.equal(Array(20).fill(200));
    expect(performance.now() - start).to.be.below(5_000);
    const late = await fetch(`${address}/healthz`).catch((error: Error) => error.name);
    expect(late).to.equal('TypeError');
  });
});
