// 回访, form F23: how people are asked, and how the agreement stands by then.

export const REVISIT_WAYS = ['phone', 'visit', 'atOffice', 'video'] as const;
export type RevisitWay = (typeof REVISIT_WAYS)[number];

export const PERFORMANCE_STANDINGS = ['performed', 'underWay', 'partly', 'notPerformed'] as const;
export type PerformanceStanding = (typeof PERFORMANCE_STANDINGS)[number];

/** A suit after all; a mediation that was wrong; a quarrel that grows or a hidden danger. */
export type RevisitSign = 'laterSuit' | 'wrongMediation' | 'escalation';
