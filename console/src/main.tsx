// The web console: everything that the server can do, from a desk or a phone. `app/` puts it together, `frame/` is what
// stands around every page, `live/` follows the server's events, `pages/` has one folder a page.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/global.css';
import { App } from './app/app';
import { startServiceWorker } from './app/service-worker';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
startServiceWorker();
