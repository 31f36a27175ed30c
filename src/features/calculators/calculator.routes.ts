// Pages and API of the calculators and of the published figures they use.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { DomainError, invalidField } from '../../domain/errors.ts';
import { ENTERED_FIGURES, type EnteredFigureKind } from '../../domain/injury.ts';
import { parseMoney } from '../../domain/money.ts';
import { hasRight } from '../../domain/permission.ts';
import { type Working } from '../../domain/working.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { onceOf } from '../../http/once.ts';
import { type RouteRow } from '../../http/routes.ts';
import { fileOf } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { choice, type DisputeService, text } from '../disputes/index.ts';
import { CALCULATOR_KINDS, CALCULATORS } from './calculator.kinds.ts';
import { type CalculatorService } from './calculator.service.ts';

export interface CalculatorRoutesDeps {
  readonly calculators: CalculatorService;
  readonly disputes: Pick<DisputeService, 'read'>;
}

interface FigureInput {
  readonly kind: EnteredFigureKind;
  readonly year: number;
  readonly amount: string;
  readonly source: string;
}
const figureBody = Joi.object<FigureInput>({
  kind: choice(ENTERED_FIGURES).required(),
  year: Joi.number().integer().empty('').required(),
  amount: text(30).required(),
  source: text(200).required(),
});
const disputeId = Joi.string().hex().length(24);
const params = Joi.object({
  kind: Joi.string()
    .valid(...CALCULATOR_KINDS)
    .required(),
});

/** What the address or the form asks, as text; names of the machinery are left out. */
const questionOf = (sent: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(sent).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' && !name.startsWith('_') && !['dispute', 'kind'].includes(name)
        ? [[name, value]]
        : [],
    ),
  );

