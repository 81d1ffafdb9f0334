// Keeps the console's own files. Nothing of the API is ever kept here: what a page shows while the server is away is what
// it has in memory.
const CACHE = 'stablequeue-console-1';
const SHELL = '/';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.add(SHELL))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const outdated = (name) => name.startsWith('stablequeue-console-') && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name))))
      // Pages are asked for while this worker still starts.
      .then(() => self.registration.navigationPreload?.enable())
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(kept(event));
  else if (request.mode === 'navigate' && isPage(url.pathname)) event.respondWith(page(event));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data.path));
});

/** The page that is open already, as it is; otherwise a new one. */
async function show(path) {
  const [open] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return open ? open.focus() : self.clients.openWindow(path);
}

/** Everything else that can be opened in a window belongs to the server. */
function isPage(path) {
  return (
    path === '/' ||
    /^\/(generate|queue|gallery|models|servers|workflows|keys|webhooks|system|more)(\/|$)/.test(path)
  );
}

/** Names of assets change with their content, so what is kept never grows old. */
async function kept(event) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(event.request);
  if (found) return found;
  const answer = await fetch(event.request);
  keep(event, cache, event.request, answer);
  return answer;
}

/** While the page reads it. */
function keep(event, cache, under, answer) {
  if (answer.ok) event.waitUntil(cache.put(under, answer.clone()));
}

/** The newest page there is; the kept one while the server is away. All pages are one document. */
async function page(event) {
  const cache = await caches.open(CACHE);
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    keep(event, cache, SHELL, answer);
    return answer;
  } catch (error) {
    const found = await cache.match(SHELL);
    if (found) return found;
    throw error;
  }
}
