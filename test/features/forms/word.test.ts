// The templates and what is drawn from them, without a database.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect } from 'chai';
import PizZip from 'pizzip';
import { DomainError } from '../../../src/domain/errors.ts';
import { agreementNumber, FORM_IDS, type FormId, printMark } from '../../../src/domain/form.ts';
import { specimenOf } from '../../../src/features/forms/form.specimen.ts';
import { stretches, unprintable } from '../../../src/features/forms/glyphs.ts';
import drawWord from '../../../src/features/forms/pdf.thread.ts';
import { readWord, textOfBlocks } from '../../../src/features/forms/word.blocks.ts';
import { checkTemplate, fill } from '../../../src/features/forms/word.fill.ts';
import { projectRoot } from '../../../src/platform/project.ts';

const template = (form: FormId): Buffer => readFileSync(join(projectRoot, 'templates', `${form}.docx`));
/** The template as a clerk might have edited it. */
function edited(form: FormId, change: (xml: string) => string): Buffer {
  const zip = new PizZip(template(form));
  zip.file('word/document.xml', change(zip.file('word/document.xml')?.asText() ?? ''));
  return zip.generate({ type: 'nodebuffer' });
}
const faults = (bytes: Buffer, form: FormId): readonly string[] => {
  try {
    checkTemplate(bytes, specimenOf(form));
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.errors.map(({ code, params }) => `${code} ${params?.['tag'] ?? ''}`.trim());
  }
};

describe('forms in Word and PDF', function () {
  this.timeout(60_000);

  for (const form of FORM_IDS) {
    it(`When ${form} is filled from a full record, then no field is unknown, none is left in braces, and it draws on A4`, async () => {
      const word = fill(template(form), specimenOf(form));
      const text = textOfBlocks(readWord(word).blocks);
      const drawn = await drawWord({ word: new Uint8Array(word), title: form });
      const pdf = await PDFDocument.load(drawn.pdf ?? new Uint8Array());
      const [width, height] = [pdf.getPage(0).getWidth(), pdf.getPage(0).getHeight()].map(Math.round);

      expect(faults(template(form), form)).to.deep.equal([]);
      expect(text).not.to.match(/[{}]/);
      expect(text).to.include('副本　第2次打印');
      expect([width, height, pdf.getPageCount()]).to.deep.equal([595, 842, drawn.pages]);
      expect(drawn.unprintable).to.deep.equal([]);
    });
  }

  const EDITS: readonly (readonly [string, (xml: string) => string, string])[] = [
    [
      'names a field that is not there',
      (xml) => xml.replace('{协议事实}', '{协议事时}'),
      'forms.template.unknownField 协议事时',
    ],
    ['never closes a loop', (xml) => xml.replace('{/条款}', ''), 'forms.template.unclosedLoop 条款'],
    ['closes a loop that never began', (xml) => xml.replace('{#条款}', ''), 'forms.template.unopenedLoop 条款'],
    ['loses a brace', (xml) => xml.replace('{违约责任}', '{违约责任'), 'forms.template.unclosedTag 违约责任'],
  ];
  for (const [what, change, fault] of EDITS) {
    it(`When an edited template ${what}, then the fault and its place are told`, () => {
      expect(faults(edited('F10', change), 'F10')).to.include(fault);
    });
  }

  it('When an edited template is no Word file or holds macros, then it is refused', () => {
    const zip = new PizZip(template('F10'));
    zip.file('word/vbaProject.bin', 'x');

    expect(faults(Buffer.from('%PDF-1.4'), 'F10')).to.deep.equal(['forms.template.notWord']);
    expect(faults(zip.generate({ type: 'nodebuffer' }), 'F10')).to.deep.equal(['forms.template.active']);
  });

  it('When a clerk changes words and sizes in Word, then the PDF and the preview change with them', () => {
    const bytes = edited('F10', (xml) => xml.replace('人民调解协议书', '人民调解协议书（示范区）'));
    const { blocks } = readWord(fill(bytes, specimenOf('F10')));
    const [title] = blocks;

    expect(title?.kind === 'paragraph' && title.runs[0]).to.deep.include({
      text: '人民调解协议书（示范区）',
      bold: true,
      size: 20,
    });
  });

  it('When a rare surname is printed, then a font has it, or the letter is named and nothing is drawn', async () => {
    const named = (name: string): Uint8Array =>
      new Uint8Array(fill(template('F10'), { ...specimenOf('F10'), 调解员: name }));
    const rare = await drawWord({ word: named('𬭚䶮'), title: 'x' });
    const fallback = stretches('张𱁬山').map(({ text, font }) => `${text} ${font}`);
    const none = await drawWord({ word: named('张\u{2F00B}\u{10FFFD}'), title: 'x' });

    expect(rare.unprintable).to.deep.equal([]);
    expect(rare.pages).to.be.greaterThan(0);
    expect(fallback).to.deep.equal(['张 song', '𱁬 hei', '山 song']);
    expect(none.unprintable).to.include('\u{10FFFD}');
    expect(none.pdf).to.equal(undefined);
    expect(unprintable('解纷，。①□')).to.deep.equal([]);
  });

  it('When something is printed again, then it is marked as a copy with its number', () => {
    expect([printMark(1), printMark(2), printMark(12)]).to.deep.equal(['', '副本　第2次打印', '副本　第12次打印']);
    expect(agreementNumber('宋庄村', 2026, 7)).to.equal('（2026）宋庄村人调字第7号');
  });
});
