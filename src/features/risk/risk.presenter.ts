import { needsPoliceReport, type RiskLevel, suggestRisk } from '../../domain/risk.ts';
import { clockViews, type DisputeRecord, isReportDue, signViews, type UnitNames } from '../disputes/index.ts';
import { riskFileOf } from './risk.acts.ts';

const CLOCKS: readonly string[] = ['CL28', 'CL29'];

/** Everything a page says of a dispute's danger. */
export function riskView(dispute: DisputeRecord, names: UnitNames, now: Date) {
  const file = riskFileOf(dispute);
  const found = signViews(file.found);
  const all = [...dispute.riskTriggers, ...file.found.map(({ trigger }) => trigger)];
  const suggested: RiskLevel = suggestRisk(all);
  const policeDue = needsPoliceReport(dispute.riskTriggers) && file.policeReports.length === 0;
  return {
    id: dispute.id,
    level: dispute.risk,
    triggers: dispute.riskTriggers,
    owner: { unit: names(file.owner.unitCode), name: file.owner.name ?? '' },
    assessedAt: file.assessedAt,
    reportedAt: file.reportedAt ?? null,
    reportDue: isReportDue(dispute) && file.reportedAt === undefined,
    policeDue,
    policeReports: file.policeReports,
    found,
    suggested,
    clocks: clockViews(dispute, now).filter(({ rule }) => CLOCKS.includes(rule)),
    pressing: found.length > 0 || policeDue || dispute.risk === 'red' || dispute.risk === 'orange',
  };
}
export type RiskView = ReturnType<typeof riskView>;
