// Full data for a stated purpose only; keys that change while people work, though the rotation is killed.

import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import supertest from 'supertest';
import { loadConfig } from '../../../config/index.ts';
import { createApp } from '../../../src/app.ts';
import { compose } from '../../../src/compose.ts';
import { type DisputeRecord } from '../../../src/features/disputes/index.ts';
import { auditLineModel } from '../../../src/features/audit/index.ts';
import { createPersonalData, type PersonalData } from '../../../src/platform/crypto.ts';
import { rotateKeys } from '../../../src/platform/key-rotation.ts';
import { projectRoot } from '../../../src/platform/project.ts';
import { firstMessage } from '../../support/child.ts';
import { testEnvironment } from '../../support/database.ts';
import { type Followed, type Journey, NEIGHBOURS, type Person, startJourney } from '../../support/journey.ts';

const NUMBER = '11010519491231002X';
/** Born 2015-05-05. */
const CHILD = '110105201505050016';
const OLD_KEY = Buffer.alloc(32, 7).toString('base64');
const NEW_KEY = Buffer.alloc(32, 8).toString('base64');
const SAMPLES = 1_500;

describe('personal data', () => {
  let journey: Journey;
  let people: Journey['people'];
  let environment: NodeJS.ProcessEnv;
  let dispute: Followed;

  before(async () => {
    environment = await testEnvironment();
    journey = await startJourney({}, loadConfig(environment));
    people = journey.people;
    dispute = await journey.register(people.mediator, {
      parties: [...NEIGHBOURS.parties, { side: 'third', name: '小明', idNumber: CHILD }],
    });
    await journey.act(people.mediator, dispute, 'takeUp');
  });
  after(() => journey.close());

  const unmask = (person: Person, body: object, party = 'p1') =>
    person.call('post', `/disputes/${dispute.id}/parties/${party}/unmask`, body);
  const pathOf = (party: string) => `/disputes/${dispute.id}/parties/${party}/unmask`;

  it('When the unit that holds the case names a purpose, then the data are there once and the reason is in the audit', async () => {
    const browser = await people.colleague.browser();
    const masked = await browser.get(`/disputes/${dispute.id}`);
    const form = await browser.get(pathOf('p1'));
    const nothing = await browser.post(pathOf('p1'), { purpose: '', words: '' });
    const vague = await browser.post(pathOf('p1'), { purpose: 'other', words: '看' });
    const shown = await browser.post(pathOf('p1'), { purpose: 'service', words: '送达调解协议' });
    const [line] = await auditLineModel(journey.composition.database.connection)
      .find({ requestId: shown.headers['x-request-id'] as string })
      .lean();

    expect(masked.text).to.include(pathOf('p1')).and.not.include(NUMBER);
    expect(form.text).to.include('用途').and.not.include(NUMBER);
    expect([nothing.status, vague.status]).to.deep.equal([422, 422]);
    expect(vague.text).to.include('value="看"').and.not.include(NUMBER);
    expect(shown.text).to.include(NUMBER).and.include('13800000001');
    expect(shown.headers['cache-control']).to.equal('no-store');
    expect([line?.kind, line?.reason, line?.disputeId, line?.basis]).to.deep.equal([
      'unmask',
      'service: 送达调解协议',
      dispute.id,
      'owner',
    ]);
    expect(JSON.stringify(line)).not.to.include(NUMBER);
  });

  it('When others ask, then they are refused: above, elsewhere, administrators, and for a child all but the mediator', async () => {
    const reason = { purpose: 'identity' };
    const asked: [Person, string][] = [
      [people.clerk, 'p1'],
      [people.judge, 'p1'],
      [people.otherMediator, 'p1'],
      [people.courtAdmin, 'p1'],
      [people.systemAdmin, 'p1'],
      [people.auditAdmin, 'p1'],
      [people.colleague, 'p3'],
    ];
    const statuses: number[] = [];
    for (const [person, party] of asked) statuses.push((await unmask(person, reason, party)).status);
    const unknown = await unmask(people.mediator, reason, 'p9');
    await journey.act(people.mediator, dispute, 'appointMediator', { mediator: people.mediator.id, choice: 'parties' });
    const child = await unmask(people.mediator, reason, 'p3');

    expect(statuses).to.deep.equal([403, 403, 404, 403, 403, 403, 403]);
    expect(unknown.status).to.equal(404);
    expect([child.status, child.body.idNumber, child.body.child]).to.deep.equal([200, CHILD, true]);
  });

  describe('when the key changes', () => {
    const rotating = () => ({ ...environment, JIEFEN_DATA_KEYS: `k2:${NEW_KEY},k1:${OLD_KEY}` });
    const samples = () => journey.composition.database.connection.collection('drafts');
    const dataOf = (keys: string): PersonalData => {
      const { dataKeys, indexKey } = loadConfig({ ...environment, JIEFEN_DATA_KEYS: keys });
      return createPersonalData(dataKeys, indexKey);
    };

    it('When the rotation is killed in the middle, then everything opens; run again beside people at work, it ends with one key', async () => {
      const { personalData, database } = journey.composition;
      const texts = Array.from({ length: SAMPLES }, (_one, index) => ({
        sample: true,
        nested: [{ sealed: personalData.seal(`文字${index}`) }],
      }));
      await samples().insertMany(texts);
      const renewed = () => samples().countDocuments({ 'nested.0.sealed': /^v1\.k2\./ });

      const child = spawn(
        process.execPath,
        ['--conditions=development', '--import', 'tsx', 'test/features/personal-data/rotate-process.ts'],
        {
          cwd: projectRoot,
          env: { PATH: process.env['PATH'], ...rotating() },
          stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        },
      );
      await firstMessage(child);
      while ((await renewed()) === 0) await wait(5);
      child.kill('SIGKILL');
      await wait(50);
      const half = await renewed();
      const both = dataOf(rotating().JIEFEN_DATA_KEYS);
      const stored = await samples().find({ sample: true }).toArray();
      const opened = stored.map((each) => both.open(each['nested'][0].sealed as string));

      expect(half).to.be.within(1, SAMPLES - 1);
      expect(new Set(opened).size).to.equal(SAMPLES);

      const second = await compose(loadConfig(rotating()), { clock: journey.clock });
      const app = createApp(second);
      let registered = 0;
      const rotation = rotateKeys(database.connection, second.personalData);
      for (let count = 0; count < 5; count++) {
        const answer = await supertest(app)
          .post('/api/v1/disputes')
          .set('Authorization', `Bearer ${people.mediator.token}`)
          .send({ ...NEIGHBOURS, externalNumber: `K-${count}` });
        if (answer.status === 201) registered += 1;
      }
      const { resealed } = await rotation;
      await second.close();
      const left: string[] = [];
      for (const { name } of await database.connection.db!.listCollections().toArray()) {
        const all = await database.connection.collection(name).find({}).toArray();
        if (/v1\.k1\.[\w-]{16}\./.test(JSON.stringify(all))) left.push(name);
      }
      const alone = dataOf(`k2:${NEW_KEY}`);
      const kept = await database.connection.collection<DisputeRecord>('disputes').findOne({ number: dispute.number });

      expect(registered).to.equal(5);
      expect(resealed).to.be.at.least(SAMPLES - half);
      expect(left).to.deep.equal([]);
      expect(alone.open(kept!.parties[0]!.idNumber!)).to.equal(NUMBER);
      await samples().deleteMany({ sample: true });
    }).timeout(60_000);
  });
});
