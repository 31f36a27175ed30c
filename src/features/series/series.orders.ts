// What somebody typed for many members, read into the steps of each: one act, a session, outcomes, or the shared text.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { invalidField } from '../../domain/errors.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { type DisputeService } from '../disputes/index.ts';
import { type SeriesOrder, type SeriesRecord } from './series.record.ts';
import { filledIn } from './series.request.ts';
import {
  actOrderSchema,
  type OutcomeBody,
  outcomeOrderSchema,
  type SessionBody,
  sessionOrderSchema,
  type TextBody,
  textOrderSchema,
} from './series.schema.ts';
import { type Member, type Step } from './series.service.ts';
import { outcomeSteps, sessionSteps, textSteps } from './series.steps.ts';

type Kind = SeriesOrder['kind'];

export interface OrderReaderDeps {
  readonly disputes: Pick<DisputeService, 'definition'>;
  readonly clock: Clock;
}

/** What the form itself adds is left out. */
export const withoutMachinery = (body: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => !name.startsWith('_')));

export function orderReader({ disputes, clock }: OrderReaderDeps) {
  /** The steps of what was typed. @throws DomainError `validation` */
  const stepsOf = (
    kind: Kind,
    act: Act | undefined,
    body: unknown,
    record: SeriesRecord,
    members: readonly Member[],
  ) => {
    const sent = withoutMachinery(body);
    if (kind === 'session') {
      const { presence, commonPresence, ...shared } = validate<SessionBody>(sessionOrderSchema, sent);
      return sessionSteps(members, { shared, presence, commonPresence });
    }
    if (kind === 'outcome') {
      const { rows, form, facts, breachTerm, ...failure } = validate<OutcomeBody>(outcomeOrderSchema, sent);
      const today = dayOfInstant(clock.now());
      const anyFailed = Object.values(rows).some(({ outcome }) => outcome === 'failed');
      const failed = anyFailed
        ? validate(disputes.definition('failMediation').schema, { ending: 'O33', ...failure })
        : {};
      const steps = outcomeSteps(members, {
        rows,
        form,
        facts,
        breachTerm,
        today,
        failure: failed as Record<string, unknown>,
      });
      return steps.map((step) => checkedStep(step));
    }
    if (kind === 'text') {
      const { facts, claims, reason } = validate<TextBody>(textOrderSchema, sent);
      const open = members.filter(({ dispute }) => dispute.closedAt === undefined);
      const common = record.commonSide;
      return textSteps(open, { facts, claims }, reason, (text, { dispute, household }) =>
        filledIn(text, {
          name: household?.name ?? common,
          amount: dispute.amountFen === undefined ? '' : String(dispute.amountFen / 100),
        }),
      );
    }
    const { members: chosen, input } = validate<{ members: readonly string[]; input: object }>(actOrderSchema, sent);
    if (!act) throw invalidField('act', 'any.required');
    const valid = validate(disputes.definition(act).schema, input) as object;
    return chosen.map((disputeId): Step => ({ disputeId, act, input: valid }));
  };
  const checkedStep = (step: Step): Step =>
    step.act === 'amend'
      ? step
      : { ...step, input: validate(disputes.definition(step.act).schema, step.input) as object };

  const kindOf = (text: unknown): Kind => (text === 'session' || text === 'outcome' || text === 'text' ? text : 'act');
  const actOf = (text: unknown): Act | undefined =>
    typeof text === 'string' && text !== '' ? disputes.definition(text).act : undefined;

  return { stepsOf, checkedStep, kindOf, actOf };
}
