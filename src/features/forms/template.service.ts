// The Word templates: a standard one for each form comes with the system; a clerk may put an edited one in its place,
// after it has been checked, and the standard one back again. Every version stays with its date and reason.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notFound } from '../../domain/errors.ts';
import { type FormId } from '../../domain/form.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { projectRoot } from '../../platform/project.ts';
import { type FormTemplate } from './form.record.ts';
import { type FormRepository } from './form.repository.ts';
import { specimenOf } from './form.specimen.ts';
import { checkTemplate } from './word.fill.ts';

const standardOf = (form: FormId): Promise<Buffer> => readFile(join(projectRoot, 'templates', `${form}.docx`));

export class TemplateService {
  readonly #repository: FormRepository;
  readonly #clock: Clock;

  constructor(repository: FormRepository, clock: Clock) {
    this.#repository = repository;
    this.#clock = clock;
  }

  /** The template in force. */
  async current(form: FormId): Promise<Buffer> {
    return (await this.#repository.template(form))?.bytes ?? standardOf(form);
  }

  /** A version; 0 is the standard one. @throws DomainError `forms.templateUnknown` */
  async version(form: FormId, no: number): Promise<Buffer> {
    if (no === 0) return standardOf(form);
    const found = await this.#repository.templateVersion(form, no);
    if (!found) throw notFound('forms.templateUnknown');
    return found.bytes ?? standardOf(form);
  }

  versions(): ReturnType<FormRepository['templateVersions']> {
    return this.#repository.templateVersions();
  }

  /**
   * Puts an edited template in place, or the standard one when `bytes` is missing.
   * @throws DomainError `validation` at `file` with one entry a fault; conflict `forms.templateRace`
   */
  async put(
    actor: Actor,
    form: FormId,
    { bytes, fileName, reason }: { readonly bytes?: Buffer; readonly fileName: string; readonly reason: string },
  ): Promise<FormTemplate> {
    if (bytes) checkTemplate(bytes, specimenOf(form));
    const before = await this.#repository.template(form);
    const template: FormTemplate = {
      form,
      no: (before?.no ?? 0) + 1,
      ...(bytes ? { bytes } : {}),
      fileName: fileName.slice(0, 200),
      reason,
      since: this.#clock.now(),
      by: { accountId: actor.accountId, name: actor.name },
    };
    await this.#repository.addTemplate(template);
    return template;
  }
}
