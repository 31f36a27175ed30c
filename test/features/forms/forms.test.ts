import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect } from 'chai';
import PizZip from 'pizzip';
import sharp from 'sharp';
import supertest from 'supertest';
import { dayOfInstant } from '../../../src/domain/calendar-day.ts';
import { readWord, textOfBlocks } from '../../../src/features/forms/word.blocks.ts';
import { createJobRunner } from '../../../src/platform/jobs.ts';
import { projectRoot } from '../../../src/platform/project.ts';
import {
  AGREEMENT,
  FAILURE_RECORD,
  type Followed,
  type Journey,
  mediate,
  NEIGHBOURS,
  type Person,
  startJourney,
} from '../../support/journey.ts';

interface Issued {
  readonly id: string;
  readonly state: string;
  readonly print: number;
  readonly number?: string;
  readonly content?: string;
  readonly problem?: { readonly code: string; readonly params?: object };
}

describe('forms of a dispute', function () {
  this.timeout(90_000);
  let journey: Journey;
  let dispute: Followed;

  before(async () => {
    journey = await startJourney();
  });
  after(async () => {
    await journey.composition.threads.close();
    await journey.close();
  });

  const parties = NEIGHBOURS.parties.map((party) => ({ ...party, address: '宋庄村东街12号' }));
  const begin = async (changes: object = {}): Promise<void> => {
    dispute = await journey.register(journey.people.mediator, { parties, ...changes });
    await journey.act(journey.people.mediator, dispute, 'takeUp');
  };
  const agreed = async (): Promise<void> => {
    await begin();
    await mediate(journey, dispute);
    await journey.act(journey.people.mediator, dispute, 'recordAgreement', {
      ...AGREEMENT,
      breachTerm: '逾期按日计付利息。',
    });
  };
  const work = async (): Promise<void> => {
    const { clock, logger, jobDefinitions, database } = journey.composition;
    await createJobRunner({
      connection: database.connection,
      clock,
      log: logger,
      definitions: jobDefinitions,
    }).runDue();
  };
  const base = (): string => `/disputes/${dispute.id}/forms`;
  const ask = (person: Person, form: string, format = 'pdf', body: object = {}): supertest.Test =>
    person.call('post', `${base()}/${form}?format=${format}`, body);
  const made = async (person: Person, form: string, format = 'pdf', body: object = {}): Promise<Issued> => {
    const asked = await ask(person, form, format, body);
    expect(asked.status, JSON.stringify(asked.body)).to.equal(202);
    await work();
    return (await person.call('get', `${base()}/issued/${asked.body.id}`)).body as Issued;
  };
  const bytes = async (person: Person, address: string): Promise<Buffer> => {
    const answer = await supertest(journey.app)
      .get(address)
      .set('Authorization', `Bearer ${person.token}`)
      .buffer(true)
      .parse(((response: NodeJS.ReadableStream, done: (error: null, body: Buffer) => void) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      }) as never);
    expect(answer.status).to.equal(200);
    return answer.body as Buffer;
  };

  it('When the record is too bare, then the form is refused and every blank is named in words, with where to fill it', async () => {
    const { mediator } = journey.people;
    dispute = await journey.register(mediator, { claims: [], parties: NEIGHBOURS.parties });
    const answer = await ask(mediator, 'F01');
    const page = await (await mediator.browser()).get(`${base()}/F01`);

    expect([answer.status, answer.body.type]).to.deep.equal([422, 'urn:jiefen:problem:forms.incomplete']);
    expect((answer.body.errors as { detail: string }[]).map(({ detail }) => detail)).to.deep.equal([
      '缺少申请事项。',
      '缺少各方住址。',
    ]);
    expect(page.text).to.include(`href="/disputes/${dispute.id}#parties-title"`);
  });

  it('When an oral agreement is issued as Word and as PDF, then both say what the record says, under one number', async () => {
    const { mediator } = journey.people;
    await agreed();
    const word = await made(mediator, 'F11', 'docx');
    const pdf = await made(mediator, 'F11', 'pdf');
    const text = textOfBlocks(readWord(await bytes(mediator, word.content ?? '')).blocks);
    const pages = (await PDFDocument.load(await bytes(mediator, pdf.content ?? ''))).getPageCount();
    const papers = await mediator.call('get', `/disputes/${dispute.id}/documents`);

    for (const words of ['张建国', '王秀英赔偿张建国三千元', '院墙修复款3,000.00元', '宋春和', '2026年3月12日']) {
      expect(text).to.include(words);
    }
    expect(text).to.include(word.number ?? '');
    expect(word.number).to.match(/^（2026）.+人调字第\d+号$/);
    expect(pdf.number).to.equal(word.number);
    expect(pages).to.equal(1);
    expect(
      (papers.body.items as { form: string; part: string }[]).map(({ form, part }) => `${form} ${part}`),
    ).to.deep.equal(['F11 agreement', 'F11 agreement']);
  });

  it('When ethnicity and occupation are recorded, then the forms that ask for them say them, and they are sealed', async () => {
    const { mediator } = journey.people;
    const [one, two] = NEIGHBOURS.parties;
    await begin({
      parties: [
        { ...one, ethnicity: '回族', occupation: '瓦工' },
        { ...two, address: '宋庄村东街13号' },
      ].map((party) => ({ address: '宋庄村东街12号', ...party })),
    });
    const { content } = await made(mediator, 'F01', 'docx');
    const text = textOfBlocks(readWord(await bytes(mediator, content ?? '')).blocks);
    const stored = JSON.stringify((await journey.stored(dispute.id)).dispute.parties);

    expect(text).to.include('回族').and.include('瓦工');
    expect(stored).not.to.include('回族').and.not.include('瓦工');
  });

  it('When a form is printed again, then the print is marked as a copy and stands before the first one', async () => {
    const { mediator } = journey.people;
    await begin();
    const first = await made(mediator, 'F02', 'docx');
    const second = await made(mediator, 'F02', 'docx');
    const said = async ({ content }: Issued) => textOfBlocks(readWord(await bytes(mediator, content ?? '')).blocks);

    expect([first.print, second.print]).to.deep.equal([1, 2]);
    expect(await said(first)).not.to.include('副本');
    expect(await said(second)).to.include('副本　第2次打印');
  });

  it('When a session is recorded, then its record is drawn for it and the court cannot open it', async () => {
    const { mediator, tribunalClerk } = journey.people;
    await begin();
    await mediate(journey, dispute);
    const issued = await made(mediator, 'F07', 'docx', { session: 1 });
    const text = textOfBlocks(readWord(await bytes(mediator, issued.content ?? '')).blocks);
    const court = await supertest(journey.app)
      .get(issued.content ?? '')
      .set('Authorization', `Bearer ${tribunalClerk.token}`);
    const missing = await ask(mediator, 'F07', 'pdf', { session: 9 });

    for (const words of ['双方陈述滴水与院墙受损经过', '王某一次给付三千元', '8时00分', '达成协议', '宋庄村调解室']) {
      expect(text).to.include(words);
    }
    expect([court.status, missing.status]).to.deep.equal([404, 404]);
  });

  it('When a form asks for what no page records, then blanks are refused and what is typed is printed', async () => {
    const { mediator } = journey.people;
    await begin();
    const open = await ask(mediator, 'F18', 'docx', { pausedOn: '2026年3月2日' });
    const issued = await made(mediator, 'F18', 'docx', { pauseReason: '等待鉴定意见', pausedOn: '2026年3月2日' });
    const text = textOfBlocks(readWord(await bytes(mediator, issued.content ?? '')).blocks);

    expect([open.status, open.body.errors[0].field]).to.deep.equal([422, 'pauseReason']);
    expect(text).to.include('等待鉴定意见');
  });

  it('When a pause, an extension, a question of recusal and a notice are on record, then their forms ask for nothing', async () => {
    const { mediator, head } = journey.people;
    await begin();
    await mediate(journey, dispute);
    const act = (who: Person, name: Parameters<Journey['act']>[2], body: object = {}) =>
      journey.act(who, dispute, name, body);
    await act(mediator, 'pause', { cause: 'forceMajeure', reason: '村道积水，双方无法到场' });
    await act(mediator, 'resume');
    await act(mediator, 'extendTerm', {
      days: 10,
      signedBy: ['p1', 'p2'],
      signedOn: dayOfInstant(journey.clock.now()),
      reason: '等待丈量结果',
    });
    await act(mediator, 'raiseRecusal', { by: 'p1', ground: 'other', note: '调解员与对方同在一个合作社' });
    await act(head, 'decideRecusal', { result: 'stays', reason: '同社不影响公正' });
    await act(mediator, 'failMediation', { ...FAILURE_RECORD, ending: 'O33' });
    await act(mediator, 'serveTermination', { remedies: ['litigation'], parties: ['p1', 'p2'], how: 'inPerson' });
    const said: Record<string, string> = {};
    for (const form of ['F17', 'F18', 'F19', 'F21']) {
      const { content } = await made(mediator, form, 'docx');
      said[form] = textOfBlocks(readWord(await bytes(mediator, content ?? '')).blocks);
    }
    const page = await (await mediator.browser()).get(`${base()}/F21`);

    expect(said['F17'])
      .to.include('等待丈量结果')
      .and.match(/原调解期限于\d{4}年\d+月\d+日届满/);
    expect(said['F18']).to.include('不可抗力。村道积水').and.include('中止期间不计入，期限至');
    expect(said['F19']).to.match(/张建国：\d{4}年\d+月\d+日/);
    for (const words of ['同在一个合作社', '不需回避，继续调解。同社不影响公正', head.name]) {
      expect(said['F21']).to.include(words);
    }
    expect(page.text).to.include('value="张建国"');
  });

  it('When forms describe the work, then the record fills them and they ask only for what it cannot know', async () => {
    const { mediator, tribunalClerk } = journey.people;
    await begin();
    await mediate(journey, dispute);
    await journey.act(mediator, dispute, 'pause', {
      cause: 'expert',
      reason: '墙体受损原因双方说法不一',
      courtConsentOn: dayOfInstant(journey.clock.now()),
    });
    await journey.act(mediator, dispute, 'resume');
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#b23a26' } })
      .jpeg()
      .toBuffer();
    const handed = await supertest(journey.app)
      .post(`/api/v1/disputes/${dispute.id}/documents`)
      .set('Authorization', `Bearer ${mediator.token}`)
      .attach('file', photo, { filename: '院墙照片.jpg' })
      .field('part', 'evidence');
    await journey.act(mediator, dispute, 'recordAgreement', { ...AGREEMENT, breachTerm: '逾期按日计付利息。' });
    const list = (await mediator.call('get', base())).body.items as { form: string; open: string[] }[];
    const opens = Object.fromEntries(list.map(({ form, open }) => [form, open.join(' ')]));
    const answers: Record<string, object> = {
      F05: {
        investigatedAt: '2026年3月2日',
        asked: '李邻居',
        relation: '邻居',
        questions: '问：见过滴水吗？答：见过。',
      },
      F14: { contact: '郑文静 80810000' },
      F15: {},
      F27: { expertMatter: '墙体受损原因', opinions: '同意', expertBody: '双方共同选定，费用各半' },
      F28: {},
      F30: { meaning: '就地化解，修旧如新。' },
    };
    const said: Record<string, string> = {};
    for (const [form, body] of Object.entries(answers)) {
      const by = form === 'F14' ? tribunalClerk : mediator;
      const { content } = await made(by, form, 'docx', body);
      said[form] = textOfBlocks(readWord(await bytes(by, content ?? '')).blocks);
    }
    const page = await (await mediator.browser()).get(base());

    expect(handed.status).to.equal(201);
    expect(opens).to.include({
      F05: 'investigatedAt asked relation questions',
      F15: '',
      F27: 'expertMatter opinions expertBody',
      F28: '',
      F30: 'meaning',
      F23: 'visitReason visitFindings visitManner visitedAt visitor',
    });
    expect(said['F05']).to.include('宋春和').and.include('李邻居');
    expect(said['F14']).to.include('申请书、院墙照片');
    expect(said['F15']).to.include('退回材料：调解协议、院墙照片');
    expect(said['F27']).to.include('墙体受损原因双方说法不一').and.include('院墙照片');
    expect(said['F28']).to.match(/受理，调解员宋春和；联系当事人1次；组织调解1次/);
    expect(said['F30']).to.include('邻里纠纷调解案').and.include('组织调解1次').and.include('某');
    expect(said['F30']).to.not.match(/张建国|王秀英|双方陈述滴水/);
    const lacking = page.text.slice(page.text.indexOf('id="lacking-title"'));
    expect(lacking).to.include('出具时填写：').and.include('典型意义');
    expect(page.text.slice(0, page.text.indexOf('id="lacking-title"'))).to.not.include('/forms/F30"');
  });

  it('When a visit is recorded, then its form tells who was visited and how the agreement is kept, and asks nothing', async () => {
    const { mediator } = journey.people;
    await agreed();
    await journey.act(mediator, dispute, 'recordReceipt', { item: 'i1', amount: '3000', voucher: '收条' });
    await journey.act(mediator, dispute, 'recordPerformed');
    await journey.act(mediator, dispute, 'recordRevisit', {
      parties: ['p1', 'p2'],
      way: 'visit',
      performance: 'performed',
      satisfaction: 5,
      situation: '院墙已经修好，两家来往如常',
    });
    const { content, print } = await made(mediator, 'F23', 'docx');
    const text = textOfBlocks(readWord(await bytes(mediator, content ?? '')).blocks);
    const papers = await mediator.call('get', `/disputes/${dispute.id}/documents`);

    expect(print).to.equal(1);
    for (const words of ['张建国、王秀英', '院墙已经修好，两家来往如常', '宋春和', '2026年3月2日', '满意']) {
      expect(text).to.include(words);
    }
    expect(
      (papers.body.items as { form: string; part: string }[]).map(({ form, part }) => `${form} ${part}`),
    ).to.include('F23 revisit');
  });

  it('When a unit has declined the dispute, then the note of return names both units and the reason', async () => {
    const { mediator, clerk } = journey.people;
    dispute = await journey.register(clerk, { parties: NEIGHBOURS.parties });
    await journey.act(clerk, dispute, 'pushDown', { toUnit: mediator.unit, reason: '请就地调解' });
    await journey.act(mediator, dispute, 'declineHandOver', { code: 'B7', note: '与上月登记的是同一件事' });
    const { content } = await made(clerk, 'F20', 'docx', { proposedUnit: '无' });
    const text = textOfBlocks(readWord(await bytes(clerk, content ?? '')).blocks);

    expect(text)
      .to.include('与已有纠纷重复。与上月登记的是同一件事')
      .and.match(/宋庄镇.*：/);
  });

  it('When a name cannot be printed, then the print fails with the letter named, and Word still works', async () => {
    const { mediator } = journey.people;
    await begin({ facts: '门口立有\u{10FFFD}字碑。' });
    const pdf = await made(mediator, 'F02', 'pdf');
    const word = await made(mediator, 'F02', 'docx');
    const page = await (await mediator.browser()).get(base());

    expect([pdf.state, pdf.problem?.code]).to.deep.equal(['failed', 'forms.unprintable']);
    expect(word.state).to.equal('done');
    expect(page.text).to.include('\u{10FFFD}');
  });

  it('When somebody else asks, then the form is not theirs; a form of the court is not the village’s', async () => {
    const { mediator, otherMediator, colleague, courtAdmin, tribunalClerk } = journey.people;
    await begin();
    const issued = await made(mediator, 'F02', 'docx');
    const looker = await supertest(journey.app)
      .get(issued.content ?? '')
      .set('Authorization', `Bearer ${courtAdmin.token}`);

    expect((await ask(otherMediator, 'F02')).status).to.equal(404);
    expect((await ask(colleague, 'F02')).status).to.equal(202);
    expect((await ask(mediator, 'F14', 'pdf', { handedOver: 'x', contact: 'y' })).status).to.equal(403);
    expect((await ask(tribunalClerk, 'F14', 'pdf', { handedOver: 'x', contact: 'y' })).status).to.equal(202);
    expect((await ask(mediator, 'F09')).body.type).to.equal('urn:jiefen:problem:forms.off');
    expect((await ask(mediator, 'F99')).status).to.equal(422);
    expect([looker.status, looker.body.type]).to.deep.equal([403, 'urn:jiefen:problem:files.formNotYours']);
    await work();
  });

  it('When the same request is repeated with its key, then it prints once', async () => {
    const { mediator } = journey.people;
    await begin();
    const send = () => ask(mediator, 'F02', 'docx').set('Idempotency-Key', `print-${dispute.id}`);
    const [one, two] = [await send(), await send()];

    expect(two.body.id).to.equal(one.body.id);
  });

  it('When a clerk uploads an edited template, then it is checked, kept with its date and used; the standard one comes back', async () => {
    const { tribunalClerk, mediator, clerk } = journey.people;
    const browser = await tribunalClerk.browser();
    const zip = new PizZip(readFileSync(join(projectRoot, 'templates/F02.docx')));
    const xml = zip.file('word/document.xml')?.asText() ?? '';
    const word = (changed: string): Buffer => {
      zip.file('word/document.xml', changed);
      return zip.generate({ type: 'nodebuffer' });
    };
    const upload = async (bytesOf: Buffer): Promise<supertest.Response> => {
      const page = await browser.get('/form-templates');
      const csrf = /name="_csrf"\s+value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      return browser
        .raw('post', '/form-templates/F02')
        .set('Accept', 'text/html')
        .field('_csrf', csrf)
        .field('reason', '加印街道抬头')
        .attach('file', bytesOf, { filename: '登记表.docx' });
    };
    const wrong = await upload(word(xml.replace('{纠纷事实}', '{纠纷事时}')));
    const right = await upload(word(xml.replace('人民调解受理登记表', '宋庄镇受理登记表')));
    await begin();
    const first = await made(mediator, 'F02', 'docx');
    const page = await browser.get('/form-templates');
    await browser.post('/form-templates/F02/standard', { reason: '恢复' });
    const second = await made(mediator, 'F02', 'docx');
    const said = async ({ content }: Issued) => textOfBlocks(readWord(await bytes(mediator, content ?? '')).blocks);

    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('“纠纷事时”不存在');
    expect(right.status).to.equal(303);
    expect(page.text).to.include('加印街道抬头');
    expect(await said(first)).to.include('宋庄镇受理登记表');
    expect(await said(second)).to.include('人民调解受理登记表');
    expect((await (await clerk.browser()).get('/form-templates')).status).to.equal(403);
  });

  it('When the pages are opened, then they list what can be issued, show the sheet, and take a request without script', async () => {
    const { mediator } = journey.people;
    const browser = await mediator.browser();
    await begin();
    const list = await browser.get(base());
    const preview = await browser.get(`${base()}/F02`);
    const issued = await browser.post(`${base()}/F02`, { format: 'pdf' });
    await work();
    const done = await browser.get(base());
    const english = await browser.get(`${base()}/F01?session=`, { 'Accept-Language': 'en' });

    expect(list.text).to.include('人民调解受理登记表');
    expect(preview.text).to.include('张建国');
    expect([issued.status, issued.headers['location']]).to.deep.equal([303, `${base()}#issued`]);
    expect(done.text).to.include('已生成');
    expect(english.status).to.equal(200);
  });
});
