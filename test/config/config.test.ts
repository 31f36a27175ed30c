import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError, loadConfig, schema } from '../../config/index.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');
const production = {
  NODE_ENV: 'production',
  JIEFEN_SESSION_SECRET: 'x'.repeat(32),
  JIEFEN_DATA_KEYS: `k2:${KEY},k1:${KEY}`,
  JIEFEN_INDEX_KEY: KEY,
};

function problemsOf(environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  it('When production lacks its secrets, then every one is named', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).to.have.members([
      'JIEFEN_SESSION_SECRET must be set in production',
      'JIEFEN_DATA_KEYS must be set in production',
      'JIEFEN_INDEX_KEY must be set in production',
    ]);
  });

  it('When variables are wrong or unknown, then all are told at once', () => {
    const problems = problemsOf({
      ...production,
      PORT: 'many',
      JIEFEN_DATA_KEYS: 'k1:short',
      JIEFEN_PROT: '1',
      PATH: '/',
    });

    expect(problems).to.have.length(3);
    expect(problems.join())
      .to.include('PORT')
      .and.include('JIEFEN_DATA_KEYS')
      .and.include('JIEFEN_PROT is not a variable');
  });

  it('When it is right, then it is frozen, with the first key as the current one', () => {
    const config = loadConfig({ ...production, JIEFEN_BASE_URL: 'https://jiefen.example/', PORT: '' });

    expect(Object.isFrozen(config)).to.equal(true);
    expect(config).to.include({ baseUrl: 'https://jiefen.example', secureCookies: true, port: 3000, demo: false });
    expect([config.dataKeys.current, ...config.dataKeys.keys.keys()]).to.deep.equal(['k2', 'k2', 'k1']);
  });

  it('When secrets are made outside production, then a restart has the same and nobody else reads them', () => {
    const directory = mkdtempSync(join(tmpdir(), 'jiefen-config-'));
    const [first, second] = [1, 2].map(() => loadConfig({ JIEFEN_DATA_DIR: directory }));

    expect(second?.sessionSecret).to.equal(first?.sessionSecret);
    expect(statSync(join(directory, 'secrets.json')).mode & 0o777).to.equal(0o600);
  });

  it('When the example is read, then it names every variable with its description', () => {
    const example = readFileSync('.env.example', 'utf8');
    const { keys } = schema.describe() as { keys: Record<string, { flags?: { description?: string } }> };

    expect(example.match(/^#?\s?([A-Z_]+)=/gm)?.map((line) => line.replace(/[#\s=]/g, ''))).to.deep.equal(
      Object.keys(keys),
    );
    for (const [name, { flags }] of Object.entries(keys)) {
      expect(flags?.description, name).to.be.a('string');
      expect(example).to.include(`# ${flags?.description}\n`);
    }
  });
});
