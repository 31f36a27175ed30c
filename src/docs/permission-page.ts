import { ACTS, roleMayEver } from '../domain/lifecycle.ts';
import { CAPACITIES, RIGHTS, rightsOf, ROLES, TIERS_OF_ROLE, type Capacity } from '../domain/permission.ts';
import { page, table } from './markdown.ts';
import { type Words } from './words.ts';

/** Which post has which rights, in which capacity it acts, and what it may ever do to a dispute. */
export function permissionPage({ t, list }: Words): string {
  return page(t('law:docs.permissionTitle'), t('law:docs.generated'), t('law:docs.permissionAbout'), [
    [
      t('law:docs.rights'),
      table(
        [t('law:docs.role'), t('law:docs.tier'), ...RIGHTS.map((right) => t(`law:right.${right}`))],
        ROLES.map((role) => [
          t(`common:roles.${role}`),
          list(TIERS_OF_ROLE[role].map((tier) => t(`common:tiers.${tier}`))),
          ...RIGHTS.map((right) => (rightsOf(role).includes(right) ? t('law:docs.yes') : '')),
        ]),
      ),
    ],
    [
      t('law:docs.capacities'),
      table(
        [t('law:docs.capacity'), t('law:docs.role'), t('law:docs.relation')],
        (Object.keys(CAPACITIES) as Capacity[]).flatMap((capacity) =>
          CAPACITIES[capacity].map((grant) => [
            t(`law:capacity.${capacity}`),
            list(grant.roles.map((role) => t(`common:roles.${role}`))),
            t(`law:relation.${grant.relation}`),
          ]),
        ),
      ),
    ],
    [
      t('law:docs.actsByRole'),
      table(
        [t('law:docs.role'), t('law:docs.act')],
        ROLES.map((role) => [
          t(`common:roles.${role}`),
          list(ACTS.filter((act) => roleMayEver(role, act)).map((act) => t(`law:act.${act}`))) || t('law:docs.none'),
        ]),
      ),
    ],
  ]);
}