const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function calculatorRoutes({ calculators, disputes }: CalculatorRoutesDeps): readonly RouteRow[] {
  const hub: RequestHandler = (req, res) =>
    res.page('calculators/hub', {
      cards: CALCULATOR_KINDS.map((kind) => ({ kind, icon: CALCULATORS[kind].icon })),
      dispute: stringOf(req.query['dispute']),
      amount: stringOf(req.query['amount']),
    });

  const show: RequestHandler<{ kind: string }> = async (req, res) => {
    const { kind, fields, schema } = calculators.calculator(req.params.kind);
    const question = questionOf(req.query);
    const asked =
      Object.keys(question).some((name) => fields.some((field) => field.name === name)) && 'go' in req.query;
    const dispute = disputeId.validate(req.query['dispute']).error ? '' : stringOf(req.query['dispute']);
    let working: Working | undefined;
    let errors: readonly FormError[] = [];
    let refusal = '';
    if (asked) {
      const { go: _go, ...input } = question;
      try {
        working = await calculators.calculate(kind, validate(schema, input));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        errors = error.kind === 'invalid' ? formErrorsOf(res, error) : [];
        refusal = error.kind === 'invalid' ? '' : res.explain(error).detail;
      }
    }
    res.page(
      'calculators/show',
      {
        kind,
        fields,
        values: question,
        working: working ?? null,
        errors,
        refusal,
        dispute,
        known: dispute ? await titleOf(req, dispute) : null,
        question,
      },
      errors.length > 0 || refusal ? 422 : 200,
    );
  };

  const titleOf = async (req: Request, id: string) => {
    const { dispute, reading } = await disputes.read(requireActor(req), id);
    return { number: dispute.number, full: reading === 'full' };
  };

  const attach: RequestHandler<{ disputeId: string }> = async (req, res) => {
    const { kind, schema } = calculators.calculator(stringOf((req.body as { kind?: unknown }).kind));
    const { go: _go, ...question } = questionOf(req.body as object);
    const input = validate(schema, question) as object;
    await calculators.attach(disputes, requireActor(req), req.params.disputeId, { kind, input, question }, onceOf(req));
    flash(req, { kind: 'success', key: 'calculators:attached' });
    res.redirect(303, `/disputes/${req.params.disputeId}#calculations`);
  };

  const figuresPage = async (
    req: Request,
    res: Response,
    errors: { readonly rates?: readonly FormError[]; readonly figure?: readonly FormError[] } = {},
  ) => {
    const [rates, figures] = await Promise.all([calculators.rates(), calculators.figures()]);
    res.page(
      'calculators/figures',
      {
        rates,
        figures,
        kinds: ENTERED_FIGURES,
        mayEdit: hasRight(requireActor(req).role, 'managePolicies'),
        rateErrors: errors.rates ?? [],
        figureErrors: errors.figure ?? [],
        values: errors.figure ? (req.body as object) : {},
      },
      errors.rates || errors.figure ? 422 : 200,
    );
  };

  const figures: RequestHandler = (req, res) => figuresPage(req, res);

  const importRates: RequestHandler = async (req, res) => {
    try {
      const file = fileOf(req);
      if (!file) throw invalidField('file', 'any.required');
      const count = await calculators.importRates(requireActor(req), file.bytes);
      flash(req, { kind: 'success', key: 'calculators:ratesImported', params: { count } });
      res.redirect(303, '/calculators/figures');
    } catch (error) {
      await figuresPage(req, res, { rates: formErrorsOf(res, error) });
    }
  };

  const saveFigure = async (req: Request): Promise<void> => {
    const { amount, ...figure } = validate<FigureInput>(figureBody, withoutMachinery(req.body as object));
    await calculators.enterFigure(requireActor(req), { ...figure, amountFen: fenOf(amount) });
  };

  const enterFigure: RequestHandler = async (req, res) => {
    try {
      await saveFigure(req);
      flash(req, { kind: 'success', key: 'calculators:figureEntered' });
      res.redirect(303, '/calculators/figures');
    } catch (error) {
      await figuresPage(req, res, { figure: formErrorsOf(res, error) });
    }
  };

  const apiCalculate: RequestHandler<{ kind: string }> = async (req, res) => {
    const { schema, kind } = calculators.calculator(req.params.kind);
    res.json({ kind, ...(await calculators.calculate(kind, validate(schema, req.query))) });
  };
  const apiFigures: RequestHandler = async (_req, res) => {
    const [rates, base] = await Promise.all([calculators.rates(), calculators.figures()]);
    res.json({ primeRates: rates, baseFigures: base });
  };
  const apiImport: RequestHandler = async (req, res) => {
    const file = fileOf(req);
    if (!file) throw invalidField('file', 'any.required');
    res.json({ imported: await calculators.importRates(requireActor(req), file.bytes) });
  };
  const apiFigure: RequestHandler = async (req, res) => {
    await saveFigure(req);
    res.status(204).end();
  };
  const apiOfDispute: RequestHandler<{ disputeId: string }> = async (req, res) => {
    const { dispute, reading } = await disputes.read(requireActor(req), req.params.disputeId);
    res.json({ items: reading === 'full' ? await calculators.ofDispute(dispute.id) : [] });
  };

  const group = 'calculators:api.group';
  const answers = { 200: Joi.object().unknown() };
  return [
    { method: 'get', path: '/calculators', right: 'signedIn', handler: hub },
    { method: 'get', path: '/calculators/figures', right: 'signedIn', handler: figures },
    {
      method: 'post',
      path: '/calculators/figures/prime-rates',
      right: 'managePolicies',
      handler: importRates,
      takesFile: true,
    },
    { method: 'post', path: '/calculators/figures/base', right: 'managePolicies', handler: enterFigure },
    { method: 'get', path: '/calculators/:kind', right: 'signedIn', handler: show as unknown as RequestHandler },
    {
      method: 'post',
      path: '/disputes/:disputeId/calculations',
      right: 'workCases',
      handler: attach as unknown as RequestHandler,
    },
    {
      method: 'get',
      path: '/api/v1/calculators/:kind',
      right: 'signedIn',
      scope: 'figures:read',
      handler: apiCalculate as unknown as RequestHandler,
      operation: { id: 'calculate', summary: 'calculators:api.calculate', group, params, responses: answers },
    },
    {
      method: 'get',
      path: '/api/v1/figures',
      right: 'signedIn',
      scope: 'figures:read',
      handler: apiFigures,
      operation: { id: 'listFigures', summary: 'calculators:api.figures', group, responses: answers },
    },
    {
      method: 'put',
      path: '/api/v1/figures/prime-rates',
      right: 'managePolicies',
      scope: 'figures:write',
      handler: apiImport,
      takesFile: true,
      operation: { id: 'importPrimeRates', summary: 'calculators:api.importRates', group, responses: answers },
    },
    {
      method: 'put',
      path: '/api/v1/figures/base',
      right: 'managePolicies',
      scope: 'figures:write',
      handler: apiFigure,
      operation: {
        id: 'enterBaseFigure',
        summary: 'calculators:api.enterFigure',
        group,
        body: figureBody,
        responses: { 204: null },
      },
    },
    {
      method: 'get',
      path: '/api/v1/disputes/:disputeId/calculations',
      right: 'readCases',
      scope: 'disputes:read',
      handler: apiOfDispute as unknown as RequestHandler,
      operation: {
        id: 'listCalculations',
        summary: 'calculators:api.ofDispute',
        group,
        params: Joi.object({ disputeId: disputeId.required() }),
        responses: answers,
      },
    },
  ];
}

const withoutMachinery = (body: object): object =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !name.startsWith('_')));

/** @throws DomainError `validation` at `amount` */
function fenOf(typed: string): number {
  try {
    const fen = parseMoney(typed);
    if (fen > 0) return fen;
  } catch (error) {
    if (error instanceof DomainError) throw invalidField('amount', error.code);
    throw error;
  }
  throw invalidField('amount', 'law.money.invalid');
}
