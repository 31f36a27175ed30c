import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { FORM_IDS, type FormId } from '../../../src/domain/form.ts';
import { specimenOf } from '../../../src/features/forms/form.specimen.ts';
import drawWord from '../../../src/features/forms/pdf.thread.ts';
import { readWord, textOfBlocks } from '../../../src/features/forms/word.blocks.ts';
import { checkTemplate, fill } from '../../../src/features/forms/word.fill.ts';
import { projectRoot } from '../../../src/platform/project.ts';
import { hasPoppler, printedLines, settingFaults } from '../../support/pdf.ts';

const missing = (what: string): void => {
  // oxlint-disable-next-line no-console -- says why nothing ran
  console.warn(`      ${what} is not installed here: left out`);
};
const LONG = '双方于二〇二六年三月在村委会就滴水、院墙、通行等事项反复协商，（各自）陈述“经过”；对《协议》的理解不同，';
/** Every text long enough to break over several lines, so that bad breaks would show. */
const filled = (form: FormId): Buffer =>
  fill(readFileSync(join(projectRoot, 'templates', `${form}.docx`)), {
    ...specimenOf(form),
    纠纷事实: LONG.repeat(9),
    协议事实: LONG.repeat(9),
    陈述: [LONG.repeat(4), LONG.repeat(6)].join('\n'),
    回访情况: LONG.repeat(3),
    不成原因: LONG.repeat(5),
  });
const words = (text: string): string => text.replaceAll(/\s|_|＿|—/g, '');

/** LibreOffice without a window, with a profile of its own. */
const office = (folder: string, to: string, out: string, files: readonly string[]) =>
  spawnSync(
    'soffice',
    [
      `-env:UserInstallation=file://${join(folder, 'profile')}`,
      '--headless',
      '--convert-to',
      to,
      '--outdir',
      out,
      ...files,
    ],
    { timeout: 150_000 },
  );

describe('forms on paper', function () {
  this.timeout(180_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'jiefen-forms-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('When long texts are printed, then no line begins with a closing mark, leaves the sheet or lacks a letter', async function () {
    if (!hasPoppler()) {
      missing('pdftotext');
      return this.skip();
    }
    const faults: string[] = [];
    for (const form of FORM_IDS) {
      const { pdf = new Uint8Array() } = await drawWord({ word: new Uint8Array(filled(form)), title: form });
      const lines = printedLines(Buffer.from(pdf));
      expect(lines.length, form).to.be.greaterThan(0);
      faults.push(...settingFaults(lines).map((fault) => `${form}: ${fault}`));
    }
    expect(faults).to.deep.equal([]);
  });

  it('When every form is opened in LibreOffice, then it opens whole: the same words on A4', function () {
    if (spawnSync('soffice', ['--version']).status !== 0 || !hasPoppler()) {
      missing('LibreOffice or pdftotext');
      return this.skip();
    }
    for (const form of FORM_IDS) writeFileSync(join(folder, `${form}.docx`), filled(form));
    const files = FORM_IDS.map((form) => join(folder, `${form}.docx`));
    const { status, stderr } = office(folder, 'pdf', folder, files);
    expect(status, stderr.toString()).to.equal(0);
    for (const form of FORM_IDS) {
      const lines = printedLines(readFileSync(join(folder, `${form}.pdf`)));
      const printed = words(lines.map(({ text }) => text).join(''));
      const [title = ''] = textOfBlocks(readWord(readFileSync(join(folder, `${form}.docx`))).blocks).split('\n');
      expect(printed, form).to.include(words(title));
      expect(Math.round(lines[0]?.pageWidth ?? 0), form).to.equal(595);
      expect(printed, form).not.to.match(/[{}]/);
    }
  });

  it('When a template has been opened and saved again in a word processor, then it is still sound and says the same', function () {
    if (spawnSync('soffice', ['--version']).status !== 0) {
      missing('LibreOffice');
      return this.skip();
    }
    const saved = join(folder, 'saved');
    const chosen: readonly FormId[] = ['F02', 'F07', 'F10', 'F26'];
    const { status, stderr } = office(
      folder,
      'docx',
      saved,
      chosen.map((form) => join(projectRoot, 'templates', `${form}.docx`)),
    );
    expect(status, stderr.toString()).to.equal(0);
    for (const form of chosen) {
      const edited = readFileSync(join(saved, `${form}.docx`));
      const specimen = specimenOf(form);
      checkTemplate(edited, specimen);
      const said = (template: Buffer): string => words(textOfBlocks(readWord(fill(template, specimen)).blocks));
      expect(said(edited), form).to.equal(said(readFileSync(join(projectRoot, 'templates', `${form}.docx`))));
    }
  });
});
