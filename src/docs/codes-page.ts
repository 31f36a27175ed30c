import { DISPUTE_TYPE_CODES, statisticalType } from '../domain/dispute-type.ts';
import { ENDING_CODES, ENDINGS } from '../domain/ending.ts';
import { DECLINE_CODES, DECLINE_REASONS } from '../domain/hand-over.ts';
import { RISK_LEVELS, RISK_TRIGGER_IDS, RISK_TRIGGERS } from '../domain/risk.ts';
import { SOURCE_CODES, SOURCES } from '../domain/source.ts';
import { page, table } from './markdown.ts';
import { type Words } from './words.ts';

/** Every code list a form offers. */
export function codesPage({ t, list }: Words): string {
  const head = (...keys: string[]): readonly string[] => keys.map((key) => t(`law:docs.${key}`));
  return page(t('law:docs.codesTitle'), t('law:docs.generated'), '', [
    [
      t('law:docs.sources'),
      table(
        head('code', 'name', 'group'),
        SOURCE_CODES.map((code) => [
          code,
          t(`codes:sources.${code}`),
          t(`law:codes.sourceGroups.${SOURCES[code].group}`),
        ]),
      ),
    ],
    [
      t('law:docs.types'),
      table(
        head('code', 'name', 'group'),
        DISPUTE_TYPE_CODES.map((code) => {
          const counted = statisticalType(code);
          return [code, t(`codes:types.${code}`), counted === code ? '' : t(`codes:types.${counted}`)];
        }),
      ),
    ],
    [
      t('law:docs.endings'),
      table(
        head('code', 'name', 'group', 'needs', 'basis'),
        ENDING_CODES.map((code) => [
          code,
          t(`codes:endings.${code}`),
          t(`law:codes.endingGroups.${ENDINGS[code].group}`),
          list(ENDINGS[code].needs.map((proof) => t(`law:codes.proofs.${proof}`))),
          ENDINGS[code].basis,
        ]),
      ),
    ],
    [
      t('law:docs.declineReasons'),
      table(
        head('code', 'name', 'proposes'),
        DECLINE_CODES.map((code) => [
          code,
          t(`codes:declineReasons.${code}`),
          DECLINE_REASONS[code].proposes ? t('law:docs.yes') : '',
        ]),
      ),
    ],
    [
      t('law:docs.risk'),
      table(
        head('code', 'name'),
        RISK_LEVELS.map((level) => [level, t(`codes:risk.${level}`)]),
      ),
    ],
    [
      t('law:docs.riskTriggers'),
      table(
        head('name', 'risk'),
        RISK_TRIGGER_IDS.map((trigger) => [
          t(`codes:riskTriggers.${trigger}`),
          t(`codes:risk.${RISK_TRIGGERS[trigger].raisesTo}`),
        ]),
      ),
    ],
  ]);
}
