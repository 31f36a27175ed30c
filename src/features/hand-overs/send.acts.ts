// Sending a dispute down, up or aside: where to, why, with a brief, and what the rules would have chosen.

import Joi from 'joi';
import { startClock } from '../../domain/clock.ts';
import { invalidField } from '../../domain/errors.ts';
import { DECLINE_CODES, DECLINE_REASONS, type DeclineCode, sendHandOver } from '../../domain/hand-over.ts';
import {
  type ActDefinition,
  type AnyActDefinition,
  choice,
  type DisputeRecord,
  referralDocketFields,
  referralDocketOf,
  text,
  unitCode,
} from '../disputes/index.ts';
import { type HandOverDeps } from './hand-over.acts.ts';
import { type UnitPosition } from '../../domain/tier.ts';
import { type HandOverRecord } from './hand-over.record.ts';

interface SendInput {
  readonly toUnit: string;
  /** A coded reason for sending it back up; its words stand where none are given. */
  readonly code?: DeclineCode;
  readonly reason?: string;
  readonly brief?: string;
  /** Of a referral before filing that was lodged without its docket. */
  readonly docket?: string;
}

/** Why a unit that has taken a dispute sends it back up: as for a decline, but for a duplicate, which is merged. */
export const SEND_UP_CODES: readonly DeclineCode[] = DECLINE_CODES.filter((code) => code !== 'B7');

const KIND_OF_ACT = { pushDown: 'push-down', escalate: 'escalate', transferLaterally: 'lateral' } as const;

/** Where a unit stands, without what else is known of it. */
export const position = ({ code, tier, path }: UnitPosition): UnitPosition => ({ code, tier, path });

/** pushDown, escalate and transferLaterally. */
export function sendActs(
  deps: Pick<HandOverDeps, 'repository' | 'units' | 'newId' | 'docketWord'>,
): readonly AnyActDefinition[] {
  const { repository, units, docketWord } = deps;

  const send = (act: keyof typeof KIND_OF_ACT): ActDefinition<SendInput> => ({
    act,
    schema: Joi.object<SendInput>({
      toUnit: unitCode().required(),
      ...(act === 'escalate'
        ? {
            code: choice(SEND_UP_CODES),
            reason: text(500).when('code', { is: Joi.exist(), otherwise: Joi.required() }),
          }
        : { reason: text(500).required(), docket: text(60) }),
      brief: text(4000),
    }),
    fields: async (context) => {
      const { dispute } = context;
      const suggested = await units.suggestion(dispute);
      const targets = await units.targets(KIND_OF_ACT[act], dispute.owner, dispute);
      const preferred = targets.find((unit) => unit.code === suggested?.unit) ?? targets[0];
      return [
        {
          name: 'toUnit',
          kind: 'select',
          required: true,
          options: targets.map((unit) => ({ value: unit.code, text: unit.name })),
          ...(preferred ? { value: preferred.code } : {}),
        },
        ...(act === 'escalate' ? [] : referralDocketFields(context, docketWord)),
        { name: 'reason', kind: 'textarea', required: true },
        { name: 'brief', kind: 'textarea', value: briefOf(dispute) },
      ];
    },
    prepare: async (context, input) => {
      const { dispute, now, actor, holidays } = context;
      const to = await units.find(input.toUnit).catch(() => {
        throw invalidField('toUnit', 'unit.unknown');
      });
      await units.demandSuitable(dispute, to);
      const referral = act === 'escalate' ? {} : referralDocketOf(context, input.docket, docketWord);
      const earlier = await repository.ofDispute(dispute.id);
      const clock = startClock('CL04', now, holidays);
      const suggested = act === 'pushDown' ? await units.suggestion(dispute) : undefined;
      const reason = input.reason ?? (input.code ? DECLINE_REASONS[input.code].words : '');
      const sent: HandOverRecord = {
        ...sendHandOver(
          { id: deps.newId(), kind: KIND_OF_ACT[act], from: dispute.owner, to: position(to), sentAt: now },
          earlier,
        ),
        disputeId: dispute.id,
        disputeNumber: dispute.number,
        title: dispute.title,
        dueAt: clock.dueAt ?? now,
        sentBy: { accountId: actor.accountId, name: actor.name },
        reason,
        ...(input.code ? { reasonCode: input.code } : {}),
        brief: input.brief ?? briefOf(dispute),
        ...(suggested && suggested.unit !== to.code ? { overrode: suggested } : {}),
      };
      return {
        set: {
          ...referral,
          handOver: {
            id: sent.id,
            kind: sent.kind,
            from: sent.from,
            to: sent.to,
            sentAt: now,
            dueAt: sent.dueAt,
            reason: sent.reason,
            brief: sent.brief,
          },
        },
        data: {
          handOver: sent.id,
          kind: sent.kind,
          to: to.code,
          reason,
          ...(input.code ? { because: input.code } : {}),
          ...(sent.overrode ? { suggested: sent.overrode.unit } : {}),
        },
        also: (tx) => repository.insert(sent, tx),
      };
    },
  });

  return [send('pushDown'), send('escalate'), send('transferLaterally')];
}

/** The one-page brief a receiver gets: the matter and the claims, without personal data. */
function briefOf(dispute: DisputeRecord): string {
  const claims = dispute.claims.map((claim, index) => `${index + 1}. ${claim}`).join('\n');
  return [dispute.facts.slice(0, 1500), claims].filter((part) => part !== '').join('\n\n');
}
