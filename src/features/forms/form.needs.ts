// What a form still lacks: each need is one question to the record.

import { type NeedId } from '../../domain/form.ts';
import { jointFacts } from '../mediation/index.ts';
import { type FormSource } from './form.source.ts';

const disputing = ({ dispute }: FormSource) => dispute.parties.filter(({ side }) => side !== 'third');

const MET: Readonly<Record<NeedId, (source: FormSource) => boolean>> = {
  facts: ({ dispute }) => dispute.facts.trim() !== '',
  claims: ({ dispute }) => dispute.claims.length > 0,
  addresses: (source) => disputing(source).every(({ address, service }) => address ?? service),
  phones: (source) => disputing(source).every(({ phone, service }) => phone ?? service),
  identities: (source) => disputing(source).every(({ idNumber }) => idNumber !== undefined),
  representatives: (source) =>
    disputing(source).every(({ kind, representative }) => kind === 'natural' || representative !== undefined),
  mediator: ({ dispute }) => dispute.mediator !== undefined,
  acceptance: ({ dispute }) => dispute.acceptedAt !== undefined,
  rightsTold: ({ dispute }) => dispute.rightsToldOn !== undefined,
  agents: ({ dispute }) => dispute.parties.some(({ agents }) => agents.length > 0),
  evidence: ({ evidence }) => evidence.length > 0,
  session: ({ sessions }) => sessions.length > 0,
  undisputedFacts: ({ dispute }) => jointFacts(dispute).length > 0,
  agreement: ({ dispute }) => dispute.agreement !== undefined,
  agreementEffective: ({ dispute }) => dispute.agreement?.effectiveOn !== undefined,
  responsibility: ({ dispute }) => (dispute.agreement?.responsibility ?? '') !== '',
  performance: ({ dispute }) => dispute.agreement !== undefined && dispute.agreement.terms.length > 0,
  breachTerm: ({ dispute, agreement }) =>
    (dispute.agreement?.items ?? []).every(({ settledOn }) => settledOn) || (agreement?.breachTerm ?? '') !== '',
  receipts: ({ receipts }) => receipts.length > 0,
  ending: ({ dispute }) => dispute.outcome !== undefined,
  failure: ({ dispute }) => dispute.failure !== undefined,
  remedies: ({ dispute }) =>
    dispute.failure?.remediesToldOn !== undefined || (dispute.termination?.remedies.length ?? 0) > 0,
  serviceAddresses: ({ dispute }) => dispute.parties.some(({ service }) => service !== undefined),
  docket: ({ dispute }) => dispute.filing?.docket !== undefined,
  closing: ({ dossier }) => dossier !== undefined,
  package: ({ package: filed }) => filed !== undefined,
};

/** Those of the needs the record does not meet. */
export const lacking = (needs: readonly NeedId[], source: FormSource): readonly NeedId[] =>
  needs.filter((need) => !MET[need](source));
