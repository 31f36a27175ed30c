import { splitDocuments } from '../gateway/raw-bson.ts';
import type { CommandContext } from './context.ts';

export type WriteName = 'insert' | 'update' | 'delete';

/** The field that holds a write command's operations. */
export const OPERATIONS_FIELD: Readonly<Record<WriteName, string>> = {
  insert: 'documents',
  update: 'updates',
  delete: 'deletes',
};

/** The bytes of all operations: in the command itself, or in a sequence of documents beside it. */
export const operationBytes = (context: CommandContext, field: string): Buffer =>
  context.sequences.get(field) ?? context.command.getBytes(field) ?? Buffer.alloc(0);

/** The operations of a write command, one by one. */
export function operationsOf(context: CommandContext, field: string): Buffer[] {
  const sequence = context.sequences.get(field);
  return sequence ? splitDocuments(sequence) : context.command.getDocuments(field);
}
