// What lies in the dossier of a round, part by part, and what it lacks.

import { CARRIED_PARTS, type DossierPart, FILED_PARTS, missingParts, requiredParts } from '../../domain/dossier.ts';
import { type FormId, formOf } from '../../domain/form.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { current, type FileRecord } from '../files/index.ts';
import { type PartStanding } from './dossier.record.ts';

/** A paper belongs to the dossier unless it was taken out, is a working copy in Word, or a form kept outside. */
export const inDossier = (file: FileRecord, round: number): boolean =>
  !file.withdrawn &&
  (file.round === round || (file.round < round && CARRIED_PARTS.includes(file.part))) &&
  (file.form === undefined ||
    (current(file).mediaType === 'application/pdf' &&
      formOf(file.form as FormId).part !== null &&
      file.form !== 'F25'));

/** How each part stands; the cover and the back are made when the dossier is bound. */
export function partStandings(dispute: DisputeRecord, files: readonly FileRecord[]): readonly PartStanding[] {
  const needed = requiredParts(dispute);
  const missing = missingIn(dispute, files);
  return FILED_PARTS.map((part) => ({
    part,
    duty: needed.includes(part) ? ('required' as const) : ('asNeeded' as const),
    papers: files
      .filter((file) => file.part === part && inDossier(file, dispute.round))
      .map((file) => ({ id: file.id, title: file.title, pages: current(file).pages ?? null })),
    missing: missing.includes(part),
  }));
}

/** `session:2` as the forms write what they are about. */
export const sessionOf = ({ about }: FileRecord): number | undefined => {
  const no = Number(/^session:(\d+)$/.exec(about ?? '')?.[1]);
  return no > 0 ? no : undefined;
};

/** Required parts of the dispute's present round that no paper proves. */
export const missingIn = (dispute: DisputeRecord, files: readonly FileRecord[]): readonly DossierPart[] =>
  missingParts(
    dispute,
    files
      .filter((file) => inDossier(file, dispute.round))
      .map((file) => ({ part: file.part, form: file.form, session: sessionOf(file) })),
  );
