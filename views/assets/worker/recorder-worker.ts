// Answers for the server while there is none: the recorder and the forms kept on this device. Everything else is
// fetched as ever; when that fails the person lands on the recorder, which says that there is no network.

declare const self: ServiceWorkerGlobalScope;
/** Names of the built files with a hash in each, set when this file is built. */
declare const ASSETS: readonly string[];

const SHELL = `jiefen-shell-${ASSETS.join().length}-${ASSETS.map((name) => name.slice(-12)).join('')}`;
const PAGES = 'jiefen-pages';
const RECORDER = '/recorder';
const FORM = /^\/disputes\/[0-9a-f]{24}\/acts\/recordSession$/;
/** How long a weak network may take before the page on the device is shown. */
const PATIENCE_MS = 5_000;

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      await (await caches.open(SHELL)).addAll(ASSETS.map((name) => `/assets/${name}`));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith('jiefen-shell-') && name !== SHELL) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

const onDevice = async (path: string): Promise<Response | undefined> => (await caches.open(PAGES)).match(path);

async function page(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const keeps = pathname === RECORDER || FORM.test(pathname);
  const here = keeps ? await onDevice(pathname) : undefined;
  const impatient = here && request.method === 'GET' ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {};
  try {
    const answer = await fetch(request, impatient);
    if (keeps && request.method === 'GET' && answer.ok && answer.type === 'basic') {
      await (await caches.open(PAGES)).put(pathname, answer.clone());
    }
    return answer;
  } catch (error) {
    const found = here ?? (await onDevice(RECORDER));
    if (found) return found;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
  }
});
