export { type Cause, type CauseEdition, type ChosenCause } from './cause.record.ts';
export { CauseRepository } from './cause.repository.ts';
export { causeRoutes } from './cause.routes.ts';
export { CauseService } from './cause.service.ts';
