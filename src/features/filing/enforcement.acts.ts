// A confirmed agreement that is not kept goes to enforcement: the application writes itself from the clauses that were
// broken, and its package from the record (民事诉讼法206、250; 人民调解法33).

import Joi from 'joi';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { demandsOf } from '../../domain/demand.ts';
import { docketErrors, EXPECTED_TYPES, parseDocket } from '../../domain/docket.ts';
import { type FieldError, invalid } from '../../domain/errors.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  day,
  type DisputeRecord,
  partyIds,
  termsOf,
  text,
  textLines,
} from '../disputes/index.ts';
import { disputants, notAhead, partyOptions, unknownParties } from '../mediation/index.ts';
import { type PackageSender } from './package.ts';

interface ApplyInput {
  readonly applicants: readonly string[];
  readonly claims: readonly string[];
  readonly on?: CalendarDay;
  readonly evidence: readonly string[];
}

interface DocketInput {
  readonly docket: string;
  readonly filedOn?: CalendarDay;
}

/** applyEnforcement and fileEnforcement. */
export function enforcementActs(send: PackageSender, docketWord: string): readonly AnyActDefinition[] {
  const applyEnforcement: ActDefinition<ApplyInput> = {
    act: 'applyEnforcement',
    schema: Joi.object<ApplyInput>({
      applicants: partyIds().min(1).required(),
      claims: textLines(20, 500).min(1).required(),
      on: day(),
      evidence: textLines(50, 200),
    }),
    fields: ({ dispute, now }) => {
      const { claims, creditors } = demandsOf(dispute.agreement?.items ?? [], dayOfInstant(now));
      const parties = disputants(dispute);
      return [
        {
          name: 'applicants',
          kind: 'checkboxes',
          required: true,
          options: partyOptions(parties),
          value: parties.filter(({ name }) => creditors.includes(name)).map(({ id }) => id),
        },
        { name: 'claims', kind: 'lines', hint: true, required: true, value: claims },
        { name: 'evidence', kind: 'lines', hint: true },
        { name: 'on', kind: 'date', value: dayOfInstant(now) },
      ];
    },
    prepare: async (context, { on = dayOfInstant(context.now), applicants, claims, evidence }) => {
      const { dispute, now } = context;
      const { openFen, creditors } = demandsOf(dispute.agreement?.items ?? [], dayOfInstant(now));
      const strangers = dispute.parties.filter(({ id, name }) => applicants.includes(id) && !creditors.includes(name));
      const confirmedOn = dispute.agreement?.confirmation?.ruledOn;
      const errors: readonly FieldError[] = [
        ...unknownParties(dispute, applicants, 'applicants'),
        ...strangers.map(({ name }) => ({ field: 'applicants', code: 'filing.notCreditor', params: { name } })),
        ...notAhead(on, now, 'on'),
        ...(confirmedOn && on < confirmedOn ? [{ field: 'on', code: 'filing.enforcedBeforeRuling' }] : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const { materials, ...effect } = await send(context, { evidence, claims });
      return {
        ...effect,
        set: { enforcement: { appliedOn: on, applicants, claims, openFen } },
        data: { applicants, on, openFen, materials, tribunal: effect.custody?.to.code ?? null },
      };
    },
  };

  const fileEnforcement: ActDefinition<DocketInput> = {
    act: 'fileEnforcement',
    schema: Joi.object<DocketInput>({ docket: text(60).required(), filedOn: day() }),
    fields: ({ now }) => [
      { name: 'docket', kind: 'text', required: true, value: `（${dayOfInstant(now).slice(0, 4)}）${docketWord}执` },
      { name: 'filedOn', kind: 'date', value: dayOfInstant(now) },
    ],
    prepare: ({ dispute, now }: ActContext, { docket: typed, filedOn = dayOfInstant(now) }) => {
      const { enforcement } = dispute;
      if (!enforcement) throw new Error(`dispute ${dispute.id} has no application for enforcement`);
      const errors: readonly FieldError[] = [
        // Enforcement is docketed by this court under 执 (案号规定).
        ...docketErrors(typed, { word: docketWord, types: EXPECTED_TYPES.enforcement }),
        ...notAhead(filedOn, now, 'filedOn'),
        ...(filedOn < enforcement.appliedOn ? [{ field: 'filedOn', code: 'filing.filedBeforeApplication' }] : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const docket = parseDocket(typed).text;
      const terms: DisputeRecord['terms'] = [...new Set([...dispute.terms, ...termsOf(docket)])];
      return { set: { enforcement: { ...enforcement, docket, filedOn }, terms }, data: { docket, filedOn } };
    },
  };

  return [applyEnforcement, fileEnforcement];
}
