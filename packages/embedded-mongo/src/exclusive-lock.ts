import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { delay } from './platform.ts';

/** A held lock; it also ends, whatever happens, with the process that holds it. */
export interface ExclusiveLock {
  release(): Promise<void>;
}

/** A short name for a folder, the same whether or not it exists yet and by whatever link its parent is reached. */
export function directoryKey(directory: string): string {
  const absolute = path.resolve(directory);
  let parent = path.dirname(absolute);
  try {
    parent = realpathSync(parent);
  } catch {
    // The parent is not there yet: its spelling has to do.
  }
  return createHash('sha256')
    .update(path.join(parent, path.basename(absolute)))
    .digest('hex')
    .slice(0, 20);
}

/**
 * Takes a lock for a folder, or returns null when another process holds it. The lock is a socket in Linux's abstract
 * namespace: the kernel hands it out atomically and takes it back on the holder's death, kill -9 included, so there is
 * no stale lock file to judge.
 */
export function tryLock(purpose: string, directory: string): Promise<ExclusiveLock | null> {
  const server = net.createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(`\0embedded-mongo-${purpose}-${directoryKey(directory)}`, () => {
      server.unref();
      resolve({
        release: () =>
          new Promise((done) => {
            server.close(() => done());
          }),
      });
    });
  });
}

/** Waits for a lock; `onWait` is called once when it is not free at the first try. */
export async function waitForLock(purpose: string, directory: string, onWait: () => void): Promise<ExclusiveLock> {
  for (let attempt = 0; ; attempt++) {
    const lock = await tryLock(purpose, directory);
    if (lock) return lock;
    if (attempt === 0) onWait();
    await delay(200);
  }
}
