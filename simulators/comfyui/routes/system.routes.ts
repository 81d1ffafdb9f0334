import { emptyAnswer, jsonAnswer, textAnswer } from '../http/answer.js';
import { route } from '../http/router.js';
import type { Route } from '../http/router.js';
import { isFileType } from '../files/file-store.js';
import { serverFeatures } from '../server-features.js';
import type { Settings } from '../simulator-options.js';
import { systemStats } from '../system-stats.js';

/** What the server says of itself. */
export function systemRoutes({ can }: Settings): Route[] {
  const features = route('GET', '/features', ({ host }) => jsonAnswer(serverFeatures(host.settings)));
  return [
    route('GET', '/system_stats', ({ life }) => jsonAnswer(systemStats(life))),
    ...(can.featureFlags ? [features] : []),
    // Whoever wants a WebSocket does not come here.
    route('GET', '/ws', () =>
      textAnswer('No WebSocket UPGRADE hdr: None\n Can "Upgrade" only to "WebSocket".', 400),
    ),
    route('GET', '/extensions', () => jsonAnswer(['/extensions/core/nodeTemplates.js'])),
    route('GET', '/node_replacements', () => jsonAnswer({})),
    route('GET', '/workflow_templates', () => jsonAnswer({})),
    route('GET', '/i18n', () => jsonAnswer({})),
    route('GET', '/global_subgraphs', () => jsonAnswer({})),
    route('GET', '/users', () => jsonAnswer({ storage: 'server', migrated: true })),
  ];
}

/** These have no twin under /api. */
export const bareRoutes: readonly Route[] = [
  route('GET', '/', () =>
    textAnswer('<!DOCTYPE html><title>ComfyUI</title>', 200, { 'content-type': 'text/html' }),
  ),
  route('GET', '/internal/logs', () => jsonAnswer('')),
  route('GET', '/internal/logs/raw', () => jsonAnswer({ entries: [], size: { cols: 80, rows: 24 } })),
  route('PATCH', '/internal/logs/subscribe', () => emptyAnswer()),
  route('GET', '/internal/folder_paths', () => jsonAnswer({})),
  route('GET', '/internal/files/{type}', ({ life, params }) => {
    const type = params['type'] ?? '';
    if (!isFileType(type)) return jsonAnswer({ error: 'Invalid directory type' }, 400);
    return jsonAnswer(life.files.list(type).map((name) => `${name} [${type}]`));
  }),
];
