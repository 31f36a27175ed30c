// Joins what concerns the people who mediate: who there is, what they are good at, what they have in hand, who is away
// and who stands in, whom the system suggests, and what becomes of the cases of somebody who leaves.

import { addMonths, dayOfInstant, startOfDayInstant } from './domain/calendar-day.ts';
import { earlierCases, findConflicts } from './domain/conflict.ts';
import { endingsOf } from './domain/ending.ts';
import { forbidden } from './domain/errors.ts';
import { type Act } from './domain/lifecycle.ts';
import { type Actor, type Role } from './domain/permission.ts';
import { rankMediators, type SuggestionCandidate } from './domain/suggestion.ts';
import {
  absenceRoutes,
  type AbsenceRepository,
  AbsencesService,
  IN_HAND,
  LeaverService,
} from './features/absences/index.ts';
import { type Account, type AccountsService } from './features/accounts/index.ts';
import {
  type ActPage,
  type DisputeRecord,
  type DisputeRepository,
  type DisputeService,
  type WorkRepository,
} from './features/disputes/index.ts';
import { type HandOverRepository } from './features/hand-overs/index.ts';
import { conflictViews, type ConflictsOf, type MediatorChoice, type MediatorsOf } from './features/mediation/index.ts';
import {
  type MediatorProfile,
  type MediatorRepository,
  mediatorRoutes,
  MediatorsService,
  profileOf,
  rankingView,
} from './features/mediators/index.ts';
import { type UnitsService } from './features/units/index.ts';
import { type Foundation } from './foundation.ts';
import { type Authenticator, type SessionUser } from './http/authentication.ts';
import { type RouteRow } from './http/routes.ts';

/** Roles whose holders may be a dispute's mediator. */
const MEDIATING: readonly Role[] = ['villageMediator', 'townshipMediator', 'townshipHead', 'tribunalClerk'];
/** Results older than this no longer speak of how somebody works. */
const MONTHS_OF_RESULTS = 24;
const MOST_CASES = 500;
/** How many of the ranking the page of appointing shows; the form has all. */
const SHOWN = 3;

export interface StaffingDeps {
  readonly foundation: Foundation;
  readonly accounts: Pick<AccountsService, 'inPosts'>;
  readonly units: UnitsService;
  readonly repository: DisputeRepository;
  readonly work: WorkRepository;
  readonly handOvers: HandOverRepository;
  readonly mediators: MediatorRepository;
  readonly absences: AbsenceRepository;
}

export interface Staffing {
  readonly mediatorsOf: MediatorsOf;
  /** What the records show between a mediator and the parties of a dispute, earlier disputes included. */
  readonly conflictsOf: ConflictsOf;
  readonly absences: AbsencesService;
  /** The page of appointing: the ranking beside the form. */
  readonly actPages: Readonly<Partial<Record<Act, ActPage>>>;
  /** The pages and API, once disputes can be moved. */
  readonly rows: (disputes: DisputeService) => readonly RouteRow[];
}

