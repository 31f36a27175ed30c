import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import { hasFieldNamed } from '../gateway/raw-bson.ts';
import type { CommandContext } from './context.ts';

/** Commands whose documents are data, not questions: an operator's name in them means nothing. */
const PLAIN_DATA = new Set(['insert', 'hello', 'ismaster', 'ping', 'endsessions']);

/**
 * Refuses what the engine would answer wrongly. Tailable cursors would silently not wait for anything. Its `$dateTrunc` gives wrong dates for most days since the year 2000:
 * an error is better than a wrong statistic.
 */
export function refuseWrongAnswers(context: CommandContext): void {
  if (PLAIN_DATA.has(context.name)) return;
  if (context.name === 'find' && context.command.isTrue('tailable')) {
    throw new MongoError(ErrorCode.BadValue, 'tailable cursor requested on non capped collection');
  }
  const asked =
    hasFieldNamed(context.command.bytes, '$dateTrunc') ||
    [...context.sequences.values()].some((sequence) => sequence.includes('$dateTrunc\0'));
  if (!asked) return;
  throw new MongoError(
    ErrorCode.CommandNotSupported,
    '$dateTrunc is not supported: the storage engine computes it wrongly. Group by $dateToString ' +
      "(for example { format: '%Y-%m', date, timezone }) or $dateToParts, and build dates with $dateFromParts.",
  );
}
