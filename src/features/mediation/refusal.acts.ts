// A party's no ends the mediation in the minute it is recorded; the case can be filed the same day (人民调解法3、17、23;
// 在线调解规则4、25(4)). The system ends it and writes what it knows; the mediator completes the four-part record.

import Joi from 'joi';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { invalid } from '../../domain/errors.ts';
import { type ActDefinition, type AnyActDefinition, type DisputeRecord } from '../disputes/index.ts';
import { disputants } from './entry.ts';
import { factFields, factsWith } from './fact.acts.ts';
import { failed, failureErrors, failureRecordOf } from './failure.acts.ts';
import { completeSchema, type FailureRecordInput } from './mediation.schema.ts';

/** The parties who have said no, or have taken their yes back. */
const refusing = (dispute: DisputeRecord) =>
  disputants(dispute).filter(({ consent }) => consent.state === 'refused' || consent.state === 'revoked');

/** The course of the mediation in the words of the record: what was done, nothing of what was said. */
function courseOf(dispute: DisputeRecord): string {
  const parts = [
    `${dispute.requestedOn}申请调解`,
    ...(dispute.acceptedAt ? [`${dayOfInstant(dispute.acceptedAt)}受理`] : []),
    ...(dispute.mediator ? [`调解员${dispute.mediator.name}`] : []),
    `登记联系${dispute.contactAttempts}次`,
    `组织调解${dispute.sessions}次`,
  ];
  return `${parts.join('，')}。`;
}

const reasonOf = (dispute: DisputeRecord, today: string): string =>
  refusing(dispute)
    .map(
      ({ name, consent }) =>
        `${name}于${consent.on ?? today}${consent.state === 'revoked' ? '撤回调解同意' : '明确不同意调解'}。`,
    )
    .join('');

/** endOnRefusal and completeFailureRecord. */
export function refusalActs(): readonly AnyActDefinition[] {
  const endOnRefusal: ActDefinition<{ readonly remediesToldOn?: string }> = {
    act: 'endOnRefusal',
    schema: Joi.object({}),
    prepare: (context) => {
      const { dispute, now } = context;
      const on = dayOfInstant(now);
      const told = refusing(dispute).flatMap(({ consent }) => (consent.remediesToldOn ? [consent.remediesToldOn] : []));
      const remediesToldOn = told.toSorted().at(-1);
      const effect = failed(context, 'O31', {
        on,
        course: courseOf(dispute),
        reason: reasonOf(dispute, on),
        costConduct: '',
        hints: '',
        ...(remediesToldOn ? { remediesToldOn } : {}),
      });
      return {
        ...effect,
        set: { ...effect.set, handOver: undefined, rulingUnit: undefined },
        data: { ...effect.data, parties: refusing(dispute).map((party) => party.id) },
      };
    },
  };

  const completeFailureRecord: ActDefinition<FailureRecordInput> = {
    act: 'completeFailureRecord',
    schema: completeSchema,
    fields: ({ dispute, now }) => [
      { name: 'course', kind: 'textarea', hint: true, required: true, value: dispute.failure?.course ?? '' },
      { name: 'reason', kind: 'textarea', hint: true, required: true, value: dispute.failure?.reason ?? '' },
      { name: 'costConduct', kind: 'textarea', hint: true, required: true, value: dispute.failure?.costConduct ?? '' },
      { name: 'hints', kind: 'textarea', hint: true, required: true, value: dispute.failure?.hints ?? '' },
      ...factFields(dispute, dayOfInstant(now)),
      {
        name: 'remediesToldOn',
        kind: 'date',
        hint: true,
        required: true,
        value: dispute.failure?.remediesToldOn ?? dayOfInstant(now),
      },
    ],
    prepare: ({ dispute, now }, input) => {
      const { failure } = dispute;
      if (!failure) throw new Error(`dispute ${dispute.id} has no failed mediation to record`);
      const errors = failureErrors(dispute, input, now);
      if (errors.length > 0) throw invalid('validation', errors);
      return {
        set: {
          failure: { ...failure, ...failureRecordOf(input, failure.on), on: failure.on },
          ...(input.undisputedFacts.length > 0
            ? { undisputedFacts: factsWith(dispute, input, dayOfInstant(now)) }
            : {}),
        },
        data: { undisputedFacts: input.undisputedFacts.length },
        // Where the suit is registered nothing is waited for any more (2024-12-27意见(5)).
        follow: 'transferToFiling',
      };
    },
  };

  return [endOnRefusal, completeFailureRecord];
}
