// Who signs: the party, or an agent whose authority is special; a general authority settles nothing (民事诉讼法62; 民诉法解释147).

import { type FieldError } from '../../domain/errors.ts';
import { type DisputeRecord, type FormField, type Party } from '../disputes/index.ts';
import { MEDIATOR_SIGNER, SEAL_SIGNER } from './agreement.document.ts';

/** A signer as typed: whose signature it is, and the agent who gives it. */
export interface Signer {
  readonly signer: string;
  readonly by?: string;
}

const agentOf = (parties: readonly Party[], typed: string) => {
  const [id = '', agent] = typed.split('/a');
  const party = parties.find((one) => one.id === id);
  return { id, agent: agent === undefined ? undefined : party?.agents[Number(agent) - 1], named: agent !== undefined };
};

export function signerOf({ parties }: Pick<DisputeRecord, 'parties'>, typed: string): Signer {
  const { id, agent } = agentOf(parties, typed);
  return { signer: id, ...(agent ? { by: agent.name } : {}) };
}

/** An agent who is none of the party's, or may not settle for it. */
export function agentErrors(
  { parties }: Pick<DisputeRecord, 'parties'>,
  typed: readonly string[],
): readonly FieldError[] {
  return typed.flatMap((one): readonly FieldError[] => {
    const { agent, named } = agentOf(parties, one);
    if (!named) return [];
    if (!agent) return [{ field: 'signers', code: 'agreements.signerUnknown' }];
    return agent.authority === 'special'
      ? []
      : [{ field: 'signers', code: 'agreements.agentNotAuthorised', params: { name: agent.name } }];
  });
}

/** Everybody who may give one of the missing signatures: the party first, then each agent with special authority. */
export function signerOptions(
  { parties }: Pick<DisputeRecord, 'parties'>,
  missing: readonly string[],
): NonNullable<FormField['options']> {
  const named = parties
    .filter(({ id }) => missing.includes(id))
    .flatMap(({ id, name, agents }) => [
      { value: id, text: name },
      ...agents.flatMap((agent, index) =>
        agent.authority === 'special'
          ? [
              {
                value: `${id}/a${index + 1}`,
                text: {
                  zh: `${agent.name}（特别授权，代${name}）`,
                  en: `${agent.name} (special authority, for ${name})`,
                },
              },
            ]
          : [],
      ),
    ]);
  const others = [MEDIATOR_SIGNER, SEAL_SIGNER].filter((signer) => missing.includes(signer));
  return [...named, ...others.map((value) => ({ value, key: `agreements:signers.${value}` }))];
}

/** Agents who stood for a party in a session that ended in agreement, and may not agree for it. */
export function unauthorised(
  parties: readonly Party[],
  attendance: readonly { readonly partyId: string; readonly as?: string }[],
): readonly string[] {
  return attendance.flatMap(({ partyId, as }) => {
    const agents = parties.find(({ id }) => id === partyId)?.agents ?? [];
    return agents.filter(({ name, authority }) => name === as && authority !== 'special').map(({ name }) => name);
  });
}
