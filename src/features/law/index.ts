export { type LawDeps, lawRoutes } from './law.routes.ts';
export { suitabilityNotes, suitabilityPanels } from './law.parts.ts';
