import { type Ranked } from '../../domain/suggestion.ts';

interface RankedMediator {
  readonly accountId: string;
  readonly name: string;
  readonly unitCode: string;
  readonly unitName: { readonly zh: string; readonly en: string };
  readonly rank?: Ranked;
}

const percent = (share: number): number => Math.round(share * 1000) / 10;

/** The first of the ranking with every part of the score, in points out of a hundred. */
export const rankingView = (mediators: readonly RankedMediator[], limit: number) =>
  mediators.slice(0, limit).flatMap(({ accountId, name, unitCode, unitName, rank }) => {
    if (!rank) return [];
    const { candidate, parts, score, unavailable } = rank;
    const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
    return [
      {
        accountId,
        name,
        unitCode,
        unit: unitName,
        score: percent(score),
        unavailable: unavailable ?? null,
        open: candidate.openCases,
        max: candidate.maximumOpen,
        ended: candidate.ended + candidate.declined,
        succeeded: candidate.succeeded,
        parts: parts.map(({ part, value, weight, reason }) => ({
          part,
          points: `${percent((value * weight) / whole)} / ${percent(weight / whole)}`,
          value,
          weight,
          reason,
        })),
      },
    ];
  });
