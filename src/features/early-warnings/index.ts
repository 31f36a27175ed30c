export { earlyWarningApi } from './early-warning.api.ts';
export { searchEarlyWarnings } from './early-warning.jobs.ts';
export { earlyWarningPages } from './early-warning.pages.ts';
export { earlyWarningPile } from './early-warning.panels.ts';
export { EarlyWarningRepository } from './early-warning.repository.ts';
export { EarlyWarningSearch } from './early-warning.search.ts';
export { EarlyWarningService } from './early-warning.service.ts';
