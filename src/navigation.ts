import { type NavigationItem } from './http/navigation.ts';

/** The places of the product, the most used first: a phone shows five of them in its bar. */
export const navigation: readonly NavigationItem[] = [
  { href: '/desk', key: 'common:nav.home', icon: 'home', right: 'workCases' },
  { href: '/disputes', key: 'common:nav.disputes', icon: 'folder', right: 'readCases' },
  { href: '/hand-overs', key: 'common:nav.handOvers', icon: 'inbox', right: 'workCases' },
  { href: '/schedule', key: 'schedule:title', icon: 'calendar', right: 'workCases' },
  { href: '/series', key: 'common:nav.series', icon: 'copy', right: 'workCases' },
  { href: '/supervision', key: 'common:nav.supervision', icon: 'flag', right: 'readCases' },
  { href: '/early-warnings', key: 'earlyWarnings:nav', icon: 'warning', right: 'supervise' },
  { href: '/statistics', key: 'common:nav.statistics', icon: 'chart', right: 'readStatistics' },
  { href: '/integrity', key: 'proofs:integrity.nav', icon: 'eye', right: 'supervise' },
  { href: '/absences', key: 'absences:title', icon: 'person', right: 'workCases', also: ['/mediators'] },
  { href: '/imports', key: 'common:nav.imports', icon: 'upload', right: 'receiveImports' },
  { href: '/calculators', key: 'common:nav.calculators', icon: 'chart' },
  { href: '/dossiers', key: 'dossiers:list.title', icon: 'folder', right: 'workCases' },
  { href: '/form-templates', key: 'forms:templates.title', icon: 'document', right: 'manageForms' },
  { href: '/causes', key: 'causes:title', icon: 'document', right: 'readCases' },
  { href: '/law', key: 'common:nav.law', icon: 'gavel', also: ['/policies', '/holidays'] },
  { href: '/units', key: 'common:nav.units', icon: 'building', also: ['/jurisdiction'] },
  { href: '/holidays', key: 'holidays:nav', icon: 'calendar', right: 'manageHolidays' },
  { href: '/accounts', key: 'common:nav.accounts', icon: 'people', right: 'manageAccounts' },
  { href: '/audit', key: 'common:nav.audit', icon: 'eye', right: 'readAudit' },
  { href: '/accounts/access-events', key: 'accounts:audit.title', icon: 'people', right: 'readAudit' },
];
