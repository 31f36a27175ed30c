import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import supertest from 'supertest';
import { createApp } from '../../src/app.ts';
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

  it('When a client sends its headers too slowly, then it is cut off and others are answered', async () => {
    const edge = await startEdge(rows);
    const patience = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 };
    const { address, stop } = await startServer(edge.application, edge.close, patience);
    const socket = connect(Number(new URL(address).port), 'localhost');
    let heard = '';
    socket.on('data', (chunk) => (heard += String(chunk)));
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    const cut = once(socket, 'close');
    const meanwhile = await fetch(`${address}/healthz`);
    await cut;
    await stop();

    expect(meanwhile.status).to.equal(200);
    expect(heard).to.match(/^HTTP\/1\.1 408/);
  });

  it('When somebody is named for weaknesses, then security.txt names them; otherwise there is none', async () => {
    const edge = await startEdge([]);
    const { application } = edge;
    const securityContact = 'mailto:security@example.org';
    const named = createApp({ ...application, config: { ...application.config, securityContact } });
    const text = await supertest(named).get('/.well-known/security.txt');
    const none = await supertest(edge.app).get('/.well-known/security.txt');
    await edge.close();

    expect(text.text).to.match(/^Contact: mailto:security@example\.org\nExpires: \d{4}-/);
    expect(text.type).to.equal('text/plain');
    expect(none.status).to.equal(404);
  });
});
