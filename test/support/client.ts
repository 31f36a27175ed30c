// A program that works on disputes through a socket, as another system does: bearer token, If-Match, keep-alive.

import { type Act } from '../../src/domain/lifecycle.ts';

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the API answered
  readonly body: any;
}

/** A dispute as the client knows it. */
export interface Known {
  readonly id: string;
  readonly number: string;
  version: number;
  state: string;
}

export class Client {
  readonly #address: string;

  constructor(address: string) {
    this.#address = `${address}/api/v1`;
  }

  async call(token: string, method: string, path: string, body?: object, headers: object = {}): Promise<Answer> {
    const answer = await fetch(this.#address + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** @throws Error with the problem when the answer is not the expected one */
  async register(token: string, request: object): Promise<Known> {
    const { status, body } = await this.call(token, 'POST', '/disputes', request);
    if (status !== 201) throw new Error(`register: ${status} ${JSON.stringify(body)}`);
    return { id: body.id, number: body.number, version: body.version, state: body.state };
  }

  /** @throws Error with the problem when the act is refused */
  async act(token: string, dispute: Known, act: Act, input: object = {}): Promise<void> {
    const path = `/disputes/${dispute.id}/actions/${act}`;
    const { status, body } = await this.call(token, 'POST', path, input, { 'If-Match': `"${dispute.version}"` });
    if (status !== 200) throw new Error(`${act}: ${status} ${JSON.stringify(body)}`);
    dispute.version = body.version;
    dispute.state = body.state;
  }
}
