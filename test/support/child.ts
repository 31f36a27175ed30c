import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The first message of a process. @throws Error when it ends without one, for waiting on would say nothing */
export function firstMessage(child: ChildProcess): Promise<readonly unknown[]> {
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the process ended with ${code} before it was ready`);
  });
  return Promise.race([once(child, 'message'), ended]);
}
