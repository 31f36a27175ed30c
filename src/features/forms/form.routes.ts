// The forms of a dispute: all thirty with what each lacks, one as it will print, and the templates behind them.

import { type Request, type RequestHandler, type Response } from 'express';
import { Readable } from 'node:stream';
import { invalidField } from '../../domain/errors.ts';
import { FORM_IDS, formOf } from '../../domain/form.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { onceOf } from '../../http/once.ts';
import { type RouteRow } from '../../http/routes.ts';
import { filesOf } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { sendBytes } from '../files/index.ts';
import { issuedJson, standingJson, standingView } from './form.presenter.ts';
import {
  answersByTag,
  disputeParams,
  formatQuery,
  formParams,
  issueBody,
  type IssueBody,
  issuedParams,
  issuedView,
  issueSchema,
  previewQuery,
  standingsView,
  templateParams,
  templateReason,
  templateVersionParams,
} from './form.schema.ts';
import { type FormService } from './form.service.ts';
import { type TemplateService } from './template.service.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const PATH = '/disputes/:disputeId/forms';
const GROUP = 'forms:api.group';

export function formRoutes(forms: FormService, templates: TemplateService): readonly RouteRow[] {
  const list: RequestHandler = async (req, res) => {
    const { disputeId } = validate(disputeParams, req.params);
    const { dispute, forms: standings } = await forms.overview(requireActor(req), disputeId);
    const views = standings.filter(({ refusal }) => refusal !== 'off').map((one) => standingView(one, disputeId));
    res.page('forms/list', {
      dispute: { id: dispute.id, number: dispute.number, title: dispute.title },
      ready: views.filter((view) => view.ready),
      lacking: views.filter((view) => !view.ready && view.refusal === null),
      refused: views.filter(({ refusal }) => refusal !== null),
      issued: views.filter(({ prints }) => prints.length > 0),
      waiting: views.some(({ waiting }) => waiting),
    });
  };

  const previewPage = async (req: Request, res: Response, typed: IssueBody, errors: readonly FormError[]) => {
    const { disputeId, form } = validate(formParams, req.params);
    const wanted = typed.session ?? validate(previewQuery, { session: req.query['session'] }).session;
    const session = Number(wanted) || undefined;
    const { dispute, standing, page, sessions } = await forms.preview(
      requireActor(req),
      disputeId,
      form,
      session,
      answersByTag(form, typed),
    );
    res.page(
      'forms/preview',
      {
        dispute: { id: dispute.id, number: dispute.number, title: dispute.title },
        form: standingView(standing, disputeId),
        page,
        session: session ?? sessions.at(-1) ?? null,
        sessions: formOf(form).perSession ? sessions : [],
        values: typed,
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const issue: RequestHandler = async (req, res) => {
    const { disputeId, form } = validate(formParams, req.params);
    const typed = (req.body ?? {}) as IssueBody;
    try {
      const body = validate<IssueBody>(issueSchema(form), typed);
      const { format = 'pdf', session } = body;
      await forms.issue(
        requireActor(req),
        disputeId,
        { form, format, session, answers: answersByTag(form, body) },
        onceOf(req),
      );
      flash(req, { kind: 'success', key: 'forms:flash.issued' });
      res.redirect(303, `/disputes/${disputeId}/forms#issued`);
    } catch (error) {
      await previewPage(req, res, typed, formErrorsOf(res, error));
    }
  };

  const templatesPage = async (res: Response, at: string, errors: readonly FormError[]) => {
    const versions = await templates.versions();
    res.page(
      'forms/templates',
      {
        templates: FORM_IDS.map((form) => ({ form, versions: versions.filter((one) => one.form === form) })),
        at,
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const change =
    (withFile: boolean): RequestHandler =>
    async (req, res) => {
      const { form } = validate(templateParams, req.params);
      try {
        const { reason } = validate(templateReason, req.body);
        const [file] = filesOf(req);
        if (withFile && !file) throw invalidField('file', 'any.required');
        const bytes = withFile && file ? await whole(file.open()) : undefined;
        const fileName = file?.name ?? `${form}.docx`;
        await templates.put(requireActor(req), form, { ...(bytes ? { bytes } : {}), fileName, reason });
        flash(req, { kind: 'success', key: 'forms:flash.template' });
        res.redirect(303, `/form-templates#${form}`);
      } catch (error) {
        await templatesPage(res, form, formErrorsOf(res, error));
      }
    };

  const download: RequestHandler = async (req, res) => {
    const { form, no } = validate(templateVersionParams, req.params);
    const bytes = await templates.version(form, no);
    await sendBytes(
      res,
      { fileName: `${form}-${no}.docx`, mediaType: WORD, bytes: bytes.length },
      Readable.from([bytes]),
    );
  };

  const apiIssue: RequestHandler = async (req, res) => {
    const { disputeId, form } = validate(formParams, req.params);
    const { format } = validate(formatQuery, req.query);
    const body = validate<IssueBody>(issueBody, req.body);
    const issued = await forms.issue(
      requireActor(req),
      disputeId,
      { form, format, session: body.session, answers: answersByTag(form, body) },
      onceOf(req),
    );
    res.status(202).location(`/api/v1/disputes/${disputeId}/forms/issued/${issued.id}`).json(issuedJson(issued));
  };

  const apiList: RequestHandler = async (req, res) => {
    const { disputeId } = validate(disputeParams, req.params);
    const { forms: standings } = await forms.overview(requireActor(req), disputeId);
    res.json({ items: standings.map(standingJson) });
  };

  const apiIssued: RequestHandler = async (req, res) => {
    const { disputeId, issuedId } = validate(issuedParams, req.params);
    res.json(issuedJson(await forms.issued(requireActor(req), disputeId, issuedId)));
  };

  return [
    { method: 'get', path: PATH, right: 'workCases', handler: list },
    { method: 'get', path: `${PATH}/:form`, right: 'workCases', handler: (req, res) => previewPage(req, res, {}, []) },
    { method: 'post', path: `${PATH}/:form`, right: 'workCases', handler: issue },
    {
      method: 'get',
      path: '/form-templates',
      right: 'manageForms',
      handler: (_req, res) => templatesPage(res, '', []),
    },
    {
      method: 'post',
      path: '/form-templates/:form',
      right: 'manageForms',
      handler: change(true),
      takesFile: 'several',
    },
    { method: 'post', path: '/form-templates/:form/standard', right: 'manageForms', handler: change(false) },
    { method: 'get', path: '/form-templates/:form/versions/:no', right: 'manageForms', handler: download },
    {
      method: 'get',
      path: `/api/v1${PATH}`,
      right: 'workCases',
      scope: 'disputes:read',
      handler: apiList,
      operation: {
        id: 'listForms',
        summary: 'forms:api.list',
        group: GROUP,
        params: disputeParams,
        responses: { 200: standingsView },
      },
    },
    {
      method: 'post',
      path: `/api/v1${PATH}/:form`,
      right: 'workCases',
      scope: 'disputes:write',
      handler: apiIssue,
      operation: {
        id: 'issueForm',
        summary: 'forms:api.issue',
        description: 'forms:api.issueHint',
        group: GROUP,
        params: formParams,
        query: formatQuery,
        body: issueBody,
        responses: { 202: issuedView },
      },
    },
    {
      method: 'get',
      path: `/api/v1${PATH}/issued/:issuedId`,
      right: 'workCases',
      scope: 'disputes:read',
      handler: apiIssued,
      operation: {
        id: 'showIssuedForm',
        summary: 'forms:api.issued',
        group: GROUP,
        params: issuedParams,
        responses: { 200: issuedView },
      },
    },
  ];
}

async function whole(source: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
