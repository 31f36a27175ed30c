// Who mediates: chosen by the parties or appointed by the unit, disclosing every relation that may affect fairness, and
// free to decline (人民调解法19; 特邀调解规定12、15; 在线调解规则10–13).

import Joi from 'joi';
import { type ConflictFinding, mayAppoint } from '../../domain/conflict.ts';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { CONSENT_CHANNELS } from '../../domain/consent.ts';
import { invalid, invalidField } from '../../domain/errors.ts';
import { type Ranked } from '../../domain/suggestion.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  type DisputeRecord,
  type Names,
  text,
} from '../disputes/index.ts';
import { disputants, entryOf, notAhead, partyOptions } from './entry.ts';
import { type ConsentEntry } from './mediation.record.ts';
import { type MediationRepository } from './mediation.repository.ts';
import {
  type AcceptInput,
  acceptSchema,
  APPOINTMENT_DECLINES,
  type AppointInput,
  appointSchema,
  type DeclineInput,
  declineSchema,
  MEDIATOR_CHOICES,
  RELATION_CHOICES,
} from './mediation.schema.ts';

/** An active account that may mediate; the indexes serve the conflict check and are keyed hashes. */
export interface MediatorChoice {
  readonly accountId: string;
  readonly name: string;
  readonly unitCode: string;
  readonly unitName: Names;
  readonly openCases: number;
  readonly phoneIndex?: string;
  readonly idIndex?: string;
  readonly addressIndex?: string;
  /** Where the person stands among those suggested for the dispute, with every part of the score. */
  readonly rank?: Ranked;
}

/** Active accounts able to mediate in the unit, its subtree and its parent; those that fit the dispute best first. */
export type MediatorsOf = (unitCode: string, dispute?: DisputeRecord) => Promise<readonly MediatorChoice[]>;

/** Whom the system would appoint: the first who is there and not full. */
const firstOf = (mediators: readonly MediatorChoice[]): MediatorChoice | undefined =>
  mediators.find(({ rank }) => rank !== undefined && rank.unavailable === undefined);

/** What the records show between a mediator and the parties, earlier disputes included. */
export type ConflictsOf = (mediator: MediatorChoice, dispute: DisputeRecord) => Promise<readonly ConflictFinding[]>;

const optionText = ({ name, unitName, openCases }: MediatorChoice): Names => ({
  zh: `${name}（${unitName.zh}，在办 ${openCases} 件）`,
  en: `${name} (${unitName.en}, ${openCases} open)`,
});

export interface MediatorActDeps {
  readonly mediatorsOf: MediatorsOf;
  readonly conflictsOf: ConflictsOf;
  readonly repository: MediationRepository;
}

/**
 * Whoever is recorded for a registered suit as its judge, lay judge, agent, witness, expert or interpreter does not
 * mediate it: they could not take that role afterwards (特邀调解规定16).
 * @throws DomainError `validation` at `mediator`
 */
function demandNoTrialRole({ filing }: DisputeRecord, { name }: MediatorChoice): void {
  const named =
    filing?.trialRoles?.explained === undefined ? Object.values(filing?.trialRoles?.named ?? {}).flat() : [];
  if ([...named, filing?.judge].includes(name)) throw invalidField('mediator', 'mediation.namedForTrial', { name });
}