export function createStaffing(deps: StaffingDeps): Staffing {
  const { foundation, accounts, units, repository, handOvers } = deps;
  const { clock, transactions, personalData } = foundation;

  const staff = async (unitCode: string) => {
    const found = await accounts.inPosts([unitCode], MEDIATING);
    return found.map(({ account, unitCode: at }) => ({ accountId: account.id, name: account.name, unitCode: at }));
  };
  const openCases = async (accountId: string): Promise<readonly DisputeRecord[]> =>
    (await repository.list({ mediatorIds: [accountId], states: IN_HAND }, { limit: MOST_CASES, order: 'due' })).items;
  const absences = new AbsencesService({
    repository: deps.absences,
    transactions,
    clock,
    staff,
    openCases,
    waiting: (unitCode) => handOvers.waiting(unitCode),
  });

  /** Loads and results of everybody in two questions, however many they are. */
  const workOf = async (ids: readonly string[]) => {
    const since = addMonths(dayOfInstant(clock.now()), -MONTHS_OF_RESULTS);
    return deps.work.workOf(ids, { since, sinceInstant: startOfDayInstant(since), successes: endingsOf('success') });
  };

  /** By what the conflict check knows somebody: keyed hashes only. */
  const identityOf = (account: Account, profile: MediatorProfile | undefined) => ({
    ...(account.phone ? { phoneIndex: personalData.blindIndex(personalData.open(account.phone)) } : {}),
    ...(profile?.idIndex ? { idIndex: profile.idIndex } : {}),
    ...(profile?.addressIndex ? { addressIndex: profile.addressIndex } : {}),
  });

  const conflictsOf: ConflictsOf = async (mediator, dispute) => {
    const earlier = await deps.work.earlierDisputes(dispute, mediator);
    return findConflicts(mediator, dispute.parties, earlierCases(mediator, dispute.parties, earlier));
  };

  const mediatorsOf: MediatorsOf = async (unitCode, dispute) => {
    const directory = await units.directory();
    const around = new Set([
      unitCode,
      ...directory.children(unitCode).map((unit) => unit.code),
      ...directory
        .ancestors(unitCode)
        .slice(-1)
        .map((unit) => unit.code),
    ]);
    const found = await accounts.inPosts([...around], MEDIATING);
    const ids = found.map(({ account }) => account.id);
    const [work, profiles, isAway] = await Promise.all([
      workOf(ids),
      deps.mediators.ofAccounts(ids),
      absences.absentToday(),
    ]);
    const choices = new Map(
      found.map(({ account, unitCode: at }): [string, MediatorChoice] => [
        account.id,
        {
          accountId: account.id,
          name: account.name,
          unitCode: at,
          unitName: directory.get(at)?.name ?? { zh: at, en: at },
          openCases: work.get(account.id)?.open ?? 0,
          ...identityOf(account, profiles.get(account.id)),
        },
      ]),
    );
    const isTied = (choice: MediatorChoice): boolean =>
      dispute !== undefined && findConflicts(choice, dispute.parties, []).length > 0;
    const candidates = [...choices.values()].map((choice): SuggestionCandidate => {
      const { skills, languages, maximumOpen } = profileOf(profiles.get(choice.accountId));
      const { ended, succeeded, declined } = work.get(choice.accountId) ?? { ended: 0, succeeded: 0, declined: 0 };
      const { accountId, openCases: open } = choice;
      const tier = directory.get(choice.unitCode)?.tier ?? 'township';
      return {
        accountId,
        unitCode: choice.unitCode,
        tier,
        skills,
        languages,
        openCases: open,
        maximumOpen,
        absent: isAway(accountId),
        tied: isTied(choice),
        ended,
        succeeded,
        declined,
      };
    });
    const ranking = rankMediators(candidates, {
      ownerUnit: unitCode,
      placeUnit: dispute?.place.unitCode ?? unitCode,
      disputeType: dispute?.type ?? '',
      languages: [],
    });
    return ranking.flatMap((rank) => {
      const choice = choices.get(rank.candidate.accountId);
      return choice ? [{ ...choice, rank }] : [];
    });
  };

  const mediators = new MediatorsService({
    repository: deps.mediators,
    transactions,
    clock,
    personalData,
    staff: async (unitCode) => {
      const people = await staff(unitCode);
      const [work, isAway] = await Promise.all([
        workOf(people.map(({ accountId }) => accountId)),
        absences.absentToday(),
      ]);
      return people.map((person) => ({
        ...person,
        openCases: work.get(person.accountId)?.open ?? 0,
        absent: isAway(person.accountId),
      }));
    },
  });

  const ranked: ActPage = {
    template: 'mediators/appoint',
    model: async ({ dispute }) => {
      const shown = (await mediatorsOf(dispute.owner.code, dispute)).slice(0, SHOWN);
      const conflicts = await Promise.all(shown.map((mediator) => conflictsOf(mediator, dispute)));
      return {
        ranking: rankingView(shown, SHOWN).map((row, index) => ({
          ...row,
          conflicts: conflictViews(conflicts[index] ?? [], dispute),
        })),
      };
    },
  };
  const suggestionsFor = (disputes: DisputeService) => async (actor: Actor, disputeId: string) => {
    const { dispute, reading } = await disputes.read(actor, disputeId);
    if (reading !== 'full') throw forbidden('right', 'readCases');
    return rankingView(await mediatorsOf(dispute.owner.code, dispute), MOST_CASES);
  };

  return {
    mediatorsOf,
    conflictsOf,
    absences,
    actPages: { appointMediator: ranked, replaceMediator: ranked },
    rows: (disputes) => [
      ...mediatorRoutes({ mediators, suggestions: suggestionsFor(disputes) }),
      ...absenceRoutes({
        absences,
        leavers: new LeaverService({
          disputes,
          staff,
          openCases,
          receivers: async (dispute) =>
            (await mediatorsOf(dispute.owner.code, dispute)).filter(({ rank }) => rank?.unavailable === undefined),
        }),
      }),
    ],
  };
}

/** Everybody who signs in acts for those they stand in for, as long as these are away. */
export const withStandIns = <User extends SessionUser>(
  authenticator: Authenticator<User>,
  absences: AbsencesService,
): Authenticator<User> => ({
  ...authenticator,
  restore: async (user) => {
    const person = await authenticator.restore(user);
    return person && { ...person, actor: await absences.standing(person.actor) };
  },
  bearerOf: async (token) => {
    const bearer = await authenticator.bearerOf(token);
    return bearer && { ...bearer, actor: await absences.standing(bearer.actor) };
  },
});
