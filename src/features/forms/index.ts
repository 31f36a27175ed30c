import { type Connection } from 'mongoose';
import { type JobDefinition } from '../../platform/jobs.ts';
import { type FormId } from '../../domain/form.ts';
import { drawPdf, formJobs, type FormJobDeps } from './form.jobs.ts';
import { createPrinter, type FormPrinter } from './form.printer.ts';
import { FormRepository } from './form.repository.ts';
import { formRoutes } from './form.routes.ts';
import { FormService, type FormServiceDeps } from './form.service.ts';
import { TemplateService } from './template.service.ts';
import { type RouteRow } from '../../http/routes.ts';
import { fill, type FormData } from './word.fill.ts';

export { type FormPrinter } from './form.printer.ts';
export { FONT_FILES, stretches } from './glyphs.ts';
export { drawPdf } from './form.jobs.ts';
export { type FormSource, readSource, type SourceDeps } from './form.source.ts';
export { type Drawable, type FormService } from './form.service.ts';
export { type FormStanding } from './form.record.ts';
export { type FormData } from './word.fill.ts';

export interface FormsDeps
  extends
    Omit<FormServiceDeps, 'repository' | 'templates' | 'disputes' | 'files'>,
    Pick<FormJobDeps, 'threads' | 'files'> {
  readonly connection: Connection;
  readonly disputes: FormServiceDeps['disputes'];
  readonly records: FormJobDeps['disputes'];
  readonly optionalForms: readonly string[];
}

/** Builds the forms on a database. */
export function createForms({ connection, records, threads, files, ...deps }: FormsDeps): {
  readonly forms: FormService;
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
  readonly printer: FormPrinter;
  /** Fills a form that belongs to no dispute from its present template. */
  readonly printForm: (form: FormId, data: FormData, format: 'docx' | 'pdf') => Promise<Buffer>;
} {
  const repository = new FormRepository(connection);
  const templates = new TemplateService(repository, deps.clock);
  const forms = new FormService({ ...deps, files, repository, templates });
  const { clock, i18n } = deps;
  const drawing = formJobs({ repository, forms, disputes: records, files, threads, clock, i18n });
  return {
    forms,
    rows: formRoutes(forms, templates),
    jobs: drawing.jobs,
    printForm: async (form, data, format) => {
      const word = fill(await templates.current(form), data);
      if (format === 'docx') return word;
      return (await drawPdf(threads, word, i18n.t('zh-CN', `forms:names.${form}`))).pdf;
    },
    printer: createPrinter({ repository, forms, files, draw: drawing.draw }),
  };
}
