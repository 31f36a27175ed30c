import { type Connection } from 'mongoose';
import { type Clock } from '../../platform/clock.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { UnitRepository } from './unit.repository.ts';
import { UnitsService } from './unit.service.ts';

export { readDistrict, type District } from './district.ts';
export { type Names, type JurisdictionRule, type UnitRecord } from './unit.record.ts';
export { type Jurisdiction, type LoadReport, type UnitPage, type UnitsService } from './unit.service.ts';
export { nameIn } from './unit.presenter.ts';
export { unitRoutes } from './unit.routes.ts';
export { jurisdictionRoutes } from './jurisdiction.routes.ts';
export { unitApi } from './unit.api.ts';
export { type UnitDirectory, type UnitQuery } from './unit.directory.ts';

export interface UnitsServiceDeps {
  readonly connection: Connection;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

/** Builds the units feature on a database. */
export const createUnitsService = ({ connection, ...deps }: UnitsServiceDeps): UnitsService =>
  new UnitsService({ ...deps, repository: new UnitRepository(connection) });
