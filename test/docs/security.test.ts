import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/platform/project.ts';

describe('the security document', () => {
  const rows = readFileSync(join(projectRoot, 'docs/security.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('|---'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, first]) => !['control', 'chapter', 'who wants what'].includes(first ?? ''));
  const named = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+\.ts)`/g)].map(([, file]) => file ?? '');

  it('When it names a file, then the file exists; and every row names what does it and what proves it', () => {
    const lacking = rows.filter(([, , , file, test]) => named(file).length === 0 || named(test).length === 0);
    const missing = rows.flatMap(([, , , file, test]) => [...named(file), ...named(test)]);

    expect(rows.length).to.be.greaterThan(30);
    expect(lacking).to.deep.equal([]);
    expect(missing.filter((file) => !existsSync(join(projectRoot, file)))).to.deep.equal([]);
    expect(rows.flatMap(([, , , , test]) => named(test)).filter((file) => !file.startsWith('test/'))).to.deep.equal([]);
  });
});
