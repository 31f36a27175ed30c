// Whoever mediated a dispute may not take part in its trial as lay judge, agent, witness, expert or interpreter
// (特邀调解规定16). The clerk enters who does; the names are asked of against everybody who mediated it in any round.

import Joi from 'joi';
import { CLOSED_ROLES_AFTER_MEDIATION, type ClosedRole, closedRolesTaken } from '../../domain/conflict.ts';
import { DomainError, invalid } from '../../domain/errors.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  type DisputeRecord,
  type Filing,
  text,
  textLines,
} from '../disputes/index.ts';
import { type MediationRepository } from '../mediation/index.ts';

type RolesInput = Readonly<Record<ClosedRole, readonly string[]>> & { readonly explained?: string };

/** Everybody who mediated the dispute, in this round and those before, and whoever is appointed to it now. */
export async function everyMediator(
  { id, mediator }: Pick<DisputeRecord, 'id' | 'mediator'>,
  mediation: Pick<MediationRepository, 'mediators'>,
): Promise<readonly string[]> {
  const names = await mediation.mediators(id);
  return mediator && !names.includes(mediator.name) ? [...names, mediator.name] : names;
}

/**
 * Asked again when the case is filed: the judge who will hear it, the agents on record and whoever was recorded for the
 * trial earlier, against everybody who mediated. A namesake is explained, and the explanation kept with the roles.
 * @throws DomainError `validation` with the article as rule
 */
export async function rolesAtFiling(
  { dispute, actor, now }: ActContext,
  { judge, explained }: { readonly judge?: string; readonly explained?: string },
  mediation: Pick<MediationRepository, 'mediators'>,
): Promise<Pick<Filing, 'judge' | 'trialRoles'>> {
  const mediators = await everyMediator(dispute, mediation);
  const refuse = (field: string, code: string, rule: string, name: string) =>
    new DomainError('invalid', 'validation', { rule, errors: [{ field, code, params: { name } }] });
  if (judge !== undefined && mediators.includes(judge)) {
    throw refuse('judge', 'filing.judgeMediated', '民事诉讼法47', judge);
  }
  const hears = judge === undefined ? {} : { judge };
  const roles = dispute.filing?.trialRoles;
  if (roles?.explained !== undefined) return hears;
  const agents = dispute.parties.flatMap((party) => party.agents.map(({ name }) => name));
  const named = { ...roles?.named, agent: [...new Set([...(roles?.named['agent'] ?? []), ...agents])] };
  const [taken] = closedRolesTaken(mediators, named);
  if (!taken) return hears;
  if (!explained) throw refuse('explained', 'filing.returnsAtTrial', '特邀调解规定16', taken.name);
  return { ...hears, trialRoles: { named, explained, checkedAt: now, checkedBy: actor.name } };
}

/** recordTrialRoles. */
export function trialRoleActs(mediation: Pick<MediationRepository, 'mediators'>): readonly AnyActDefinition[] {
  const recordTrialRoles: ActDefinition<RolesInput> = {
    act: 'recordTrialRoles',
    schema: Joi.object({
      layJudge: textLines(10, 60),
      agent: textLines(20, 60),
      witness: textLines(30, 60),
      expert: textLines(10, 60),
      interpreter: textLines(10, 60),
      explained: text(500),
    }),
    fields: ({ dispute }) => {
      const known = dispute.filing?.trialRoles?.named;
      // Who acts for a party in the mediation usually acts for it in court.
      const agents = dispute.parties.flatMap((party) => party.agents.map(({ name }) => name));
      return [
        { name: 'layJudge', kind: 'lines', hint: true, value: known?.['layJudge'] ?? [] },
        { name: 'agent', kind: 'lines', value: known?.['agent'] ?? agents },
        { name: 'witness', kind: 'lines', value: known?.['witness'] ?? [] },
        { name: 'expert', kind: 'lines', value: known?.['expert'] ?? [] },
        { name: 'interpreter', kind: 'lines', value: known?.['interpreter'] ?? [] },
        { name: 'explained', kind: 'textarea', hint: true },
      ];
    },
    prepare: async ({ dispute, actor, now }, { explained, ...named }) => {
      const { filing } = dispute;
      if (!filing) throw new Error(`dispute ${dispute.id} has not gone to the court`);
      const taken = closedRolesTaken(await everyMediator(dispute, mediation), named);
      if (taken.length > 0 && !explained) {
        throw invalid(
          'validation',
          taken.map(({ role, name }) => ({ field: role, code: 'filing.mediatedBefore', params: { name } })),
        );
      }
      const trialRoles = { named, checkedAt: now, checkedBy: actor.name, ...(explained ? { explained } : {}) };
      return {
        set: { filing: { ...filing, trialRoles } },
        data: {
          roles: CLOSED_ROLES_AFTER_MEDIATION.filter((role) => named[role].length > 0),
          ...(explained ? { note: explained } : {}),
        },
      };
    },
  };
  return [recordTrialRoles];
}
