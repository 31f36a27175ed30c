export { settingModel } from './setting.model.ts';
export { SettingRepository } from './setting.repository.ts';
export { suitabilityRoutes } from './suitability.routes.ts';
export { type SuitabilityInForce, SuitabilityService } from './suitability.service.ts';
