// A mediator asks, a message goes out, the party answers on its own page, and what does not fit is flagged.

import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createJobRunner } from '../../../src/platform/jobs.ts';
import { httpSmsGateway, smsSignature } from '../../../src/platform/sms.ts';
import { messageModel } from '../../../src/features/messages/message.model.ts';
import { proofModel } from '../../../src/features/proofs/proof.model.ts';
import { type Journey, mediate, startJourney } from '../../support/journey.ts';

describe('confirmation by the parties', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const run = async () => {
    const { composition } = journey;
    const { connection } = composition.database;
    const names = ['send-messages', 'integrity-sweep'];
    const runner = createJobRunner({
      connection,
      clock: composition.clock,
      log: composition.logger,
      definitions: composition.jobDefinitions.filter(({ name }) => names.includes(name)),
    });
    for (const definition of composition.jobDefinitions) {
      if (names.includes(definition.name)) await definition.perform(null);
    }
    await runner.stop();
  };

  const asked = async () => {
    const { mediator } = journey.people;
    const dispute = await journey.register(mediator);
    await journey.act(mediator, dispute, 'takeUp');
    await mediate(journey, dispute);
    await journey.act(mediator, dispute, 'askConfirmation', { subject: 'session:1', parties: ['p1'] });
    const { connection } = journey.composition.database;
    const request = await proofModel(connection).findOne({ disputeId: dispute.id }).lean();
    const message = await messageModel(connection).findById(request?._id).lean();
    const text = journey.composition.personalData.open(message?.text ?? '');
    return {
      dispute,
      request,
      text,
      code: /验证码 (\d{6})/.exec(text)?.[1] ?? '',
      page: /\/p\/\w+/.exec(text)?.[0] ?? '',
    };
  };

  it('When a party enters the code, then it sees the session, confirms, and the history says so', async () => {
    const { dispute, request, code, page } = await asked();
    expect(JSON.stringify(request)).not.to.include(code);
    const phone = journey.browser();
    const door = await phone.get(page);
    expect(door.text).to.not.match(/张建国|王秀英/);
    const seen = await phone.post(page, { code });
    expect(seen.text).to.include('张建国').and.include('宋庄村调解室');
    const done = await phone.post(page, { code, answer: 'confirmed' });
    expect(done.status).to.equal(200);
    const again = await phone.post(page, { code, answer: 'denied', note: '反悔' });
    expect(again.status).to.equal(409);
    const { items } = (await journey.people.mediator.call('get', `/disputes/${dispute.id}/events`)).body as {
      items: { act: string; data: object }[];
    };
    expect(items.at(-1)).to.deep.include({
      act: 'answerConfirmation',
      data: { party: 'p1', subject: 'session', no: 1, confirmation: 'confirmed' },
    });
  });

  it('When five wrong codes are entered, then even the right one is refused', async () => {
    const { code, page } = await asked();
    const phone = journey.browser();
    await phone.get(page);
    const wrong = code === '000000' ? '111111' : '000000';
    for (const left of [4, 3, 2, 1]) {
      const answer = await phone.post(page, { code: wrong });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(String(left));
    }
    expect((await phone.post(page, { code: wrong })).status).to.equal(409);
    expect((await phone.post(page, { code })).status).to.equal(409);
  });

  it('When a party says it was not so, then it must say why, and the record is flagged to the head and not hidden', async () => {
    const { dispute, code, page } = await asked();
    const phone = journey.browser();
    await phone.get(page);
    expect((await phone.post(page, { code, answer: 'denied' })).status).to.equal(422);
    await phone.post(page, { code, answer: 'denied', note: '那天我没有到场' });
    await run();
    const { body } = await journey.people.tribunalClerk.call('get', '/integrity?flag=denied');
    expect((body as { items: { id: string }[] }).items.map(({ id }) => id)).to.include(dispute.id);
    const list = await (await journey.people.tribunalClerk.browser()).get('/integrity?flag=denied');
    expect(list.text).to.include(dispute.id);
  });

  it('When the same statements or the same phone stand elsewhere, then both are flagged', async () => {
    const { dispute } = await asked();
    await run();
    const { items } = (await journey.people.tribunalClerk.call('get', '/integrity')).body as {
      items: { id: string; flags: string[] }[];
    };
    expect(items.find(({ id }) => id === dispute.id)?.flags)
      .to.include('textCopied')
      .and.not.include('phoneReused');
  });

  it('When there is no gateway, then messages are shown in the outbox and never sent', async () => {
    await asked();
    await run();
    const { connection } = journey.composition.database;
    expect(await messageModel(connection).countDocuments({ state: 'waiting' })).to.equal(0);
    expect(await messageModel(connection).countDocuments({ state: 'shown' })).to.be.greaterThan(0);
  });

  it('When there is a gateway, then each message is one signed request, and a refusal is an error', async () => {
    const received: { body: string; time: string; signature: string }[] = [];
    const server: Server = createServer((req, res) => {
      let body = '';
      req.on('data', (part: Buffer) => {
        body += String(part);
      });
      req.on('end', () => {
        received.push({
          body,
          time: String(req.headers['x-jiefen-time']),
          signature: String(req.headers['x-jiefen-signature']),
        });
        res.writeHead(received.length === 1 ? 200 : 503).end();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const gateway = httpSmsGateway({ url, secret: 'a-secret-of-the-gateway' }, () => new Date('2026-03-02T01:00:00Z'));
    const message = { id: 'm1', to: '13800000001', text: '请确认' };
    await gateway.send(message);
    const [first] = received;
    expect(first?.signature).to.equal(smsSignature('a-secret-of-the-gateway', first?.time ?? '', first?.body ?? ''));
    expect(JSON.parse(first?.body ?? '')).to.deep.equal(message);
    let refused = '';
    await gateway.send(message).catch((error: Error) => {
      refused = error.message;
    });
    expect(refused).to.include('503');
    server.closeAllConnections();
    server.close();
  });
});
