import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { loadConfig, type Config } from '../config/index.ts';
import { createApp, type Application } from './app.ts';
import { compose } from './compose.ts';
import { untilSignal } from './platform/signals.ts';

const DRAIN_MILLISECONDS = 8_000;
const GRACE_MILLISECONDS = 250;

/** How slow a client may be: its headers, its whole request, and how often this is looked at. */
export interface Patience {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly connectionsCheckingInterval: number;
}

/** Fifteen seconds for headers; two minutes for a request, which is a piece of a file on a bad line. */
const PATIENCE: Patience = { headersTimeout: 15_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000 };

export interface RunningServer {
  readonly address: string;
  /** Answers what has been asked, refuses the rest, closes the database; at most ten seconds. */
  readonly stop: () => Promise<void>;
}

/** Listens on the configured port; `close` is what remains to be closed when the last answer is out. */
export async function startServer(
  application: Application,
  close: () => Promise<void>,
  patience: Patience = PATIENCE,
): Promise<RunningServer> {
  const { config, logger, lifecycle } = application;
  const server = createServer(patience, createApp(application));
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
      // Closing cuts connections on which nothing was read yet; those just made still get to send their request.
      await setTimeout(GRACE_MILLISECONDS);
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const late = globalThis.setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS);
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
