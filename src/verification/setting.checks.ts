// What must hold of what the court sets for itself: every entry names its day, its document and codes that exist.

import { type Connection } from 'mongoose';
import { isDay } from '../domain/calendar-day.ts';
import { DISPUTE_TYPE_CODES } from '../domain/dispute-type.ts';
import { TRACKS } from '../domain/track-policy.ts';
import { policyModel } from '../features/policies/index.ts';
import { settingModel } from '../features/suitability/index.ts';
import { type Finding } from './finding.ts';

/** Everything that is wrong with the settings. */
export async function checkSettings(connection: Connection): Promise<readonly Finding[]> {
  const [settings, policies] = await Promise.all([
    settingModel(connection).find().lean(),
    policyModel(connection).find().lean(),
  ]);
  const problems = [
    ...settings.flatMap((setting) => [
      ...(isDay(setting.validFrom) && setting.source ? [] : [`${setting.kind} has no day or no document`]),
      ...(setting.kind === 'averageWage'
        ? Number.isInteger(setting.amountFen) && setting.amountFen > 0
          ? []
          : [`the average wage from ${setting.validFrom} is no amount`]
        : setting.types
            .filter((code) => !(DISPUTE_TYPE_CODES as readonly string[]).includes(code))
            .map((code) => `the matters of villages from ${setting.validFrom} name ${code}, which is no type`)),
    ]),
    ...policies.flatMap((policy) => [
      ...(isDay(policy.from) && policy.reason ? [] : ['a track policy has no day or no reason']),
      ...(TRACKS.includes(policy.lodged) && TRACKS.every((track) => policy.words[track].zh && policy.words[track].en)
        ? []
        : [`the track policy from ${policy.from} lacks a track or a word`]),
    ]),
  ];
  return problems.map((detail): Finding => ({ check: 'settings', detail }));
}
