// What a person sees of confirmation before the button: each rule with its article, the papers the court asks for, the days
// that are left; and afterwards how far the application has come (民事诉讼法205–206; 民诉法解释353–358).

import { type ConfirmationExclusion, confirmationRules, type ConfirmationRule } from '../../domain/agreement.ts';
import { type CalendarDay, daysBetween } from '../../domain/calendar-day.ts';
import { type Act, type State } from '../../domain/lifecycle.ts';
import { type Agreement, type DisputeRecord } from '../disputes/index.ts';
import { type FileRecord } from '../files/index.ts';
import { disputants } from '../mediation/index.ts';
import { type AgreementDocument } from './agreement.document.ts';
import { exclusionsOf } from './effect.ts';

/** A paper the application needs (民诉法解释354), or may need. */
export interface Attachment {
  readonly kind: 'agreement' | 'certificate' | 'identity' | 'address' | 'property';
  /** The party whose paper it is. */
  readonly name: string | null;
  readonly standing: 'there' | 'missing' | 'ifAny';
  /** Where it is got or handed in. */
  readonly href: string;
}

export interface ConfirmationView {
  readonly disputeId: string;
  readonly rules: readonly (Omit<ConfirmationRule, 'met'> & { readonly met: boolean | null })[];
  readonly eligible: boolean;
  readonly dueOn: string | null;
  readonly daysLeft: number | null;
  readonly attachments: readonly Attachment[];
  readonly confirmation: NonNullable<Agreement['confirmation']> | null;
  readonly present: readonly string[];
  /** Why the court did not confirm, by code, and its words. */
  readonly refusal: { readonly code: string; readonly note: string } | null;
  /** Acts of the reader that go on from here. */
  readonly acts: readonly Act[];
}

/** States in which the parties may still apply. */
const ASKED_IN: readonly State[] = ['S12', 'S13', 'S21'];

/** Form F13 certifies that the organisation ran the mediation. */
const CERTIFICATE = 'F13';

export function attachmentsOf(
  dispute: DisputeRecord,
  document: AgreementDocument | undefined,
  papers: readonly FileRecord[],
): readonly Attachment[] {
  const held = papers.filter(({ withdrawn, round }) => !withdrawn && round === dispute.round);
  const folder = (part: string) => `/disputes/${dispute.id}/files?part=${part}`;
  const forms = `/disputes/${dispute.id}/forms`;
  const standing = (there: boolean) => (there ? ('there' as const) : ('missing' as const));
  const drawn = document?.signatures.some(({ drawn: path, fileId }) => path ?? fileId) ?? false;
  const own = (part: FileRecord['part'], id: string) =>
    held.some(({ part: of, evidence }) => of === part && (evidence?.submitter ?? id) === id);
  return [
    {
      kind: 'agreement',
      name: null,
      standing: standing(drawn || held.some(({ part, title }) => part === 'agreement' && title !== '送达回证')),
      href: folder('agreement'),
    },
    { kind: 'certificate', name: null, standing: standing(held.some(({ form }) => form === CERTIFICATE)), href: forms },
    ...disputants(dispute).flatMap(({ id, name, service, phone, address }): readonly Attachment[] => [
      { kind: 'identity', name, standing: standing(own('identity', id)), href: folder('identity') },
      {
        kind: 'address',
        name,
        standing: standing(service !== undefined || (phone !== undefined && address !== undefined)),
        href: `/disputes/${dispute.id}/acts/confirmServiceAddress`,
      },
    ]),
    {
      kind: 'property',
      name: null,
      standing: held.some(({ part }) => part === 'confirmation') ? 'there' : 'ifAny',
      href: folder('confirmation'),
    },
  ];
}

/** The record keeps the code and the court's words as `code: words`. */
function refusalOf(reason: string | undefined): ConfirmationView['refusal'] {
  if (reason === undefined) return null;
  const [code = '', ...words] = reason.split(': ');
  return { code, note: words.join(': ') };
}

/** Null while the agreement binds nobody, and where nobody has applied and nobody can any more. */
export function presentConfirmation(
  dispute: DisputeRecord,
  document: AgreementDocument | undefined,
  papers: readonly FileRecord[],
  today: CalendarDay,
  acts: readonly Act[],
): ConfirmationView | null {
  const { agreement } = dispute;
  if (!agreement?.effectiveOn) return null;
  if (!agreement.confirmation && (agreement.form === 'oral' || !ASKED_IN.includes(dispute.state))) return null;
  const { form, effectiveOn, confirmation, confirmationDueOn: due } = agreement;
  const marked: readonly ConfirmationExclusion[] = document?.exclusions ?? [];
  const rules = confirmationRules({ form, effectiveOn, today, exclusions: exclusionsOf(dispute, marked) }, due);
  return {
    disputeId: dispute.id,
    rules: rules.map(({ met, ...rule }) => ({ ...rule, met: met ?? null })),
    eligible: rules.every(({ met }) => met !== false),
    dueOn: due ?? null,
    daysLeft: due && !confirmation ? daysBetween(today, due) : null,
    attachments: attachmentsOf(dispute, document, papers),
    confirmation: confirmation ?? null,
    present: (confirmation?.verification?.present ?? []).map(
      (id) => dispute.parties.find((party) => party.id === id)?.name ?? id,
    ),
    refusal: refusalOf(confirmation?.reason),
    acts,
  };
}
