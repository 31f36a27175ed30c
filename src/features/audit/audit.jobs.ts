import { type JobDefinition } from '../../platform/jobs.ts';
import { type AuditService } from './audit.service.ts';

/** Seals the audit and looks for patterns; a second run seals nothing twice and brings counts up to date. */
export const auditJobs = (audit: Pick<AuditService, 'seal' | 'findAlerts'>): readonly JobDefinition[] => [
  {
    name: 'seal-audit',
    everySeconds: 300,
    perform: async () => {
      await audit.seal();
    },
  },
  {
    name: 'watch-audit',
    everySeconds: 600,
    perform: async () => {
      await audit.findAlerts();
    },
  },
];
