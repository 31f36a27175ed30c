export { riskActs, type RiskPerson } from './risk.acts.ts';
export { riskPages, riskPanel } from './risk.panels.ts';
export { type RiskView, riskView } from './risk.presenter.ts';
