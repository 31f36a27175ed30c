import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import { RawDocument } from '../gateway/raw-bson.ts';
import type { CommandContext } from './context.ts';
import { operationBytes, operationsOf } from './operations.ts';

type Refuse = (context: CommandContext) => void;

const SORT = Buffer.from('\u0003sort\0');

function refuseUpdate(context: CommandContext): void {
  const bytes = operationBytes(context, 'updates');
  if (bytes.includes(SORT) && operationsOf(context, 'updates').some((update) => new RawDocument(update).has('sort'))) {
    throw new MongoError(40415, "BSON field 'update.updates.sort' is an unknown field.");
  }
}

function refuseFind({ command }: CommandContext): void {
  if (command.isTrue('tailable')) {
    throw new MongoError(ErrorCode.BadValue, 'tailable cursor requested on non capped collection');
  }
}

function refuseAggregate({ command }: CommandContext): void {
  if (command.getDocument('readConcern')?.getString('level') !== 'linearizable') return;
  const last = command
    .getDocuments('pipeline')
    .map((stage) => new RawDocument(stage).firstName)
    .at(-1);
  if (last === '$out' || last === '$merge') {
    throw new MongoError(ErrorCode.InvalidOptions, `${last} cannot be used with a 'linearizable' read concern level`);
  }
}

const REFUSALS: Readonly<Record<string, Refuse>> = {
  update: refuseUpdate,
  find: refuseFind,
  aggregate: refuseAggregate,
};

/** Throws where the engine would do other than it is asked without saying so, or accept what MongoDB does not. */
export function refuse(context: CommandContext): void {
  REFUSALS[context.name]?.(context);
}
