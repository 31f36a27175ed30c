// The pages of supervision: what is late in the area, the same for printing, urging and answering.

import { type Request, type RequestHandler, type Response } from 'express';
import { addDays, dayOfInstant } from '../../domain/calendar-day.ts';
import { CLOCK_IDS } from '../../domain/clock-catalogue.ts';
import { WARNING_LEVELS } from '../../domain/clock.ts';
import { type Actor } from '../../domain/permission.ts';
import { RISK_LEVELS } from '../../domain/risk.ts';
import { TIERS } from '../../domain/tier.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { type FormError, formErrorsOf } from '../../http/form-errors.ts';
import { onceOf } from '../../http/once.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { inLanguage, type Names, type UnitNames } from '../disputes/index.ts';
import { urgingView, warningView } from './supervision.presenter.ts';
import {
  cursorText,
  filterOf,
  readCursor,
  replySchema,
  type UrgeInput,
  urgeSchema,
  type UrgingQuery,
  urgingQuery,
  type WarningQuery,
  warningQuery,
} from './supervision.schema.ts';
import { type SupervisionService } from './supervision.service.ts';

export interface SupervisionRoutesDeps {
  /** How far the calendar of rest days reaches; beyond it every date is provisional. */
  readonly calendar: () => Promise<{ readonly reach: string }>;
  readonly supervision: SupervisionService;
  readonly clock: Clock;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  /** The units below a person's own that a list may be narrowed to. */
  readonly areas: (actor: Actor) => Promise<readonly { readonly code: string; readonly name: Names }[]>;
}

/** The most serious first. */
const LEVELS = WARNING_LEVELS.toReversed();
/** As many rows as fit a printed list somebody still reads. */
const PRINTED = 500;
/** Days whoever is urged is given to answer, unless told. */
const ANSWER_DAYS = 2;

