// Joins what moves disputes between units: hand-overs one by one and together, help, what came back, and the one page
// a receiver reads.

import { type Suggestion } from './domain/jurisdiction.ts';
import { type Act } from './domain/lifecycle.ts';
import { type AccountsService } from './features/accounts/index.ts';
import {
  type ActPage,
  type DisputeRecord,
  type DisputeService,
  type Panel,
  type PartyReader,
  type SuitabilityPolicy,
  type UnitNames,
  type WorkRepository,
} from './features/disputes/index.ts';
import {
  assistanceView,
  batchRoutes,
  BatchService,
  type BouncePeriod,
  bounceRoutes,
  BounceService,
  briefPages,
  handOverJobs,
  type HandOverRepository,
  handOverRoutes,
  HandOverService,
  type OverrideCount,
  sendBackPages,
} from './features/hand-overs/index.ts';
import { type MediationRepository } from './features/mediation/index.ts';
import { type UnitsService } from './features/units/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { networkOf } from './network.ts';
import { type JobDefinition } from './platform/jobs.ts';

export interface RoutingDeps {
  readonly foundation: Foundation;
  readonly accounts: Pick<AccountsService, 'inPosts' | 'colleague'>;
  readonly units: UnitsService;
  readonly disputes: DisputeService;
  readonly work: WorkRepository;
  readonly handOvers: HandOverRepository;
  readonly mediation: Pick<MediationRepository, 'attemptsSince'>;
  readonly parties: PartyReader;
  readonly suggest: (dispute: DisputeRecord) => Promise<Suggestion | undefined>;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  readonly courtCode: string;
  readonly suitability: SuitabilityPolicy;
}

export interface Routing {
  readonly rows: readonly RouteRow[];
  readonly jobs: readonly JobDefinition[];
  readonly actPages: Readonly<Partial<Record<Act, ActPage>>>;
  /** The requests for help of a dispute, when there are any. */
  readonly panel: (dispute: DisputeRecord, names: UnitNames) => Promise<readonly Panel[]>;
}

export function createRouting(deps: RoutingDeps): Routing {
  const { foundation, accounts, units, disputes, work, parties, suggest, unitNames, courtCode } = deps;
  const { clock } = foundation;
  const network = networkOf(units);
  const handOvers = new HandOverService(deps.handOvers);
  const pathOf = async (code: string): Promise<readonly string[]> => (await units.unitByCode(code)).path;

  const batches = new BatchService({
    disputes,
    units: network,
    suggest,
    villageMatters: async () => (await deps.suitability()).villageMatters,
    unsuitable: () => false,
  });
  const appointments = async ({ area, from, until }: BouncePeriod): Promise<readonly OverrideCount[]> => {
    const directory = await units.directory();
    const codes = directory.find({}).flatMap((unit) => (unit.path.includes(area) ? [unit.code] : []));
    return work.overrides({ act: 'appointMediator', units: codes, from, until });
  };
  const bounces = new BounceService({ repository: deps.handOvers, clock, pathOf, appointments });
  const below = async (unitCode: string) =>
    (await units.directory())
      .find({})
      .filter(({ code, path }) => code !== unitCode && path.includes(unitCode))
      .map(({ code, name }) => ({ code, name }));

  return {
    rows: [
      ...batchRoutes({ batches, clock, unitNames, below }),
      ...bounceRoutes({ bounces, disputes, clock, unitNames }),
      ...briefPages({ disputes, handOvers, parties, clock, unitNames, suggest, colleague: accounts.colleague }),
      ...handOverRoutes({ disputes, handOvers, clock, unitNames }),
    ],
    jobs: handOverJobs({ repository: deps.handOvers, disputes, clock, courtCode }),
    actPages: sendBackPages({
      // The rules' own choice, or the unit above where they point to the one that declines.
      better: async ({ dispute }) => {
        const own = dispute.handOver?.to ?? dispute.owner;
        const suggested = await suggest(dispute);
        return suggested && suggested.unit !== own.code ? suggested.unit : own.path.at(-2);
      },
      attempts: async ({ dispute }) =>
        dispute.handOver ? deps.mediation.attemptsSince(dispute, dispute.handOver.sentAt) : 0,
    }),
    panel: async (dispute, names) => {
      const requests = assistanceView(await handOvers.ofDispute(dispute.id), names, clock.now());
      return requests.length > 0 ? [{ template: 'hand-overs/_assistance.njk', model: { requests } }] : [];
    },
  };
}
