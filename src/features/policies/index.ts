export { policyRoutes } from './policy.routes.ts';
export { policyModel, PolicyRepository } from './policy.repository.ts';
export { PolicyService } from './policy.service.ts';
