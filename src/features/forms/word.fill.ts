// Fills a Word template, and tells what is wrong with one that somebody has edited.

import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { DomainError, invalidField, type FieldError } from '../../domain/errors.ts';

/** What a form says: texts, facts that are there or not, and lists of the same. */
export type FormData = Readonly<Record<string, FormValue>>;
export type FormValue = string | boolean | readonly FormData[];

const TEMPLATE_BYTES = 2 * 1024 * 1024;
/** A small file may unfold into one that fills the memory. */
const UNFOLDED_BYTES = 20 * 1024 * 1024;
const BODY = 'word/document.xml';
const OPTIONS = { paragraphLoop: true, linebreaks: true, errorLogging: false } as const;

interface Fault {
  readonly properties?: {
    readonly id?: string;
    readonly xtag?: string;
    readonly context?: string;
    readonly errors?: readonly Fault[];
  };
}

function document(zip: PizZip, nullGetter: (part: { readonly value?: string; readonly module?: string }) => string) {
  return new Docxtemplater(zip, { ...OPTIONS, nullGetter });
}

/** Where a text of several paragraphs begins a new one; not a break that a clerk has typed into the template. */
const PARAGRAPH = '\u2029';

const marked = (value: FormValue): FormValue =>
  typeof value === 'string'
    ? value.replaceAll(/\r?\n/g, PARAGRAPH)
    : typeof value === 'boolean'
      ? value
      : value.map(markedData);
const markedData = (data: FormData): FormData =>
  Object.fromEntries(Object.entries(data).map(([tag, value]) => [tag, marked(value)]));

const PARAGRAPHS = /<w:p[ >](?:(?!<w:p[ >])[\s\S])*?<\/w:p>/g;
const RUNS = /<w:r[ >](?:(?!<w:r[ >])[\s\S])*?<\/w:r>/g;
const look = (xml: string, name: string): string => new RegExp(`<${name}>[\\s\\S]*?</${name}>`).exec(xml)?.[0] ?? '';

/** Gives every paragraph of a text the indent and the letters of the first. */
const inParagraphs = (xml: string): string =>
  xml.replaceAll(PARAGRAPHS, (paragraph) =>
    paragraph.includes(PARAGRAPH)
      ? paragraph.replaceAll(RUNS, (run) =>
          run.replaceAll(
            PARAGRAPH,
            `</w:t></w:r></w:p><w:p>${look(paragraph, 'w:pPr')}<w:r>${look(run, 'w:rPr')}<w:t xml:space="preserve">`,
          ),
        )
      : paragraph,
  );

/** The filled file. Blanks stay blank: what may not be blank has been asked for before. */
export function fill(template: Buffer, data: FormData): Buffer {
  const filled = document(new PizZip(template), () => '');
  filled.render(markedData(data));
  const zip = filled.getZip();
  const xml = zip.file(BODY)?.asText() ?? '';
  if (xml.includes(PARAGRAPH)) zip.file(BODY, inParagraphs(xml));
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' });
}

/** Faults of the template language by docxtemplater's ids. */
const FAULTS: Readonly<Record<string, string>> = {
  unclosed_loop: 'forms.template.unclosedLoop',
  unopened_loop: 'forms.template.unopenedLoop',
  closing_tag_does_not_match_opening_tag: 'forms.template.crossedLoop',
  unclosed_tag: 'forms.template.unclosedTag',
  unopened_tag: 'forms.template.unopenedTag',
  duplicate_open_tag: 'forms.template.unclosedTag',
  duplicate_close_tag: 'forms.template.unopenedTag',
};

const faultsOf = (error: unknown): readonly FieldError[] => {
  const { properties } = error as Fault;
  return (properties?.errors ?? [error as Fault]).map(({ properties: one }) => ({
    field: 'file',
    code: FAULTS[one?.id ?? ''] ?? 'forms.template.unreadable',
    params: { tag: (one?.xtag ?? one?.context ?? '').slice(0, 60) },
  }));
};

function opened(bytes: Buffer): PizZip {
  if (bytes.length > TEMPLATE_BYTES) throw invalidField('file', 'forms.template.tooLarge');
  let zip: PizZip;
  try {
    zip = new PizZip(bytes);
  } catch {
    throw invalidField('file', 'forms.template.notWord');
  }
  const files = Object.values(zip.files) as { name: string; _data?: { uncompressedSize?: number } }[];
  const unfolded = files.reduce((sum, { _data }) => sum + (_data?.uncompressedSize ?? 0), 0);
  if (unfolded > UNFOLDED_BYTES) throw invalidField('file', 'forms.template.tooLarge');
  if (!zip.file(BODY)) throw invalidField('file', 'forms.template.notWord');
  if (files.some(({ name }) => /vbaProject|embeddings\/|activeX\//i.test(name))) {
    throw invalidField('file', 'forms.template.active');
  }
  return zip;
}

/**
 * Checks an edited template against a specimen in which every field of the form is filled.
 * @throws DomainError `validation` at `file`, one entry a fault, with the tag it concerns
 */
export function checkTemplate(bytes: Buffer, specimen: FormData): void {
  const zip = opened(bytes);
  const unknown = new Set<string>();
  const missing = (part: { readonly value?: string }): string => {
    if (part.value) unknown.add(part.value);
    return '';
  };
  try {
    document(zip, missing).render(specimen);
  } catch (error) {
    throw invalidFields(faultsOf(error));
  }
  if (unknown.size > 0) {
    throw invalidFields(
      [...unknown].map((tag) => ({ field: 'file', code: 'forms.template.unknownField', params: { tag } })),
    );
  }
}

const invalidFields = (errors: readonly FieldError[]) => new DomainError('invalid', 'validation', { errors });
