import { ErrorCode, MongoError } from '../../gateway/mongo-error.ts';

/** Stands before a refusal that the engine utters in the middle of a query; see `refuseAtRunTime`. */
const MARK = 'refused by embedded-mongo: ';
const MARKED = /refused by embedded-mongo: (.+?) \(in an? \w+\)/;

/** The engine would answer wrongly, and cannot be made to answer rightly: names the form that works. */
export const refusal = (message: string): MongoError => new MongoError(ErrorCode.CommandNotSupported, message);

/**
 * An expression that fails with a message when it is evaluated: for what can be told only from the data. The document
 * makes part of the text, because the engine evaluates what is constant before it comes to see whether it is needed.
 */
export const refuseAtRunTime = (message: string): unknown => ({
  $toInt: { $concat: [`${MARK}${message} (in an `, { $type: '$$ROOT' }, ')'] },
});

/** The refusal inside a message of the engine. */
export function refusalIn(message: string): string | undefined {
  return MARKED.exec(message)?.[1];
}
