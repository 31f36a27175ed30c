// Joins the confirmations of the parties to casework: their acts, their pages, and what is looked into.

import { type Actor, hasRight } from './domain/permission.ts';
import {
  type AnyActDefinition,
  type DisputeRecord,
  type DisputeRepository,
  type DisputeService,
  type Panel,
} from './features/disputes/index.ts';
import { type MediationRepository } from './features/mediation/index.ts';
import { type MessageRepository } from './features/messages/index.ts';
import {
  IntegrityRepository,
  integritySweep,
  ProofRepository,
  proofRoutes,
  ProofService,
} from './features/proofs/index.ts';
import { type SeriesRepository } from './features/series/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { type JobDefinition } from './platform/jobs.ts';

export interface Proving {
  readonly acts: readonly AnyActDefinition[];
  readonly panels: (dispute: DisputeRecord, actor: Actor) => Promise<readonly Panel[]>;
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
}

export function createProving(
  { config, clock, database, personalData, transactions }: Foundation,
  on: {
    readonly disputes: DisputeService;
    readonly records: Pick<DisputeRepository, 'get'>;
    readonly mediation: MediationRepository;
    readonly messages: MessageRepository;
    readonly series: Pick<SeriesRepository, 'seriesOf' | 'memberIds'>;
  },
): Proving {
  const repository = new ProofRepository(database.connection);
  const integrity = new IntegrityRepository(database.connection);
  const { baseUrl, courtCode } = config;
  const service = new ProofService({
    ...on,
    repository,
    integrity,
    transactions,
    personalData,
    clock,
    baseUrl,
    courtCode,
    seriesOf: async (disputeId) => {
      const series = await on.series.seriesOf(disputeId);
      return series === undefined ? [] : on.series.memberIds(series);
    },
  });
  return {
    acts: service.acts(),
    panels: (dispute, actor) => service.panels(dispute, hasRight(actor.role, 'supervise')),
    rows: proofRoutes(service),
    jobs: [integritySweep({ integrity, service })],
  };
}
