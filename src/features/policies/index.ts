export { policyRoutes } from './policy.routes.ts';
export { PolicyRepository } from './policy.repository.ts';
export { PolicyService } from './policy.service.ts';
