const TITLES: Readonly<Record<string, string>> = {
  'empty-generate': 'The first start: no server yet',
  'empty-servers': 'Servers, before there is one',
  generate: 'Generate',
  bulk: 'Generate: many jobs at once',
  'generate-comfyui': 'Generate: a template of ComfyUI',
  workflows: 'Templates of workflows',
  workflow: 'A template: its form and what runs',
  queue: 'Queue',
  job: 'A job',
  'job-failed': 'A job that failed',
  gallery: 'Gallery',
  image: 'Gallery: an image and what is known of it',
  collections: 'Gallery: collections',
  storage: 'Gallery: storage',
  models: 'Models',
  servers: 'Servers',
  keys: 'API keys',
  'access-log': 'API keys: the access log',
  'console-access': 'API keys: who may use the console',
  webhooks: 'Webhooks',
  deliveries: 'Webhooks: the delivery log',
  system: 'System',
  statistics: 'System: statistics',
  tasks: 'System: scheduled tasks',
  backups: 'System: backups',
  logs: 'System: logs',
  settings: 'System: settings',
  more: 'More: the other pages of a phone',
  palette: 'Search or do anything (Ctrl-K)',
  'nothing-here': 'An address that leads nowhere',
};

/** The page that shows all of them. */
export function galleryOf(names: readonly string[]): string {
  const picture = (name: string, look: string, width: number): string =>
    `<img src="${name}-${look}.png" alt="${TITLES[name] ?? name}, ${look.replace('-', ', ')}" width="${width}">`;
  const section = (name: string): string =>
    [
      `## ${TITLES[name] ?? name}\n`,
      ...['dark', 'light'].map(
        (scheme) => `${picture(name, `desk-${scheme}`, 600)} ${picture(name, `phone-${scheme}`, 162)}\n`,
      ),
    ].join('\n');
  return [
    '# Screenshots\n',
    'Made by `npm run screenshots` against simulated servers, at 1440 and 390 px, dark and light. The pictures in them are simulated.\n',
    ...names.map(section),
  ].join('\n');
}
