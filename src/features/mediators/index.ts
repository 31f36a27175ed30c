export { type MediatorProfile } from './mediator.record.ts';
export { MediatorRepository } from './mediator.repository.ts';
export { mediatorRoutes } from './mediator.routes.ts';
export { MediatorsService, profileOf, type UnitMediator } from './mediator.service.ts';
export { rankingView } from './ranking.presenter.ts';
