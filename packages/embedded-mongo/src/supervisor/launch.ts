import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { EmbeddedMongoError } from '../embedded-mongo-error.ts';
import { databasePaths } from '../postgres/paths.ts';
import type { SupervisorMessage, SupervisorSettings } from './protocol.ts';

/** How a supervisor's start ended: it serves, or another one was faster. */
export type LaunchResult = { readonly kind: 'ready'; readonly uri: string } | { readonly kind: 'taken' };

/** The program and its options: the built file, or the source by way of tsx where this very file is source. */
function supervisorCommand(): string[] {
  if (!import.meta.url.endsWith('.ts')) return [fileURLToPath(new URL('./main.js', import.meta.url))];
  const entry = fileURLToPath(new URL('./main.ts', import.meta.url));
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--conditions=development', '--import', pathToFileURL(loader).href, entry];
}

/** The application's environment without what would make another node process behave like the application. */
function supervisorEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  delete environment['NODE_OPTIONS'];
  delete environment['NODE_V8_COVERAGE'];
  return environment;
}

/** Starts a supervisor in a session of its own, which outlives this process, and waits until it serves. */
export async function launchSupervisor(
  settings: SupervisorSettings,
  log: (line: string) => void,
): Promise<LaunchResult> {
  const logFile = await open(databasePaths(settings.directory).supervisorLog, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [...supervisorCommand(), JSON.stringify(settings)], {
      cwd: '/',
      detached: true,
      env: supervisorEnvironment(),
      stdio: ['ignore', logFile.fd, logFile.fd, 'ipc'],
    });
    return await new Promise<LaunchResult>((resolve, reject) => {
      child.on('message', (message: SupervisorMessage) => {
        if (message.kind === 'log') log(message.line);
        else if (message.kind === 'failed') reject(new EmbeddedMongoError(message.code, message.message));
        else resolve(message);
      });
      child.once('error', (error) => {
        reject(
          new EmbeddedMongoError('start-failed', `No process could be started: ${error.message}`, { cause: error }),
        );
      });
      child.once('exit', (code, signal) => {
        const how = signal ? `by ${signal}` : `with code ${code}`;
        reject(
          new EmbeddedMongoError(
            'start-failed',
            `The database's supervisor ended ${how}; ${settings.directory}/supervisor.log may say why.`,
          ),
        );
      });
    }).finally(() => {
      child.removeAllListeners();
      if (child.connected) child.disconnect();
      child.unref();
    });
  } finally {
    await logFile.close();
  }
}
