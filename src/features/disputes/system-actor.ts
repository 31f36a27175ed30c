import { type Actor } from '../../domain/permission.ts';

/** The system acts for itself in what follows by law: screening after lodging, performance after agreement, expiry. */
export const systemActor = (courtCode: string): Actor => ({
  accountId: 'system',
  name: 'system',
  role: 'system',
  unit: { code: courtCode, tier: 'court', path: [courtCode], name: 'system' },
});
