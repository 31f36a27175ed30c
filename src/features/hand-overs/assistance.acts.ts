// "Help me" is not "take it": another unit is asked a question and answers it, while the dispute, its clocks and its
// mediator stay where they are (人民调解法20). While the answer is open the helper may read the dispute; no longer.

import Joi from 'joi';
import { startClock } from '../../domain/clock.ts';
import { invalidField, notFound } from '../../domain/errors.ts';
import {
  answerAssistance,
  ASSISTANCE_DECLINES,
  declineAssistance,
  type DeclineCode,
  recallHandOver,
  sendHandOver,
  timeOutHandOver,
} from '../../domain/hand-over.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  choice,
  type DisputeRecord,
  type Effect,
  type FormField,
  text,
  unitCode,
} from '../disputes/index.ts';
import { type HandOverDeps } from './hand-over.acts.ts';
import { type HandOverRecord } from './hand-over.record.ts';

interface AskInput {
  readonly toUnit: string;
  readonly question: string;
}
interface Named {
  /** The request meant; needed only where several are open. */
  readonly request?: string;
}

const requestId = () => Joi.string().empty('').max(40);

/** Open requests this person may act upon: those asked of the own unit, or every one for whoever asked. */
function requestsFor({ dispute, actor, article }: ActContext) {
  const open = dispute.assists ?? [];
  return article.by.includes('helper') ? open.filter(({ to }) => to.code === actor.unit.code) : open;
}

/** @throws DomainError `validation` when the request is not open, or several are and none is named */
function requestOf(context: ActContext, named: string | undefined) {
  const open = requestsFor(context);
  const found = named === undefined && open.length === 1 ? open[0] : open.find(({ id }) => id === named);
  if (!found) throw invalidField('request', named === undefined ? 'any.required' : 'handOvers.requestUnknown');
  return found;
}

