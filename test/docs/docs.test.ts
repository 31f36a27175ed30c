import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { generateDocs, staleDocs, writeDocs } from '../../src/docs/index.ts';
import { ACTS, ARTICLES } from '../../src/domain/lifecycle.ts';
import { GUARDS } from '../../src/domain/guard.ts';
import { createI18n, LANGUAGES } from '../../src/platform/i18n.ts';
import { projectRoot } from '../../src/platform/project.ts';

const i18n = createI18n({ strict: true });

/** Codes of refusals named in the domain, such as `law.clock.over`. */
async function refusalCodes(): Promise<readonly string[]> {
  const directory = join(projectRoot, 'src/domain');
  const texts = await Promise.all((await readdir(directory)).map((file) => readFile(join(directory, file), 'utf8')));
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(/'law\.([a-zA-Z.]+)'/g)].map((match) => match[1] ?? ''))),
  ];
}

describe('generated documents', () => {
  it('When they are compared with the code, then none is stale', async () => {
    expect(await staleDocs(join(projectRoot, 'docs/generated'), generateDocs(i18n))).to.deep.equal([]);
  });

  it('When they are written, then only what differs is written, and the next check is clean', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'jiefen-docs-'));
    try {
      const docs = generateDocs(i18n, [{ method: 'get', path: '/disputes', right: 'readCases' }]);
      expect(await writeDocs(directory, docs)).to.have.lengthOf(docs.size);
      await writeFile(join(directory, 'clocks.en.md'), 'old');

      expect(await staleDocs(directory, docs)).to.deep.equal(['clocks.en.md']);
      expect(await writeDocs(directory, docs)).to.deep.equal(['clocks.en.md']);
      expect(await readFile(join(directory, 'routes.en.md'), 'utf8')).to.include('`/disputes`');
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('When the lifecycle is written, then every article stands in it', () => {
    const text = generateDocs(i18n).get('lifecycle.en.md') ?? '';
    for (const article of ARTICLES) expect(text).to.include(`| ${article.id} |`);
  });
});

describe('words of the law', () => {
  for (const language of LANGUAGES) {
    it(`When an act is refused, then its reason can be said in ${language}`, async () => {
      const codes = [...Object.keys(GUARDS), 'wrongState', 'notYours', ...(await refusalCodes())];
      const silent = codes.filter(
        (code) => !i18n.has(language, `law:errors.${code}`) && !i18n.has(language, `law:errors.field.${code}`),
      );
      expect(silent).to.deep.equal([]);
    });

    it(`When an act is offered, then it has a name in ${language}`, () => {
      for (const act of ACTS) expect(i18n.t(language, `law:act.${act}`)).to.not.equal('');
    });
  }
});
