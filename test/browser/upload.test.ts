// Handing in from a telephone on a weak line: several files at once, a line that drops in the middle, and the small
// pictures afterwards.

import { createHash, randomBytes } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect } from 'chai';
import sharp from 'sharp';
import { createJobRunner } from '../../src/platform/jobs.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { type Followed, startJourney } from '../support/journey.ts';
import { Walk } from '../support/walk.ts';

describe('handing in papers in Chromium', function () {
  this.timeout(120_000);
  let walk: Walk;
  let dispute: Followed;

  before(async () => {
    walk = await Walk.begin(await startJourney({ clock: systemClock }));
    const { mediator } = walk.journey.people;
    dispute = await walk.journey.register(mediator);
    await walk.journey.act(mediator, dispute, 'takeUp');
    await walk.as(mediator);
  });
  after(async () => {
    await walk?.journey.composition.threads.close();
    await walk?.end();
  });

  const photo = (background: string): Promise<Buffer> =>
    sharp({ create: { width: 1_600, height: 1_200, channels: 3, background } })
      .jpeg()
      .toBuffer();
  /** A scan of several pieces. */
  const scan = async (): Promise<Buffer> => {
    const document = await PDFDocument.create();
    document.addPage();
    await document.attach(randomBytes(1_800_000), 'noise.bin', { mimeType: 'application/octet-stream' });
    return Buffer.from(await document.save());
  };

  it('When three files are sent and the line drops, then the page says so, goes on where it stopped, and all arrive whole', async () => {
    const { page, journey } = walk;
    const files = [
      { name: '签字协议.pdf', mimeType: 'application/pdf', buffer: await scan() },
      { name: '院墙.jpg', mimeType: 'image/jpeg', buffer: await photo('#88aa88') },
      { name: '屋檐.jpg', mimeType: 'image/jpeg', buffer: await photo('#aa8888') },
    ];
    await walk.open(`/disputes/${dispute.id}/files`);
    let dropped = 0;
    const sent: string[] = [];
    await page.route('**/chunks/*', async (route) => {
      const piece = new URL(route.request().url()).pathname.split('/').slice(-3).join('/');
      // The line is gone while the third piece of the scan is under way, twice.
      if (piece.endsWith('/2') && dropped < 2) {
        dropped += 1;
        return route.abort('internetdisconnected');
      }
      sent.push(piece);
      return route.continue();
    });
    await page.evaluate(() => {
      const seen: string[] = [];
      (window as unknown as { seen: string[] }).seen = seen;
      const list = document.querySelector('[data-upload-list]');
      if (list) {
        new MutationObserver(() => {
          const text = list.textContent ?? '';
          seen.push(text);
          sessionStorage.setItem('seen', JSON.stringify(seen));
        }).observe(list, { childList: true, subtree: true, characterData: true });
      }
    });
    await page.setInputFiles('main input[type=file][multiple]', files);
    await page.selectOption('main select[name=part]', 'evidence');
    const reloaded = page.waitForEvent('load');
    await page.click('#add form button[type=submit]');
    await reloaded;
    const seen = (JSON.parse((await page.evaluate(() => sessionStorage.getItem('seen'))) ?? '[]') as string[]).join(
      '\n',
    );
    const { items } = (await journey.people.mediator.call('get', `/disputes/${dispute.id}/documents`)).body as {
      items: { title: string; sha256?: string; versions?: { sha256: string }[] }[];
    };
    const arrived = items.map((item) => item.sha256 ?? item.versions?.at(-1)?.sha256);

    expect(dropped).to.equal(2);
    expect(new Set(sent).size, 'no piece twice').to.equal(sent.length);
    expect(seen).to.include('网络中断').and.match(/\d+%/);
    expect(arrived).to.have.members(files.map(({ buffer }) => createHash('sha256').update(buffer).digest('hex')));
    expect(await page.locator('.jf-papers').innerText())
      .to.include('签字协议')
      .and.include('院墙');
  });

  it('When the worker has looked at them, then pictures show small, the scan tells its pages, and a picture opens', async () => {
    const { page, journey } = walk;
    const { clock, logger, jobDefinitions, database } = journey.composition;
    await createJobRunner({
      connection: database.connection,
      clock,
      log: logger,
      definitions: jobDefinitions,
    }).runDue();
    await walk.open(`/disputes/${dispute.id}/files`);
    const widths = await page.locator('.jf-papers img').evaluateAll((images) =>
      Promise.all(
        images.map(async (image) => {
          (image as HTMLImageElement).loading = 'eager';
          await (image as HTMLImageElement).decode();
          return (image as HTMLImageElement).naturalWidth;
        }),
      ),
    );

    // Two photos and the first page of the scan.
    expect(widths).to.have.length(3);
    expect(Math.min(...widths)).to.be.greaterThan(50);
    expect(await page.locator('.jf-papers').innerText()).to.include('1 页');
    await walk.look('papers-handed-in');
  });
});
