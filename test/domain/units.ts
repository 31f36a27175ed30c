import { type Actor, type Role } from '../../src/domain/permission.ts';
import { TIERS, type UnitPosition } from '../../src/domain/tier.ts';

const at = (...path: string[]): UnitPosition => ({
  code: path.at(-1) ?? '',
  tier: TIERS[path.length - 1] ?? 'court',
  path,
});

/** A small network: two tribunals, three townships, three villages. */
export const court = at('110112');
export const songzhuangTribunal = at('110112', '110112-F01');
export const taihuTribunal = at('110112', '110112-F05');
export const songzhuang = at('110112', '110112-F01', '110112104');
export const lucheng = at('110112', '110112-F01', '110112119');
export const taihu = at('110112', '110112-F05', '110112114');
export const xiaopu = at('110112', '110112-F01', '110112104', '110112104201');
export const lamaVillage = at('110112', '110112-F01', '110112104', '110112104202');
export const taihuVillage = at('110112', '110112-F05', '110112114', '110112114201');

export const network: readonly UnitPosition[] = [
  court,
  songzhuangTribunal,
  taihuTribunal,
  songzhuang,
  lucheng,
  taihu,
  xiaopu,
  lamaVillage,
  taihuVillage,
];

/** Somebody in a role at a unit. */
export const actorAt = (role: Role, unit: UnitPosition, accountId = `${role}@${unit.code}`): Actor => ({
  accountId,
  name: accountId,
  role,
  unit: { ...unit, name: unit.code },
});
