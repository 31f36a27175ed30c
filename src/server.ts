import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { loadConfig, type Config } from '../config/index.ts';
import { createApp, type Application } from './app.ts';
import { compose } from './compose.ts';
import { untilSignal } from './platform/signals.ts';

const DRAIN_MILLISECONDS = 8_000;

export interface RunningServer {
  readonly address: string;
  /** Answers what has been asked, refuses the rest, closes the database; at most ten seconds. */
  readonly stop: () => Promise<void>;
}

/** Listens on the configured port; `close` is what remains to be closed when the last answer is out. */
export async function startServer(application: Application, close: () => Promise<void>): Promise<RunningServer> {
  const { config, logger, lifecycle } = application;
  const server = createServer(createApp(application));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(config.port, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const address = `http://localhost:${port}`;
  logger.info({ url: address }, 'listening');
  return {
    address,
    stop: async () => {
      lifecycle.stopping = true;
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const late = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      clearInterval(idle);
      clearTimeout(late);
      await close();
      logger.info('stopped');
    },
  };
}

/** Serves until the process is told to end. */
export async function serve(config: Config = loadConfig()): Promise<void> {
  const composition = await compose(config);
  const server = await startServer(composition, composition.close);
  await untilSignal();
  await server.stop();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await serve();
