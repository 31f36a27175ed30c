// The pages of disputes: desks, lists, the dispute itself, registration, and one pair of addresses for every act.

import { type Request, type RequestHandler, type Response } from 'express';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type DossierPart } from '../../domain/dossier.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Act, STATE_CODES } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { RISK_LEVELS } from '../../domain/risk.ts';
import { TIERS } from '../../domain/tier.ts';
import { type TrackWords } from '../../domain/track-policy.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { onceOf } from '../../http/once.ts';
import { type RouteRow } from '../../http/routes.ts';
import { filesOf, type HandedInFile } from '../../http/upload.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Once } from '../../platform/idempotency.ts';
import { type ActContext } from './act.ts';
import { presentField } from './act.presenter.ts';
import { DESKS, HOME, PILES } from './desk.ts';
import { filterOf, type ListInput } from './dispute.list.ts';
import {
  clockViews,
  courtResultOf,
  disputeRow,
  inLanguage,
  isOpen,
  trackDay,
  type UnitNames,
} from './dispute.presenter.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { custodyTotals, custodyViews, timeline } from './history.presenter.ts';
import { nextActs } from './next-acts.presenter.ts';
import { type PartyReader } from './party.reader.ts';
import { listSchema } from './dispute.schema.ts';
import { type DisputeService } from './dispute.service.ts';
import { type IntakeService } from './intake.service.ts';

/** A part of the dispute page that another feature fills: a template and what it shows. */
export interface Panel {
  readonly template: string;
  readonly model: object;
  /** Above everything else, for what must not be overlooked. */
  readonly place?: 'top';
}

/** A pile of another feature on the desk, above the piles of disputes. */
export interface DeskPanel extends Panel {
  readonly id: string;
  readonly titleKey: string;
  readonly count: number;
  readonly urgent: boolean;
}

/** A page of its own for an act whose form is more than a list of fields. */
export interface ActPage {
  readonly template: string;
  readonly model?: (context: ActContext) => Promise<object> | object;
  /** Where the act leads when it is one of several in a row; otherwise back to the dispute. */
  readonly next?: (done: DisputeRecord) => string | undefined;
  /** A picture handed in with the form becomes a paper of this part; the act gets its id as `fileId`. */
  readonly keeps?: (typed: Readonly<Record<string, unknown>>) => PaperPlace;
}

/** Where a paper belongs in the dossier, and what it is about. */
export interface PaperPlace {
  readonly part: DossierPart;
  readonly title: string;
  readonly about?: string;
}

export interface DisputePagesDeps {
  /** What the court calls each track on a day. */
  readonly trackWords: (on: CalendarDay) => Promise<TrackWords>;
  readonly disputes: DisputeService;
  readonly intake: IntakeService;
  readonly clock: Clock;
  readonly parties: PartyReader;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  /** Villages and townships where a dispute of this person's unit may have arisen. */
  readonly places: (actor: Actor) => Promise<readonly { code: string; name: { zh: string; en: string } }[]>;
  readonly panels: (dispute: DisputeRecord, actor: Actor, names: UnitNames) => Promise<readonly Panel[]>;
  readonly deskPanels: (actor: Actor, names: UnitNames) => Promise<readonly DeskPanel[]>;
  readonly actPages: Readonly<Partial<Record<Act, ActPage>>>;
  /** Keeps a picture handed in with an act's form; gives its id. */
  readonly keepPaper: (
    actor: Actor,
    disputeId: string,
    handedIn: HandedInFile,
    place: PaperPlace,
    once: Once | undefined,
  ) => Promise<string>;
  /** Told when a form has been taken: what was kept of it while it was filled in may go. */
  readonly taken: (actor: Actor, disputeId: string, act: Act) => Promise<void>;
}

const PILE_SIZE = 8;

