// Which of the missing papers the system can write from the record, and what it lacks for the others.

import { type DossierPart, PROVING_FORMS } from '../../domain/dossier.ts';
import { type FormId, formOf } from '../../domain/form.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { type FileRecord } from '../files/index.ts';
import { type FormStanding } from '../forms/index.ts';
import { inDossier, missingIn, sessionOf } from './dossier.parts.ts';
import { type Makeable } from './dossier.record.ts';

/** Forms that prove a part, the fittest first: what was agreed orally is registered, not written out. */
function formsOf(part: DossierPart, { agreement }: DisputeRecord): readonly FormId[] {
  const forms = PROVING_FORMS[part] ?? [];
  return part === 'agreement' && agreement?.form === 'oral' ? forms.toReversed() : forms;
}

const isReady = ({ refusal, lacking, open }: FormStanding): boolean =>
  refusal === null && lacking.length === 0 && open.length === 0;

/** One entry a missing paper: ready to be made, being made, or what it waits for. */
export function makeables(
  dispute: DisputeRecord,
  files: readonly FileRecord[],
  forms: readonly FormStanding[],
): readonly Makeable[] {
  const standing = (id: FormId) => forms.find((form) => form.id === id);
  return missingIn(dispute, files).flatMap((part): readonly Makeable[] => {
    const own = formsOf(part, dispute).flatMap((id) => standing(id) ?? []);
    const chosen = own.find(isReady) ?? own.find(({ refusal }) => refusal === null);
    if (!chosen) return [{ part, state: 'byHand', lacking: [], open: [] }];
    const { id: form, lacking, prints } = chosen;
    const open = chosen.open.map((ask) => ask.id);
    const entry = (session?: number): Makeable => {
      const waits = prints.some(
        (print) => print.state === 'waiting' && print.round === dispute.round && print.session === session,
      );
      const state = waits ? 'waiting' : isReady(chosen) ? 'ready' : 'lacking';
      return { part, form, state, lacking, open, ...(session === undefined ? {} : { session }) };
    };
    if (!formOf(form).perSession) return [entry()];
    const there = new Set(
      files.filter((file) => file.form === form && inDossier(file, dispute.round)).map((file) => sessionOf(file)),
    );
    return Array.from({ length: dispute.sessions }, (_, index) => index + 1)
      .filter((no) => !there.has(no))
      .map(entry);
  });
}
