import Joi from 'joi';
import { FORM_IDS, type FormId, formOf } from '../../domain/form.ts';
import { text } from '../disputes/index.ts';
import { type Format, FORMATS } from './form.record.ts';

const id = () => Joi.string().hex().length(24).required();
const form = Joi.string()
  .valid(...FORM_IDS)
  .required();
const session = Joi.number().integer().min(1).max(999).empty('');

export const disputeParams = Joi.object<{ disputeId: string }>({ disputeId: id() });
export const formParams = Joi.object<{ disputeId: string; form: FormId }>({ disputeId: id(), form });
export const issuedParams = Joi.object<{ disputeId: string; issuedId: string }>({ disputeId: id(), issuedId: id() });
export const templateParams = Joi.object<{ form: FormId }>({ form });
export const templateVersionParams = Joi.object<{ form: FormId; no: number }>({
  form,
  no: Joi.number().integer().min(0).max(9_999).required(),
});
export const templateReason = Joi.object<{ reason: string }>({ reason: text(200).required() });

const format = Joi.string()
  .valid(...FORMATS)
  .default('pdf');
export const formatQuery = Joi.object<{ format: Format }>({ format });
export const previewQuery = Joi.object<{ session?: number }>({ session });

const LONG = 4_000;
const SHORT = 200;
const answer = (long: boolean | undefined) => text(long ? LONG : SHORT);

/** What the issuer types for a form, by the ids of its questions. */
const answers = (which: FormId): Record<string, Joi.Schema> =>
  Object.fromEntries((formOf(which).asks ?? []).map((ask) => [ask.id, answer(ask.long)]));

export type IssueBody = { readonly session?: number; readonly format?: Format } & Readonly<Record<string, unknown>>;
/** The form of the page. */
export const issueSchema = (which: FormId): Joi.ObjectSchema<IssueBody> =>
  Joi.object<IssueBody>({ session, format, ...answers(which) });
/** The body over the API: any form's questions; the service says which are open. */
export const issueBody = Joi.object<IssueBody>({
  session,
  ...Object.assign({}, ...FORM_IDS.map(answers)),
});

/** Typed answers by the tags of the template. */
export const answersByTag = (which: FormId, body: IssueBody): Record<string, string> =>
  Object.fromEntries(
    (formOf(which).asks ?? []).flatMap(({ id: name, tag }) => {
      const typed = body[name];
      return typeof typed === 'string' && typed !== '' ? [[tag, typed] as const] : [];
    }),
  );

export const issuedView = Joi.object({
  id: Joi.string().required(),
  form: form,
  format: Joi.string().required(),
  session: Joi.number().integer(),
  round: Joi.number().integer().required(),
  print: Joi.number().integer().required(),
  number: Joi.string(),
  state: Joi.string().valid('waiting', 'done', 'failed').required(),
  requestedAt: Joi.date().required(),
  requestedBy: Joi.string().required(),
  finishedAt: Joi.date(),
  problem: Joi.object().unknown(),
  content: Joi.string(),
});
export const standingsView = Joi.object({
  items: Joi.array()
    .items(
      Joi.object({
        form,
        lacking: Joi.array().items(Joi.string()).required(),
        open: Joi.array().items(Joi.string()).required(),
        refusal: Joi.string().allow(null).required(),
        prints: Joi.array().items(issuedView).required(),
      }),
    )
    .required(),
});
