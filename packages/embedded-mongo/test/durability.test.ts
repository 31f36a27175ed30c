import { expect } from 'chai';
import { startEmbeddedMongo } from 'embedded-mongo';
import { VICTIMS } from './durability/kills.ts';
import { killInRounds } from './durability/rounds.ts';
import { removeDirectory, temporaryDirectory } from './support/database.ts';

describe('durability', () => {
  it('when every part is killed once under concurrent writes, then nothing acknowledged is lost or doubled', async () => {
    const directory = await temporaryDirectory();
    const report = await killInRounds({ directory, rounds: VICTIMS.length, seed: 3, log: () => undefined });
    expect(report).to.deep.include({ lost: 0, doubled: 0, halves: 0 });
    expect(Object.values(report.kills)).to.deep.equal(VICTIMS.map(() => 1));
    expect(report.acknowledged).to.be.greaterThan(100);
    await (await startEmbeddedMongo({ directory })).stop({ force: true });
    await removeDirectory(directory);
  });
});
