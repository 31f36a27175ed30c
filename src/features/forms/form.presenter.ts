import { formOf, NEED_PLACES } from '../../domain/form.ts';
import { type FormStanding, type IssuedForm } from './form.record.ts';

const contentOf = (base: string, { disputeId, fileId, fileVersion }: IssuedForm): string | null =>
  fileId && fileVersion
    ? `${base}/disputes/${disputeId}/${base ? 'documents' : 'files'}/${fileId}/versions/${fileVersion}/content`
    : null;

const printView = (print: IssuedForm) => ({
  state: print.state,
  format: print.format,
  print: print.print,
  session: print.session ?? null,
  at: print.requestedAt,
  by: print.requestedBy.name,
  href: contentOf('', print),
  problem: print.problem ?? null,
});

/** A form's line on the page: what it lacks leads to where it is filled in. */
export const standingView = (standing: FormStanding, disputeId: string) => ({
  id: standing.id,
  href: `/disputes/${disputeId}/forms/${standing.id}`,
  part: formOf(standing.id).part,
  refusal: standing.refusal,
  /** Nothing is left to fill in: one tap prints it. */
  ready: standing.refusal === null && standing.lacking.length === 0 && standing.open.length === 0,
  open: standing.open.map((ask) => ask.id),
  lacking: standing.lacking.map((need) => ({ need, href: `/disputes/${disputeId}${NEED_PLACES[need]}` })),
  asks: (formOf(standing.id).asks ?? []).map((ask) => ({ ...ask, told: standing.told[ask.tag] ?? '' })),
  waiting: standing.prints.some(({ state }) => state === 'waiting'),
  prints: standing.prints.map(printView),
});
export type StandingView = ReturnType<typeof standingView>;

/** A print as programs see it. */
export const issuedJson = (issued: IssuedForm) => {
  const content = contentOf('/api/v1', issued);
  return {
    id: issued.id,
    form: issued.form,
    format: issued.format,
    ...(issued.session === undefined ? {} : { session: issued.session }),
    round: issued.round,
    print: issued.print,
    ...(issued.number ? { number: issued.number } : {}),
    state: issued.state,
    requestedAt: issued.requestedAt,
    requestedBy: issued.requestedBy.name,
    ...(issued.finishedAt ? { finishedAt: issued.finishedAt } : {}),
    ...(issued.problem ? { problem: issued.problem } : {}),
    ...(content ? { content } : {}),
  };
};

export const standingJson = ({ id, lacking, refusal, open, prints }: FormStanding) => ({
  form: id,
  lacking,
  open: open.map((ask) => ask.id),
  refusal,
  prints: prints.map(issuedJson),
});