/** appointMediator, acceptAppointment, declineAppointment and replaceMediator. */
export function mediatorActs({ mediatorsOf, conflictsOf, repository }: MediatorActDeps): readonly AnyActDefinition[] {
  const appoint: ActDefinition<AppointInput> = {
    act: 'appointMediator',
    schema: appointSchema,
    fields: async ({ dispute }) => {
      const mediators = await mediatorsOf(dispute.owner.code, dispute);
      const first = firstOf(mediators);
      return [
        {
          name: 'mediator',
          kind: 'select',
          hint: true,
          required: true,
          options: mediators.map((mediator) => ({ value: mediator.accountId, text: optionText(mediator) })),
          ...(first ? { value: first.accountId } : {}),
        },
        {
          name: 'choice',
          kind: 'radios',
          required: true,
          options: MEDIATOR_CHOICES.map((value) => ({ value, key: `mediation:mediatorChoices.${value}` })),
          value: 'appointed',
        },
        { name: 'note', kind: 'textarea', hint: true },
      ];
    },
    prepare: async ({ dispute, now }, input) => {
      const mediators = await mediatorsOf(dispute.owner.code, dispute);
      const mediator = mediators.find(({ accountId }) => accountId === input.mediator);
      if (!mediator) throw invalidField('mediator', 'mediation.mediatorUnknown');
      demandNoTrialRole(dispute, mediator);
      if (!mayAppoint(await conflictsOf(mediator, dispute), true)) {
        throw invalidField('mediator', 'mediation.mediatorIsParty');
      }
      const { accountId, name, unitCode } = mediator;
      const first = firstOf(mediators);
      const overrode =
        input.choice === 'appointed' && first && first.accountId !== accountId ? first.accountId : undefined;
      if (overrode !== undefined && !input.note) throw invalidField('note', 'mediation.overrideReason');
      return {
        set: { mediator: { accountId, name, unitCode, appointedAt: now }, recusal: undefined },
        data: {
          mediator: accountId,
          unit: unitCode,
          choice: input.choice,
          ...(overrode === undefined ? {} : { overrode }),
          ...(input.note ? { note: input.note } : {}),
        },
      };
    },
  };

  const accept: ActDefinition<AcceptInput> = {
    act: 'acceptAppointment',
    schema: acceptSchema,
    fields: ({ dispute, now }) => [
      {
        name: 'relations',
        kind: 'checkboxes',
        hint: true,
        required: true,
        options: RELATION_CHOICES.map((value) => ({ value, key: `mediation:relations.${value}` })),
      },
      { name: 'note', kind: 'textarea' },
      { name: 'waivedBy', kind: 'checkboxes', hint: true, options: partyOptions(disputants(dispute)) },
      { name: 'waivedOn', kind: 'date', value: dayOfInstant(now) },
      {
        name: 'waiverChannel',
        kind: 'select',
        options: CONSENT_CHANNELS.map((value) => ({ value, key: `mediation:consentChannels.${value}` })),
        value: 'inPerson',
      },
      { name: 'waiverEvidence', kind: 'text', hint: true },
    ],
    prepare: async (context, input) => {
      const { dispute, now } = context;
      const { mediator } = dispute;
      if (!mediator) throw new Error(`dispute ${dispute.id} awaits a mediator it does not name`);
      const declared = input.relations.filter((relation) => relation !== 'none');
      if (declared.length > 0 && input.relations.includes('none')) {
        throw invalidField('relations', 'mediation.relationsContradict');
      }
      if (declared.length > 0 && !input.note) throw invalidField('note', 'any.required');
      const known = (await mediatorsOf(dispute.owner.code)).find(({ accountId }) => accountId === mediator.accountId);
      const signs = known ? await conflictsOf(known, dispute) : [];
      if (declared.length === 0 && !mayAppoint(signs, false)) {
        throw invalidField('relations', 'mediation.relationOnRecord');
      }
      if (!mayAppoint(signs, declared.length > 0)) throw invalidField('relations', 'mediation.mediatorIsParty');
      const waivers = declared.length > 0 ? waiversOf(context, input) : [];
      const disclosure = {
        relations: input.relations,
        ...(input.note ? { note: input.note } : {}),
        ...(signs.length > 0
          ? {
              signs: signs.map(({ sign, partyId, caseNumber }) => ({
                sign,
                partyId,
                ...(caseNumber ? { caseNumber } : {}),
              })),
            }
          : {}),
        ...(waivers.length > 0 ? { waivers } : {}),
      };
      const entries = waivers.map((waiver): ConsentEntry => ({
        ...entryOf(context),
        ...waiver,
        scope: 'mediatorRelation',
        answer: 'given',
      }));
      return {
        set: { mediator: { ...mediator, acceptedAt: now, disclosure } },
        data: {
          mediator: mediator.accountId,
          relations: input.relations,
          waivedBy: waivers.map(({ partyId }) => partyId),
        },
        also: (tx) => repository.addConsents(entries, tx),
      };
    },
  };

  const decline: ActDefinition<DeclineInput> = {
    act: 'declineAppointment',
    schema: declineSchema,
    fields: () => [
      {
        name: 'reason',
        kind: 'radios',
        required: true,
        options: APPOINTMENT_DECLINES.map((value) => ({ value, key: `mediation:appointmentDeclines.${value}` })),
      },
      { name: 'note', kind: 'textarea', required: true },
    ],
    prepare: ({ dispute }, input) => ({
      set: { mediator: undefined, recusal: undefined },
      data: { mediator: dispute.mediator?.accountId ?? null, because: input.reason, note: input.note },
    }),
  };

  const replace: ActDefinition<{ mediator: string; reason: string }> = {
    act: 'replaceMediator',
    schema: Joi.object({ mediator: text(60).required(), reason: text(500).required() }),
    fields: async ({ dispute }) => {
      const others = (await mediatorsOf(dispute.owner.code, dispute)).filter(
        ({ accountId }) => accountId !== dispute.mediator?.accountId,
      );
      const first = firstOf(others);
      return [
        {
          name: 'mediator',
          kind: 'select',
          required: true,
          options: others.map((mediator) => ({ value: mediator.accountId, text: optionText(mediator) })),
          ...(first ? { value: first.accountId } : {}),
        },
        { name: 'reason', kind: 'textarea', required: true },
      ];
    },
    // Whoever takes over discloses relations to the parties before going on (特邀调解规定15).
    prepare: async ({ dispute, now }, input) => {
      const others = await mediatorsOf(dispute.owner.code, dispute);
      const mediator = others.find(({ accountId }) => accountId === input.mediator);
      if (!mediator || mediator.accountId === dispute.mediator?.accountId) {
        throw invalidField('mediator', 'mediation.mediatorUnknown');
      }
      if (mediator.rank?.unavailable === 'absent') throw invalidField('mediator', 'mediation.mediatorAbsent');
      demandNoTrialRole(dispute, mediator);
      if (!mayAppoint(await conflictsOf(mediator, dispute), true)) {
        throw invalidField('mediator', 'mediation.mediatorIsParty');
      }
      const { accountId, name, unitCode } = mediator;
      return {
        set: { mediator: { accountId, name, unitCode, appointedAt: now }, recusal: undefined },
        data: {
          mediator: accountId,
          before: dispute.mediator?.accountId ?? null,
          unit: unitCode,
          reason: input.reason,
        },
      };
    },
  };

  return [appoint, accept, decline, replace];
}

/**
 * Every party's agreement to a mediator with a relation, given in the knowledge of it (特邀调解规定15; 在线调解规则13).
 * @throws DomainError `validation` when somebody has not agreed, or the proof is missing
 */
function waiversOf({ dispute, now }: ActContext, input: AcceptInput) {
  const everybody = disputants(dispute).every((party) => input.waivedBy.includes(party.id));
  const on = input.waivedOn ?? dayOfInstant(now);
  const errors = [
    ...(everybody ? [] : [{ field: 'waivedBy', code: 'mediation.recuse' }]),
    ...notAhead(on, now, 'waivedOn'),
    ...(input.waiverEvidence ? [] : [{ field: 'waiverEvidence', code: 'any.required' }]),
  ];
  if (errors.length > 0) throw invalid('validation', errors);
  const { waiverChannel: channel, waiverEvidence: evidence = '' } = input;
  return disputants(dispute).map(({ id: partyId }) => ({ partyId, on, channel, evidence }));
}
