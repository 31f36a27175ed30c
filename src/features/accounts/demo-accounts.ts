// People to try the system with, made by `seed --demo` and never in production. Everybody has the same password.
// Two chains of neighbouring townships, so that one can see what the other may not.

import { type Role } from '../../domain/permission.ts';

export const DEMO_PASSWORD = 'Jiefen-demo-2026';

export interface DemoPerson {
  readonly username: string;
  /** Sample names: 示例 marks the person as invented. */
  readonly name: string;
  readonly role: Role;
  readonly unitCode: string;
}

const SONGZHUANG = { village: '110112104201', township: '110112104', tribunal: '110112-F01' } as const;
const ZHANGJIAWAN = { village: '110112105209', township: '110112105', tribunal: '110112-F02' } as const;
const COURT = '110112';

/** Names of the first chain and of the second. */
const PEOPLE: readonly (readonly [string, Role, 'village' | 'township' | 'tribunal' | 'court', string, string])[] = [
  ['village.mediator', 'villageMediator', 'village', '宋春和（示例）', '张秋实（示例）'],
  ['township.clerk', 'townshipClerk', 'township', '李晓敏（示例）', '王立新（示例）'],
  ['township.mediator', 'townshipMediator', 'township', '赵德明（示例）', '孙桂兰（示例）'],
  ['township.head', 'townshipHead', 'township', '周建国（示例）', '吴海燕（示例）'],
  ['tribunal.clerk', 'tribunalClerk', 'tribunal', '郑文静（示例）', '冯志远（示例）'],
  ['tribunal.judge', 'tribunalJudge', 'tribunal', '陈立衡（示例）', '沈清源（示例）'],
  ['court.filing', 'courtFilingClerk', 'court', '韩雪梅（示例）', '杨思齐（示例）'],
  ['court.admin', 'courtAdmin', 'court', '朱明远（示例）', '秦佳宁（示例）'],
  ['justice.viewer', 'justiceViewer', 'court', '许安民（示例）', '何静怡（示例）'],
  ['system.admin', 'systemAdmin', 'court', '吕维（示例）', '施工（示例）'],
  ['audit.admin', 'auditAdmin', 'court', '严审（示例）', '华察（示例）'],
];

/** Everybody of both chains; the second chain's names end in 2. */
export const demoPeople: readonly DemoPerson[] = PEOPLE.flatMap(([username, role, tier, first, second]) => [
  { username, name: first, role, unitCode: tier === 'court' ? COURT : SONGZHUANG[tier] },
  { username: `${username}2`, name: second, role, unitCode: tier === 'court' ? COURT : ZHANGJIAWAN[tier] },
]);

/** The two people of each role, for the sign-in page of a demonstration. */
export const demoPairs = PEOPLE.map(([username, role]) => ({ role, usernames: [username, `${username}2`] }));
