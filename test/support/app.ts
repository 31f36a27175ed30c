// The production application on a database of its own, and people who use it.

import { type Express } from 'express';
import supertest from 'supertest';
import { type Config } from '../../config/index.ts';
import { createApp } from '../../src/app.ts';
import { compose, type Composition } from '../../src/compose.ts';
import { type FoundationOverrides } from '../../src/foundation.ts';
import { dropAndClose, testConfig } from './database.ts';

/** A browser: keeps its cookies and sends the token of the last page it saw with every form. */
export class Browser {
  readonly #agent: ReturnType<typeof supertest.agent>;
  #csrf = '';

  constructor(app: Express) {
    this.#agent = supertest.agent(app);
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<supertest.Response> {
    const response = await this.#agent.get(path).set({ Accept: 'text/html', ...headers });
    this.#remember(response);
    return response;
  }

  async post(
    path: string,
    fields: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<supertest.Response> {
    const response = await this.#agent
      .post(path)
      .type('form')
      .set({ Accept: 'text/html', ...headers })
      .send({ _csrf: this.#csrf, ...fields });
    this.#remember(response);
    return response;
  }

  /** Sends the form as it is, without the token that a page would have given. */
  raw(method: 'get' | 'post', path: string): supertest.Test {
    return this.#agent[method](path);
  }

  async signIn(username: string, password: string): Promise<supertest.Response> {
    await this.get('/sign-in');
    const response = await this.post('/sign-in', { username, password });
    if (response.status !== 303) throw new Error(`${username} was not let in: ${response.status}`);
    await this.get(response.headers['location'] ?? '/');
    return response;
  }

  #remember(response: supertest.Response): void {
    const token = /name="_csrf"\s+value="([^"]+)"/.exec(response.text ?? '')?.[1];
    if (token) this.#csrf = token;
  }
}

export interface TestApp {
  readonly app: Express;
  readonly composition: Composition;
  readonly browser: () => Browser;
  /** A browser in which this person is signed in. */
  signIn(username: string, password: string): Promise<Browser>;
  close(): Promise<void>;
}

/** Starts the production application for a test file, on a database of its own unless a configuration is given. */
export async function startApp(overrides: FoundationOverrides = {}, config?: Config): Promise<TestApp> {
  const composition = await compose(config ?? (await testConfig()), overrides);
  const app = createApp(composition);
  return {
    app,
    composition,
    browser: () => new Browser(app),
    signIn: async (username, password) => {
      const browser = new Browser(app);
      await browser.signIn(username, password);
      return browser;
    },
    close: () => dropAndClose(composition.database),
  };
}