export function disputePages(deps: DisputePagesDeps): readonly RouteRow[] {
  const { disputes, intake, clock } = deps;

  const home: RequestHandler = (req, res) => res.redirect(303, HOME[requireActor(req).role]);

  const desk: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const layout = DESKS[actor.role];
    if (!layout) return res.redirect(303, HOME[actor.role]);
    const now = clock.now();
    const names = await deps.unitNames(req.language);
    const piles = await Promise.all(
      layout.piles.map(async (id) => {
        const pile = PILES[id];
        const filter = pile.filter(actor, now);
        const [count, page] = await Promise.all([
          disputes.count(actor, filter),
          disputes.list(actor, filter, { limit: PILE_SIZE, order: pile.order }),
        ]);
        return {
          id,
          count,
          urgent: 'urgent' in pile && count > 0,
          rows: page.items.map((item) => disputeRow(item, names, now, disputes.isMasked(actor, item))),
          more: page.next !== undefined,
          href: `/disputes?pile=${id}`,
        };
      }),
    );
    res.page('disputes/desk', { desk: layout.id, piles, panels: await deps.deskPanels(actor, names) });
  };

  const list: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const now = clock.now();
    const input = validate<ListInput>(listSchema, req.query);
    const { filter, order } = filterOf(input, actor, now);
    const [names, page, count] = await Promise.all([
      deps.unitNames(req.language),
      disputes.list(actor, filter, { limit: input.limit, cursor: input.cursor, order }),
      disputes.count(actor, filter),
    ]);
    res.page('disputes/list', {
      rows: page.items.map((item) => disputeRow(item, names, now, disputes.isMasked(actor, item))),
      count,
      next: page.next ? nextHref(req, page.next) : null,
      input,
      choices: { states: STATE_CODES, tiers: TIERS, types: DISPUTE_TYPE_CODES, risks: RISK_LEVELS },
    });
  };

  const show: RequestHandler<{ disputeId: string }> = async (req, res) => {
    const actor = requireActor(req);
    const now = clock.now();
    const { dispute, reading } = await disputes.read(actor, req.params.disputeId);
    const names = await deps.unitNames(req.language);
    const [history, panels, suggestion] = await Promise.all([
      disputes.history(dispute.id),
      reading === 'full' ? deps.panels(dispute, actor, names) : [],
      dispute.state === 'S02' || dispute.state === 'S06' ? intake.suggest(dispute) : undefined,
    ]);
    const trackWords = await deps.trackWords(trackDay(dispute));
    res.page('disputes/show', {
      dispute,
      trackWords,
      trackName: inLanguage(trackWords[dispute.track], req.language),
      row: disputeRow(dispute, names, now, reading === 'summary'),
      reading,
      open: isOpen(dispute),
      parties: reading === 'full' ? deps.parties.open(dispute, actor) : [],
      clocks: clockViews(dispute, now),
      custody: custodyViews(dispute, names, now),
      custodyTotals: custodyTotals(dispute, now),
      courtResult: courtResultOf(dispute),
      place: names(dispute.place.unitCode),
      handOver: dispute.handOver
        ? { ...dispute.handOver, fromName: names(dispute.handOver.from.code), toName: names(dispute.handOver.to.code) }
        : null,
      suggestion: suggestion
        ? {
            ...suggestion,
            unitName: names(suggestion.unit),
            tribunalName: names(suggestion.jurisdiction.tribunal),
            placeName: names(suggestion.jurisdiction.params.place),
          }
        : null,
      acts: reading === 'full' ? nextActs(dispute, disputes.judgements(actor, dispute)) : { allowed: [], refused: [] },
      timeline: timeline(history, names),
      panels,
    });
  };

  const actPage = async (
    req: Request,
    res: Response,
    id: string,
    act: Act,
    values?: Record<string, unknown>,
    error?: DomainError,
  ) => {
    const actor = requireActor(req);
    const { context, fields } = await disputes.form(actor, id, act);
    const { dispute } = context;
    const own = deps.actPages[act];
    const names = await deps.unitNames(req.language);
    const status = error ? (error.kind === 'stale' ? 412 : 422) : 200;
    res.page(
      own?.template ?? 'disputes/act',
      {
        dispute,
        trackWords: await deps.trackWords(trackDay(dispute)),
        row: disputeRow(dispute, names, clock.now()),
        act,
        article: context.article,
        fields: fields.map((field) =>
          presentField(field, `${disputes.textsOf(act)}:fields.${act}`, req.language, values),
        ),
        values: values ?? {},
        parties: deps.parties.open(dispute, actor),
        problem: error ? res.explain(error) : null,
        stale: error?.kind === 'stale',
        model: (await own?.model?.(context)) ?? {},
      },
      status,
    );
  };

  const showAct: RequestHandler<{ disputeId: string; act: string }> = async (req, res) =>
    actPage(req, res, req.params.disputeId, req.params.act as Act);

  const doAct: RequestHandler<{ disputeId: string; act: string }> = async (req, res) => {
    const actor = requireActor(req);
    const { disputeId } = req.params;
    const { act, schema } = disputes.definition(req.params.act);
    const { version, ...typed } = (req.body ?? {}) as Record<string, unknown>;
    const own = deps.actPages[act];
    const [picture] = filesOf(req);
    try {
      if (own?.keeps && picture) {
        // Whoever may not do the act hands in nothing; whoever typed it wrongly need not take the picture again.
        await disputes.form(actor, disputeId, act);
        const once = onceOf(req);
        const key = once && { ...once, key: `${once.key}.file` };
        typed['fileId'] = await deps.keepPaper(actor, disputeId, picture, own.keeps(typed), key);
      }
      const seen = /^\d{1,9}$/.test(String(version)) ? Number(version) : undefined;
      const done = await disputes.perform(actor, disputeId, act, validate(schema, typed), {
        version: seen,
        once: onceOf(req),
      });
      await deps.taken(actor, disputeId, act);
      flash(req, { kind: 'success', key: `disputes:done.${act}`, params: { number: done.number } });
      res.redirect(303, own?.next?.(done) ?? `/disputes/${disputeId}`);
    } catch (error) {
      if (!(error instanceof DomainError) || (error.kind !== 'invalid' && error.kind !== 'stale')) throw error;
      await actPage(req, res, disputeId, act, typed, error).catch((refusal: unknown) => {
        // What overtook the person may also have closed the way: then their page being old is the reason to tell.
        throw error.kind === 'stale' ? error : refusal;
      });
    }
  };

  return [
    { method: 'get', path: '/', right: 'signedIn', handler: home },
    { method: 'get', path: '/desk', right: 'readCases', handler: desk },
    { method: 'get', path: '/disputes', right: 'readCases', handler: list },
    { method: 'get', path: '/disputes/:disputeId', right: 'readCases', handler: show as RequestHandler },
    { method: 'get', path: '/disputes/:disputeId/acts/:act', right: 'workCases', handler: showAct as RequestHandler },
    {
      method: 'post',
      path: '/disputes/:disputeId/acts/:act',
      right: 'workCases',
      takesFile: 'several',
      handler: doAct as RequestHandler,
    },
  ];
}

function nextHref(req: Request, cursor: string): string {
  const query = new URLSearchParams(req.originalUrl.split('?')[1] ?? '');
  query.set('cursor', cursor);
  return `/disputes?${query.toString()}`;
}
