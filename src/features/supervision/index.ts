export { supervisionApi } from './supervision.api.ts';
export { supervisionPages, type SupervisionRoutesDeps } from './supervision.pages.ts';
export { supervisionPanels } from './supervision.panels.ts';
export { SupervisionService } from './supervision.service.ts';
export { UrgingRepository } from './urging.repository.ts';
export { warningChanges, warningLedger } from './warning.ledger.ts';
export { type WarningRecord } from './warning.record.ts';
export { type WarningChange, WarningRepository } from './warning.repository.ts';
export { factsOf, keysOf, standingOf } from './warning.rules.ts';
