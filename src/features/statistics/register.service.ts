// The prescribed table of a unit with all below it, for a month, a quarter or any days.

import { forbidden } from '../../domain/errors.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { registerTable, type RegisterTable } from '../../domain/register.ts';
import { type RegisterEntry, type RegisterRepository } from './register.repository.ts';
import { type StatisticsQuery } from './statistic.schema.ts';
import { placesOf, type Scope } from './statistic.scope.ts';
import { type StatisticsService } from './statistic.service.ts';

export interface RegisterDeps {
  readonly repository: RegisterRepository;
  readonly statistics: Pick<StatisticsService, 'scope'>;
}

export interface Register {
  readonly scope: Scope;
  readonly table: RegisterTable;
  readonly entries: readonly RegisterEntry[];
}

export class RegisterService {
  readonly #deps: RegisterDeps;

  constructor(deps: RegisterDeps) {
    this.#deps = deps;
  }

  /**
   * The table as it is known now, with the disputes it names.
   * @throws DomainError as `StatisticsService.scope`; `statistics.registerClosed` for readers of figures alone
   */
  async read(actor: Actor, query: StatisticsQuery): Promise<Register> {
    const { unit, from, to, period, basis } = query;
    const asked = {
      basis,
      ...(unit ? { unit } : {}),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(period ? { period } : {}),
    };
    const scope = await this.#deps.statistics.scope(actor, asked);
    if (scope.shielded || !hasRight(actor.role, 'readCases')) throw forbidden('statistics.registerClosed', 'readCases');
    const { rows, entries } = await this.#deps.repository.read(placesOf(scope, false), scope.period);
    return { scope, table: registerTable(rows), entries };
  }
}
