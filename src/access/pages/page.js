/* global document, fetch, history, location, setTimeout, URLSearchParams, window */
// Signs in with a one-click link (`#token=…`) or the password, and shows how the queue stands.

const LOOK_EVERY_MS = 5000;
const WHO = {
  loopback: 'This machine needs no sign-in.',
  open: 'Nobody needs to sign in here.',
  session: 'You are signed in.',
};
const element = (id) => document.getElementById(id);
let look = 0;

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    // Tells the server that no browser dialog is wanted when a key is missing.
    headers: { 'X-Requested-With': 'StableQueue', ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

function say(text) {
  element('status').textContent = text;
  element('status').hidden = !text;
}

async function signIn(body) {
  try {
    show(await call('POST', '/api/v1/session', body));
    say('');
  } catch (error) {
    show(await call('GET', '/api/v1/session'));
    say(error.message);
  }
}

/** Out of the address bar and the history before it is even sent. */
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

function show(session) {
  element('version').textContent = session.version;
  element('sign-in').hidden = session.signed_in || !session.password_set;
  element('set-password').hidden = session.via !== 'session' || session.password_set;
  element('link-help').hidden = session.signed_in || session.password_set;
  element('sign-out').hidden = session.via !== 'session';
  element('who').hidden = !session.signed_in;
  element('who').textContent = WHO[session.via] ?? `You are signed in as ${session.name}.`;
  element('queue').hidden = !session.signed_in;
  element('warnings').hidden = session.warnings.length === 0;
  element('warnings').replaceChildren(
    ...session.warnings.map(({ message }) => {
      const item = document.createElement('li');
      item.textContent = message;
      return item;
    }),
  );
  if (!session.signed_in) say('You are not signed in.');
  look += 1;
  if (session.signed_in) void watchQueue(look);
}

async function watchQueue(mine) {
  if (mine !== look) return;
  try {
    const queue = await call('GET', '/api/v1/queue');
    for (const state of ['pending', 'processing', 'completed', 'failed'])
      element(state).textContent = queue.jobs[state] ?? '–';
    element('paused').hidden = !queue.paused;
    say('');
  } catch (error) {
    say(`The queue cannot be read just now: ${error.message}`);
  }
  setTimeout(() => void watchQueue(mine), LOOK_EVERY_MS);
}

element('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const button = event.target.querySelector('button');
  const password = element('password').value;
  button.disabled = true;
  void signIn({ password }).finally(() => {
    button.disabled = false;
    element('password').value = '';
  });
});

element('set-password').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = element('new-password');
  const set = async () => {
    await call('PUT', '/api/v1/session/password', { password: field.value });
    field.value = '';
    await start();
    say('The password is set.');
  };
  set().catch((error) => say(error.message));
});

element('sign-out').addEventListener('click', () => {
  void call('DELETE', '/api/v1/session').then(start, (error) => say(error.message));
});

async function start() {
  const token = takeToken();
  if (token !== null) return signIn({ token });
  try {
    show(await call('GET', '/api/v1/session'));
  } catch (error) {
    say(`StableQueue does not answer: ${error.message}`);
  }
}

// A link that is opened while the page is open already only changes the fragment.
window.addEventListener('hashchange', () => void start());
void start();
