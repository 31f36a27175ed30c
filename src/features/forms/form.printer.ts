// Prints at once what others wait for: a batch of many disputes draws its sheets itself instead of asking for each.

import { DomainError } from '../../domain/errors.ts';
import { type FormId } from '../../domain/form.ts';
import { type Actor } from '../../domain/permission.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { current, type FileService } from '../files/index.ts';
import { type FormRepository, samePrint } from './form.repository.ts';
import { type FormService } from './form.service.ts';

export interface FormPrinter {
  /**
   * Prints the form unless the present round has it in print.
   * @throws DomainError as `FormService.issue`, and what drawing found wrong
   */
  print(actor: Actor, disputeId: string, form: FormId, session?: number): Promise<void>;
  /** The prints of the form in the dispute's present round, sessions in order. */
  printed(dispute: DisputeRecord, form: FormId): Promise<readonly Buffer[]>;
}

export function createPrinter({
  repository,
  forms,
  files,
  draw,
}: {
  readonly repository: FormRepository;
  readonly forms: FormService;
  readonly files: FileService;
  /** Does what the worker would do for a print that waits. */
  readonly draw: (issuedId: string) => Promise<void>;
}): FormPrinter {
  return {
    print: async (actor, disputeId, form, session) => {
      const { dispute, forms: standings } = await forms.overview(actor, disputeId);
      const wanted = { form, format: 'pdf' as const, round: dispute.round, session };
      const known = standings
        .find(({ id }) => id === form)
        ?.prints.find(
          (print) => print.state !== 'failed' && samePrint({ ...wanted, session: session ?? print.session })(print),
        );
      const { id } = known ?? (await forms.issue(actor, disputeId, { ...wanted, answers: {} }));
      await draw(id);
      const { problem } = await repository.get(id);
      if (problem) throw new DomainError('invalid', problem.code, problem.params ? { params: problem.params } : {});
    },
    printed: async (dispute, form) => {
      const papers = (await files.ofDispute(dispute.id)).filter(
        (file) =>
          file.form === form &&
          file.round === dispute.round &&
          !file.withdrawn &&
          current(file).mediaType === 'application/pdf',
      );
      return Promise.all(papers.map((file) => files.bytes(current(file))));
    },
  };
}
