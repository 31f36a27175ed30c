// The custody of a dispute moves by these acts and by no other: sent down, up or aside, accepted, declined with a
// coded reason and a better target, recalled, timed out, and after two refusals ruled by the common parent.

import Joi from 'joi';
import { invalidField } from '../../domain/errors.ts';
import {
  acceptHandOver,
  boundUnit,
  countBounces,
  DECLINE_CODES,
  DECLINE_REASONS,
  type DeclineCode,
  type DeclineReason,
  declineHandOver,
  type HandOver,
  type HandOverKind,
  recallHandOver,
  ruleHandOver,
  rulingIsDue,
  rulingUnit,
  timeOutHandOver,
} from '../../domain/hand-over.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { type UnitPosition } from '../../domain/tier.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  type DisputeRecord,
  type Effect,
  type Names,
  text,
  unitCode,
} from '../disputes/index.ts';
import { assistanceActs } from './assistance.acts.ts';
import { type HandOverRecord } from './hand-over.record.ts';
import { position, sendActs } from './send.acts.ts';
import { type HandOverRepository } from './hand-over.repository.ts';

export interface UnitChoice {
  readonly code: string;
  readonly name: Names;
}

/** What hand-overs need to know of the network. */
export interface HandOverUnits {
  /** @throws DomainError `unitUnknown` */
  find(code: string): Promise<UnitPosition & { readonly name: Names }>;
  /** Units the dispute may be sent to in this direction, nearest first. */
  targets(kind: HandOverKind, from: UnitPosition, dispute: DisputeRecord): Promise<readonly UnitChoice[]>;
  /** @throws DomainError `validation` on `toUnit` when the rules of suitability keep the matter from the unit */
  demandSuitable(dispute: DisputeRecord, to: UnitPosition): Promise<void>;
  /** The unit the rules of routing suggest, with the rule that fired. */
  suggestion(dispute: DisputeRecord): Promise<{ readonly unit: string; readonly because: string } | undefined>;
}

export interface HandOverDeps {
  readonly repository: HandOverRepository;
  readonly units: HandOverUnits;
  /** Attempts to reach the parties logged since a moment. */
  readonly attemptsSince: (dispute: DisputeRecord, since: Date) => Promise<number>;
  readonly newId: () => string;
  /** The court's word in its dockets, such as 京0112. */
  readonly docketWord: string;
}

