export { handOverActs, type HandOverDeps, type HandOverUnits, type UnitChoice } from './hand-over.acts.ts';
export { handOverRoutes } from './hand-over.api.ts';
export { handOverModel } from './hand-over.model.ts';
export { type HandOverRecord } from './hand-over.record.ts';
export { HandOverService } from './hand-over.service.ts';
export { recallOnEnd } from './hand-over.witness.ts';
export { HandOverRepository } from './hand-over.repository.ts';