export function supervisionPages({
  supervision,
  clock,
  unitNames,
  areas,
  calendar,
}: SupervisionRoutesDeps): readonly RouteRow[] {
  const listOf = async (req: Request, limit?: number) => {
    const actor = requireActor(req);
    const asked = validate<WarningQuery>(warningQuery, req.query);
    const { levels: _asked, ...wide } = filterOf(asked, actor);
    const [names, counts] = await Promise.all([unitNames(req.language), supervision.counts(actor, wide)]);
    // Without a level in the address the list begins with the most serious there is.
    const level = asked.level ?? LEVELS.find((each) => counts.get(each)) ?? 'overdue';
    const query = { ...asked, level };
    const last = query.cursor ? readCursor(query.cursor) : undefined;
    const page = await supervision.list(actor, { ...wide, levels: [level] }, limit ?? query.limit, last);
    const now = clock.now();
    return {
      query,
      now,
      rows: page.items.map((item) => warningView(item, names, now)),
      next: page.next ? addressOf(req, '/supervision', { cursor: cursorText(page.next) }) : null,
      levels: LEVELS.map((each) => ({
        level: each,
        count: counts.get(each) ?? 0,
        current: each === level,
        href: addressOf(req, '/supervision', { level: each }, 'cursor'),
      })),
      total: counts.get(level) ?? 0,
    };
  };

  const list: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const [found, units, waiting, reach] = await Promise.all([
      listOf(req),
      areas(actor),
      supervision.waiting(actor),
      calendar(),
    ]);
    res.page('supervision/list', {
      ...found,
      waiting,
      calendar: reach,
      chips: chipsOf(req, found.query, units),
      printHref: addressOf(req, '/supervision/print', { level: found.query.level }, 'cursor'),
      choices: {
        units: units.map(({ code, name }) => ({ value: code, text: inLanguage(name, req.language) })),
        tiers: TIERS,
        clocks: CLOCK_IDS,
        risks: RISK_LEVELS,
      },
    });
  };

  const print: RequestHandler = async (req, res) => res.page('supervision/print', await listOf(req, PRINTED));

  const urgeForm = async (
    req: Request<{ warningId: string }>,
    res: Response,
    values: object,
    errors: readonly FormError[] = [],
  ) => {
    const found = await supervision.toUrge(requireActor(req), req.params.warningId);
    const names = await unitNames(req.language);
    const now = clock.now();
    const answerBy = addDays(dayOfInstant(now), ANSWER_DAYS);
    const model = { row: warningView(found, names, now), values: { answerBy, ...values }, errors };
    res.page('supervision/urge', model, errors.length > 0 ? 422 : 200);
  };

  const showUrge: RequestHandler<{ warningId: string }> = (req, res) => urgeForm(req, res, {});

  const urge: RequestHandler<{ warningId: string }> = async (req, res) => {
    try {
      const input = validate<UrgeInput>(urgeSchema, req.body);
      const urging = await supervision.urge(requireActor(req), req.params.warningId, input, onceOf(req));
      flash(req, { kind: 'success', key: 'supervision:urged', params: { number: urging.number } });
      res.redirect(303, `/supervision/urgings/${urging.id}`);
    } catch (error) {
      await urgeForm(req, res, (req.body ?? {}) as object, formErrorsOf(res, error));
    }
  };

  const urgings: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const query = validate<UrgingQuery>(urgingQuery, req.query);
    const [names, page] = await Promise.all([
      unitNames(req.language),
      supervision.urgings(actor, query.box, query.state, query.limit, query.cursor),
    ]);
    res.page('supervision/urgings', {
      box: query.box,
      rows: page.items.map((urging) => urgingView(urging, names, clock.now())),
      next: page.next ? addressOf(req, '/supervision/urgings', { cursor: page.next.toISOString() }) : null,
    });
  };

  const urgingPage = async (
    req: Request<{ urgingId: string }>,
    res: Response,
    typed: unknown = '',
    errors: readonly FormError[] = [],
  ) => {
    const { urging, mayReply } = await supervision.urging(requireActor(req), req.params.urgingId);
    const names = await unitNames(req.language);
    const model = { urging: urgingView(urging, names, clock.now()), mayReply, typed, errors };
    res.page('supervision/urging', model, errors.length > 0 ? 422 : 200);
  };

  const showUrging: RequestHandler<{ urgingId: string }> = (req, res) => urgingPage(req, res);

  const reply: RequestHandler<{ urgingId: string }> = async (req, res) => {
    try {
      const { text } = validate<{ text: string }>(replySchema, req.body);
      const urging = await supervision.reply(requireActor(req), req.params.urgingId, text, onceOf(req));
      flash(req, { kind: 'success', key: `supervision:replied.${urging.state}` });
      res.redirect(303, `/supervision/urgings/${urging.id}`);
    } catch (error) {
      const { text } = (req.body ?? {}) as { text?: unknown };
      await urgingPage(req, res, typeof text === 'string' ? text : '', formErrorsOf(res, error));
    }
  };

  const urgePath = '/supervision/warnings/:warningId/urge';
  const urgingPath = '/supervision/urgings/:urgingId';
  return [
    { method: 'get', path: '/supervision', right: 'readCases', handler: list },
    { method: 'get', path: '/supervision/print', right: 'readCases', handler: print },
    { method: 'get', path: urgePath, right: 'supervise', handler: showUrge as unknown as RequestHandler },
    { method: 'post', path: urgePath, right: 'supervise', handler: urge as unknown as RequestHandler },
    { method: 'get', path: '/supervision/urgings', right: 'readCases', handler: urgings },
    { method: 'get', path: urgingPath, right: 'readCases', handler: showUrging as unknown as RequestHandler },
    { method: 'post', path: urgingPath, right: 'workCases', handler: reply as unknown as RequestHandler },
  ];
}

/** The filters in force, each with the address without it. */
function chipsOf(
  req: Request,
  { unit, tier, clock, risk, mine }: WarningQuery,
  units: readonly { readonly code: string; readonly name: Names }[],
) {
  const named = units.find(({ code }) => code === unit);
  const chips = [
    { name: 'unit', text: unit && (named ? inLanguage(named.name, req.language) : unit) },
    { name: 'tier', textKey: tier && `common:tiers.${tier}` },
    { name: 'clock', textKey: clock && `law:clock.${clock}` },
    { name: 'risk', textKey: risk && `codes:risk.${risk}` },
    { name: 'mine', textKey: mine && 'supervision:filter.mine' },
  ];
  return chips
    .filter(({ text, textKey }) => text ?? textKey)
    .map((chip) => ({ ...chip, href: addressOf(req, '/supervision', {}, chip.name, 'cursor') }));
}

/** The page's address with some of its query changed and some left out. */
function addressOf(
  req: Request,
  path: string,
  changes: Readonly<Record<string, string>>,
  ...without: readonly string[]
): string {
  const query = new URLSearchParams(req.originalUrl.split('?')[1] ?? '');
  for (const name of without) query.delete(name);
  for (const [name, value] of Object.entries(changes)) query.set(name, value);
  return `${path}?${query.toString()}`;
}
