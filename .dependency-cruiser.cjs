/** The shape of ARCHITECTURE.md as rules. */
const feature = (name, allowed) => ({
  name: `${name}-imports`,
  comment: `src/${name}/ may import ${allowed.join(', ') || 'nothing of src/'}`,
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: ['\\.spec\\.ts$', '/fixtures/'] },
  to: { path: '^src/', pathNot: [`^src/${name}/`, ...allowed.map((folder) => `^src/${folder}`)] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'typeorm-only-in-the-data-layer',
      severity: 'error',
      from: { path: '^src/', pathNot: ['(repository|entity|spec)\\.ts$', '^src/database/'] },
      to: { path: 'node_modules/(typeorm|@nestjs/typeorm)/' },
    },
    {
      name: 'controllers-import-no-writing-repository',
      comment: 'lists are read models that a controller may ask; everything else goes through a service',
      severity: 'error',
      from: { path: 'controller\\.ts$' },
      to: { path: 'repository\\.ts$', pathNot: '(job-list|job-counts)\\.repository\\.ts$' },
    },
    {
      name: 'a-provider-knows-no-other',
      severity: 'error',
      from: { path: '^src/dispatch/providers/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/(dispatch/providers/(?!$1/)|jobs/|runner/|gallery/|servers/|events/|database/)' },
    },
    {
      name: 'the-contract-stands-alone',
      severity: 'error',
      from: { path: '^src/dispatch/contract/' },
      to: { path: '^src/', pathNot: '^src/(dispatch/contract|common)/' },
    },
    {
      name: 'src-knows-no-tests-and-no-simulators',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.spec\\.ts$', '/fixtures/', '^src/demo/demo-machines\\.ts$'] },
      to: { path: '^(test|simulators|bench|scripts)/' },
    },
    {
      name: 'the-demo-knows-the-simulator-by-its-door',
      comment: 'docs/adr/0016: the one exception, by their index and only when somebody starts the demo',
      severity: 'error',
      from: { path: '^src/demo/demo-machines\\.ts$' },
      to: { path: '^(test|simulators|bench|scripts)/', pathNot: '^simulators/(forge|comfyui)/index\\.ts$' },
    },
    {
      name: 'the-demo-loads-the-simulator-late',
      comment: 'docs/adr/0016: a server without a demo never loads it',
      severity: 'error',
      from: { path: '^src/demo/demo-machines\\.ts$' },
      to: { path: '^simulators/', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'simulators-stand-alone',
      severity: 'error',
      from: { path: '^simulators/' },
      to: { path: '^(src|test|bench|scripts)/' },
    },
    {
      name: 'a-simulator-knows-no-other',
      comment: 'what two of them need stands in simulators/common/',
      severity: 'error',
      from: { path: '^simulators/([^/]+)/' },
      to: { path: '^simulators/(?!$1/|common/)' },
    },
    {
      ...feature('access/contract', ['common/']),
      comment: 'who may do what, as everybody reads it: stands alone',
    },
    feature('config', ['common/']),
    feature('secrets', ['common/', 'config/', 'database/']),
    {
      ...feature('database', ['config/', 'common/']),
      from: { path: '^src/database/', pathNot: ['entities\\.ts$', '\\.spec\\.ts$'] },
    },
    feature('outbound', ['common/', 'config/']),
    feature('events', ['common/', 'database/', 'access/contract/']),
    feature('api-keys', ['common/', 'config/', 'database/', 'secrets/', 'events/', 'access/contract/']),
    feature('access', [
      ...['common/', 'config/', 'database/', 'secrets/', 'events/', 'api-keys/', 'version'],
    ]),
    feature('forge-monitor', ['common/', 'dispatch/contract/']),
    feature('dispatch', ['common/', 'forge-monitor/']),
    feature('gallery', [
      ...['common/', 'config/', 'database/', 'events/', 'secrets/'],
      ...['dispatch/contract/', 'access/contract/'],
    ]),
    feature('servers', [
      ...['common/', 'config/', 'database/', 'events/', 'secrets/'],
      ...['dispatch/', 'outbound/', 'access/contract/'],
    ]),
    feature('web-console', []),
    feature('prompts', ['common/', 'config/', 'access/contract/']),
    feature('scheduling', []),
    feature('memory', ['common/', 'database/']),
    feature('idempotency', ['common/', 'database/', 'access/contract/']),
    feature('jobs', [
      ...['common/', 'config/', 'database/', 'events/', 'dispatch/', 'servers/', 'gallery/', 'secrets/'],
      ...['api-keys/', 'idempotency/', 'memory/', 'prompts/', 'scheduling/'],
      ...['webhooks/contract/', 'access/contract/'],
    ]),
    feature('bulks', [
      ...['common/', 'config/', 'database/', 'events/', 'dispatch/', 'servers/', 'gallery/', 'secrets/'],
      ...['api-keys/', 'idempotency/', 'prompts/', 'jobs/', 'webhooks/contract/', 'access/contract/'],
    ]),
    feature('pipelines', [
      ...['common/', 'config/', 'database/', 'events/', 'dispatch/', 'servers/', 'gallery/', 'secrets/'],
      ...['api-keys/', 'idempotency/', 'jobs/', 'bulks/', 'webhooks/contract/', 'access/contract/'],
    ]),
    {
      ...feature('webhooks/contract', ['common/', 'outbound/', 'secrets/']),
      comment: 'the webhook of a job, as jobs/ and bulks/ take it in',
    },
    feature('webhooks', [
      ...['common/', 'config/', 'database/', 'events/', 'secrets/', 'outbound/'],
      ...['jobs/', 'bulks/', 'gallery/', 'access/contract/', 'version'],
    ]),
    feature('workflows', ['common/', 'database/', 'events/', 'dispatch/', 'access/contract/']),
    feature('presets', ['common/', 'database/', 'access/contract/']),
    feature('backups', ['common/', 'config/', 'database/', 'access/contract/']),
    feature('demo', ['common/', 'config/', 'database/', 'servers/', 'access/contract/']),
    feature('system', [
      ...['common/', 'config/', 'database/', 'events/', 'servers/', 'access/contract/', 'version'],
    ]),
    feature('runner', [
      ...['common/', 'config/', 'events/', 'dispatch/', 'servers/', 'gallery/', 'jobs/', 'memory/'],
      ...['outbound/', 'version'],
    ]),
    feature('doors/sdapi', [
      ...['common/', 'config/', 'database/', 'events/', 'dispatch/', 'servers/', 'gallery/', 'jobs/'],
      ...['webhooks/contract/', 'access/contract/'],
    ]),
    {
      name: 'nobody-imports-the-runner',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(runner|health)/', '^src/app\\.module\\.ts$', '\\.spec\\.ts$'] },
      to: { path: '^src/runner/' },
    },
    {
      name: 'the-console-knows-the-api-alone',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^(src|test|bench|scripts|simulators|migrations)/' },
    },
    {
      name: 'a-page-knows-no-other',
      comment: 'what two pages need stands in components/, lib/, api/ or live/',
      severity: 'error',
      from: { path: '^console/src/pages/([^/]+)/' },
      to: { path: '^console/src/pages/(?!$1/)' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
