export { simulationRoutes } from './simulation.pages.ts';
export { SimulationRepository } from './simulation.repository.ts';
export { SimulationService } from './simulation.service.ts';