/** The definitions of every custody act. */
export function handOverActs(deps: HandOverDeps): readonly AnyActDefinition[] {
  const { repository, units } = deps;

  const accept: ActDefinition<Record<string, never>> = {
    act: 'acceptHandOver',
    schema: Joi.object({}),
    prepare: async (context) => {
      const { pending } = await open(repository, context);
      const answered = { ...pending, ...acceptHandOver(pending, context.now), answeredBy: person(context) };
      return {
        ...taken(context, answered, pending.to, pending.kind),
        data: { handOver: pending.id, kind: pending.kind, from: pending.from.code },
      };
    },
  };

  const decline: ActDefinition<{ code: DeclineCode; note?: string; proposedUnit?: string; proposedBody?: string }> = {
    act: 'declineHandOver',
    schema: Joi.object({
      code: Joi.string()
        .empty('')
        .valid(...DECLINE_CODES)
        .required(),
      note: text(500),
      proposedUnit: unitCode(),
      proposedBody: text(100),
    }),
    fields: async ({ dispute }) => {
      const to = dispute.handOver?.to ?? dispute.owner;
      const [aside, above] = await Promise.all([
        units.targets('lateral', to, dispute),
        units.targets('escalate', to, dispute),
      ]);
      return [
        {
          name: 'code',
          kind: 'radios',
          required: true,
          options: DECLINE_CODES.map((code) => ({ value: code, key: `codes:declineReasons.${code}` })),
        },
        { name: 'note', kind: 'textarea', hint: true },
        {
          name: 'proposedUnit',
          kind: 'select',
          options: [...above, ...aside].map((unit) => ({ value: unit.code, text: unit.name })),
        },
        { name: 'proposedBody', kind: 'text' },
      ];
    },
    prepare: async (context, input) => {
      const { pending, earlier } = await open(repository, context);
      if (input.proposedUnit) {
        await units.find(input.proposedUnit).catch(() => {
          throw invalidField('proposedUnit', 'unit.unknown');
        });
      }
      const reason: DeclineReason = DECLINE_REASONS[input.code];
      // While a hand-over waits only its receiver logs attempts: what the sender tried proves nothing for it.
      const attempts = await deps.attemptsSince(context.dispute, pending.sentAt);
      const said = { ...input, note: input.note ?? (reason.needsNote ? '' : reason.words) };
      const answered: HandOverRecord = {
        ...pending,
        ...declineHandOver(pending, said, context.now, { earlier, attempts }),
        answeredBy: person(context),
      };
      return {
        ...returned(answered, earlier),
        data: { handOver: pending.id, code: input.code, proposedUnit: input.proposedUnit ?? null, note: said.note },
      };
    },
  };

  const recall: ActDefinition<{ reason: string }> = {
    act: 'recallHandOver',
    schema: Joi.object({ reason: text(500).required() }),
    fields: () => [{ name: 'reason', kind: 'textarea', required: true }],
    prepare: async (context, input) => {
      const { pending, earlier } = await open(repository, context);
      const answered = { ...pending, ...recallHandOver(pending, context.now), answeredBy: person(context) };
      return {
        ...returned(answered, earlier),
        data: { handOver: pending.id, to: pending.to.code, reason: input.reason },
      };
    },
  };

  const timeOut: ActDefinition<Record<string, never>> = {
    act: 'timeOutHandOver',
    schema: Joi.object({}),
    prepare: async (context) => {
      const { pending, earlier } = await open(repository, context);
      const answered = { ...pending, ...timeOutHandOver(pending, context.now, pending.dueAt) };
      return { ...returned(answered, earlier), data: { handOver: pending.id, to: pending.to.code, code: 'NO_ANSWER' } };
    },
  };

  const rule: ActDefinition<{ toUnit: string; reason: string }> = {
    act: 'ruleHandOver',
    schema: Joi.object({ toUnit: unitCode().required(), reason: text(500).required() }),
    fields: async ({ dispute }) => {
      const earlier = await repository.ofDispute(dispute.id);
      const named = [dispute.owner, ...earlier.map((handOver) => handOver.to)];
      const codes = [...new Set(named.map((unit) => unit.code))];
      const choices = await Promise.all(codes.map((code) => units.find(code)));
      return [
        {
          name: 'toUnit',
          kind: 'radios',
          required: true,
          options: choices.map((unit) => ({ value: unit.code, text: unit.name })),
        },
        { name: 'reason', kind: 'textarea', required: true },
      ];
    },
    prepare: async (context, input) => {
      const { dispute, now } = context;
      const earlier = await repository.ofDispute(dispute.id);
      const last = earlier.findLast((handOver) => handOver.kind !== 'assist');
      if (!last) throw invalidField('toUnit', 'handOver.rulingNotDue');
      const to = await units.find(input.toUnit).catch(() => {
        throw invalidField('toUnit', 'unit.unknown');
      });
      const ruling = { by: dispute.rulingUnit ?? '', unit: position(to), reason: input.reason };
      const answered: HandOverRecord = {
        ...last,
        ...ruleHandOver(last, ruling, now, earlier),
        answeredBy: person(context),
      };
      const effect = taken(context, answered, ruling.unit, last.kind);
      return {
        ...effect,
        set: { ...effect.set, boundUnit: to.code },
        custody: { to: ruling.unit, by: 'ruling', handOverId: last.id },
        data: { handOver: last.id, to: to.code, reason: input.reason },
      };
    },
  };

  /** The receiver owns the case from now on; its own mediator has yet to be appointed. */
  const taken = (context: ActContext, answered: HandOverRecord, to: UnitPosition, kind: HandOverKind): Effect => ({
    set: {
      handOver: undefined,
      bounces: 0,
      rulingUnit: undefined,
      boundUnit: undefined,
      mediator: undefined,
      acceptedAt: context.dispute.acceptedAt ?? context.now,
      pushedDown: context.dispute.pushedDown || kind === 'push-down',
    },
    custody: { to, by: kind, handOverId: answered.id },
    also: (tx) => repository.replace(answered, tx),
  });

  /** Back in the sender's hands; after the second refusal the common parent is called to rule. */
  const returned = (answered: HandOverRecord, earlier: readonly HandOverRecord[]): Effect => {
    const history: readonly HandOver[] = earlier.map((handOver) => (handOver.id === answered.id ? answered : handOver));
    return {
      set: {
        handOver: undefined,
        bounces: countBounces(history),
        rulingUnit: rulingIsDue(history) ? rulingUnit(answered.from, answered.to) : undefined,
        boundUnit: boundUnit(history),
      },
      also: (tx) => repository.replace(answered, tx),
    };
  };

  return [...sendActs(deps), accept, decline, recall, timeOut, rule, ...assistanceActs(deps)];
}

/** The acts of the API's `POST /hand-overs/{id}/{answer}`, for a transfer and for a request for help. */
export const ANSWER_ACTS: Readonly<Record<string, { readonly transfer?: Act; readonly assist?: Act }>> = {
  accept: { transfer: 'acceptHandOver' },
  answer: { assist: 'answerAssistance' },
  decline: { transfer: 'declineHandOver', assist: 'declineAssistance' },
  recall: { transfer: 'recallHandOver', assist: 'withdrawAssistance' },
  rule: { transfer: 'ruleHandOver' },
};

async function open(
  repository: HandOverRepository,
  { dispute }: ActContext,
): Promise<{ pending: HandOverRecord; earlier: readonly HandOverRecord[] }> {
  const earlier = await repository.ofDispute(dispute.id);
  const pending = earlier.find((handOver) => handOver.id === dispute.handOver?.id);
  if (!pending) throw new Error(`dispute ${dispute.id} names a hand-over that is not stored`);
  return { pending, earlier };
}

const person = ({ actor }: ActContext) => ({ accountId: actor.accountId, name: actor.name });