/** Requests for help: asking, answering, declining, taking the question back, and its term passing. */
export function assistanceActs(
  deps: Pick<HandOverDeps, 'repository' | 'units' | 'newId'>,
): readonly AnyActDefinition[] {
  const { repository, units } = deps;

  const requestField = async (context: ActContext): Promise<FormField> => {
    const open = requestsFor(context);
    const only = open.length === 1 ? open[0] : undefined;
    if (only) return { name: 'request', kind: 'hidden', value: only.id };
    const names = await Promise.all(open.map(({ to }) => units.find(to.code)));
    const options = open.map(({ id, question }, index) => ({
      value: id,
      text: { zh: `${names[index]?.name.zh}：${question}`, en: `${names[index]?.name.en}: ${question}` },
    }));
    return { name: 'request', kind: 'radios', required: true, options };
  };

  const finish = async (
    context: ActContext,
    named: string | undefined,
    end: (request: HandOverRecord) => HandOverRecord,
  ): Promise<Effect> => {
    const { id } = requestOf(context, named);
    const stored = await repository.get(id);
    const ended = { ...end(stored), answeredBy: person(context) };
    const rest = (context.dispute.assists ?? []).filter((open) => open.id !== id);
    return {
      set: { assists: rest.length > 0 ? rest : undefined },
      data: { handOver: id, from: ended.to.code },
      also: (tx) => repository.replace(ended, tx),
    };
  };

  const ask: ActDefinition<AskInput> = {
    act: 'requestAssistance',
    schema: Joi.object<AskInput>({ toUnit: unitCode().required(), question: text(1000).required() }),
    fields: async ({ dispute }) => {
      const targets = await units.targets('assist', dispute.owner, dispute);
      return [
        {
          name: 'toUnit',
          kind: 'select',
          required: true,
          hint: true,
          options: targets.map((unit) => ({ value: unit.code, text: unit.name })),
        },
        { name: 'question', kind: 'textarea', required: true, hint: true },
      ];
    },
    prepare: async (context, input) => {
      const { dispute, now } = context;
      const unit = await units.find(input.toUnit).catch(() => {
        throw invalidField('toUnit', 'unit.unknown');
      });
      if (dispute.assists?.some(({ to }) => to.code === unit.code)) {
        throw invalidField('toUnit', 'handOvers.alreadyAsked');
      }
      const to = { code: unit.code, tier: unit.tier, path: unit.path };
      const dueAt = startClock('CL04', now, context.holidays).dueAt ?? now;
      const earlier = await repository.ofDispute(dispute.id);
      const order = { id: deps.newId(), kind: 'assist', from: dispute.owner, to, sentAt: now } as const;
      const request: HandOverRecord = {
        ...sendHandOver(order, earlier),
        disputeId: dispute.id,
        disputeNumber: dispute.number,
        title: dispute.title,
        dueAt,
        sentBy: person(context),
        reason: input.question,
        brief: dispute.facts.slice(0, 1500),
      };
      const open = { id: request.id, to, question: input.question, askedAt: now, dueAt };
      return {
        set: { assists: [...(dispute.assists ?? []), open] },
        data: { handOver: request.id, to: to.code, reason: input.question },
        also: (tx) => repository.insert(request, tx),
      };
    },
  };

  const answer: ActDefinition<Named & { answer: string }> = {
    act: 'answerAssistance',
    schema: Joi.object({ request: requestId(), answer: text(4000).required() }),
    fields: async (context) => [
      await requestField(context),
      { name: 'answer', kind: 'textarea', required: true, hint: true },
    ],
    prepare: async (context, input) => {
      const effect = await finish(context, input.request, (request) => ({
        ...request,
        ...answerAssistance(request, input.answer, context.now),
      }));
      return { ...effect, data: { ...effect.data, answer: input.answer } };
    },
  };

  const decline: ActDefinition<Named & { code: DeclineCode; note: string }> = {
    act: 'declineAssistance',
    schema: Joi.object({
      request: requestId(),
      code: choice(ASSISTANCE_DECLINES).required(),
      note: text(500).required(),
    }),
    fields: async (context) => [
      await requestField(context),
      {
        name: 'code',
        kind: 'radios',
        required: true,
        options: ASSISTANCE_DECLINES.map((code) => ({ value: code, key: `codes:declineReasons.${code}` })),
      },
      { name: 'note', kind: 'textarea', required: true },
    ],
    prepare: async (context, { request: named, code, note }) => {
      const effect = await finish(context, named, (request) => ({
        ...request,
        ...declineAssistance(request, { code, note }, context.now),
      }));
      return { ...effect, data: { ...effect.data, code, note } };
    },
  };

  const withdraw: ActDefinition<Named & { reason: string }> = {
    act: 'withdrawAssistance',
    schema: Joi.object({ request: requestId(), reason: text(500).required() }),
    fields: async (context) => [await requestField(context), { name: 'reason', kind: 'textarea', required: true }],
    prepare: async (context, input) => {
      const effect = await finish(context, input.request, (request) => ({
        ...request,
        ...recallHandOver(request, context.now),
      }));
      return { ...effect, data: { ...effect.data, reason: input.reason } };
    },
  };

  const timeOut: ActDefinition<Named> = {
    act: 'timeOutAssistance',
    schema: Joi.object({ request: requestId() }),
    prepare: async (context, input) => {
      const effect = await finish(context, input.request ?? overdueOf(context.dispute, context.now), (request) => ({
        ...request,
        ...timeOutHandOver(request, context.now, request.dueAt),
      }));
      return { ...effect, data: { ...effect.data, code: 'NO_ANSWER' } };
    },
  };

  return [ask, answer, decline, withdraw, timeOut];
}

/** @throws DomainError `handOverNotFound` when nothing is overdue */
function overdueOf(dispute: DisputeRecord, now: Date): string {
  const overdue = dispute.assists?.find(({ dueAt }) => dueAt < now);
  if (!overdue) throw notFound('handOverNotFound');
  return overdue.id;
}

const person = ({ actor }: ActContext) => ({ accountId: actor.accountId, name: actor.name });
