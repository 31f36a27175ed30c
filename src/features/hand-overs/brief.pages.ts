// The one page a receiver reads before it answers, and the page on which it sends the dispute back with one tap.

import { type RequestHandler } from 'express';
import { DECLINE_REASONS, type DeclineReason } from '../../domain/hand-over.ts';
import { type Suggestion } from '../../domain/jurisdiction.ts';
import { forbidden } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { type Clock } from '../../platform/clock.ts';
import {
  type ActContext,
  type ActPage,
  type DisputeRecord,
  type DisputeService,
  type OpenedParty,
  type PartyReader,
  type UnitNames,
} from '../disputes/index.ts';
import { briefView } from './brief.presenter.ts';
import { SEND_UP_CODES } from './send.acts.ts';
import { type HandOverService } from './hand-over.service.ts';

export interface BriefPagesDeps {
  readonly disputes: DisputeService;
  readonly handOvers: HandOverService;
  readonly parties: PartyReader;
  readonly clock: Clock;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  readonly suggest: (dispute: DisputeRecord) => Promise<Suggestion | undefined>;
  /** Whom to call: the name and, when the person gave one, the number of a colleague. */
  readonly colleague: (accountId: string) => Promise<{ readonly name: string; readonly phone?: string } | undefined>;
}

export function briefPages(deps: BriefPagesDeps): readonly RouteRow[] {
  const show: RequestHandler<{ disputeId: string }> = async (req, res) => {
    const actor = requireActor(req);
    const { dispute, reading } = await deps.disputes.read(actor, req.params.disputeId);
    if (reading !== 'full') throw forbidden('right', 'readCases');
    const [names, handOvers, suggestion] = await Promise.all([
      deps.unitNames(req.language),
      deps.handOvers.ofDispute(dispute.id),
      deps.suggest(dispute),
    ]);
    const latest = handOvers.findLast(({ kind }) => kind !== 'assist');
    const colleague = await deps.colleague(latest?.sentBy.accountId ?? dispute.origin.accountId);
    const judgements = deps.disputes.judgements(actor, dispute);
    const may = (act: string): boolean => judgements.some((judgement) => judgement.act === act && judgement.allowed);
    const parties: readonly OpenedParty[] = deps.parties.open(dispute, actor);
    res.page('hand-overs/brief', {
      ...briefView({ dispute, handOvers, suggestion, names, now: deps.clock.now() }),
      parties,
      colleague: colleague ?? null,
      colleagueUnit: names(latest?.from.code ?? dispute.origin.unitCode),
      mayAccept: may('acceptHandOver'),
      mayDecline: may('declineHandOver'),
      maySendUp: may('escalate') && dispute.owner.tier === 'village',
    });
  };
  return [{ method: 'get', path: '/disputes/:disputeId/brief', right: 'readCases', handler: show as RequestHandler }];
}

/** Declining, and sending a dispute back up: one big button a reason. */
export const sendBackPages = (deps: {
  readonly better: (context: ActContext) => Promise<string | undefined>;
  /** Attempts of the unit that declines, counted as its refusal will be. */
  readonly attempts: (context: ActContext) => Promise<number>;
}): Readonly<Partial<Record<'declineHandOver' | 'escalate', ActPage>>> => {
  const model =
    (codes: readonly (keyof typeof DECLINE_REASONS)[]) =>
    async (context: ActContext): Promise<object> => {
      const declines = context.article.act === 'declineHandOver';
      const unproved = declines && (await deps.attempts(context)) === 0;
      const reasons = codes.map((code) => {
        const reason: DeclineReason = DECLINE_REASONS[code];
        return {
          code,
          needsNote: reason.needsNote ?? false,
          outsideBody: reason.outsideBody ?? false,
          counted: reason.countsAgainstUnit ?? false,
          attemptsMissing: unproved && reason.needsContactLog === true,
        };
      });
      return { better: (await deps.better(context)) ?? '', reasons };
    };
  return {
    declineHandOver: {
      template: 'hand-overs/send-back',
      model: model(Object.keys(DECLINE_REASONS) as (keyof typeof DECLINE_REASONS)[]),
    },
    escalate: { template: 'hand-overs/send-back', model: model(SEND_UP_CODES) },
  };
};
