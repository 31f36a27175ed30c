export { unmaskRoutes } from './unmask.routes.ts';
export { UnmaskService } from './unmask.service.ts';
