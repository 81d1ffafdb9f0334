import { availableParallelism } from 'node:os';

const typescript = (syntax) => [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true, tsx: syntax === 'tsx' },
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
      keepClassNames: true,
    },
    module: { type: 'es6' },
  },
];

/** Specs run as native ES modules; swc compiles them, `tsc --noEmit` checks their types. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': typescript('ts'), '^.+\\.tsx$': typescript('tsx') },
  setupFiles: ['<rootDir>/test/support/quiet-logs.ts'],
};
const IN_A_BROWSER = '\\.browser\\.spec\\.ts$';

export default {
  // Never in one process: modules of each spec stay in its memory, and the later specs crawl.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  workerIdleMemoryLimit: '1GB',
  testSequencer: '<rootDir>/test/support/waiting-first.sequencer.mjs',
  // No measure of speed: many times what any of them takes, so that a machine that is far too busy fails none.
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: 'specs',
      roots: ['<rootDir>/src', '<rootDir>/simulators', '<rootDir>/test', '<rootDir>/console/src'],
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', IN_A_BROWSER],
    },
    {
      ...shared,
      displayName: 'browser',
      roots: ['<rootDir>/test/browser'],
      testMatch: ['**/*.browser.spec.ts'],
      runner: '<rootDir>/test/browser/support/one-at-a-time.runner.mjs',
      setupFilesAfterEnv: ['<rootDir>/test/browser/support/patience.ts'],
    },
  ],
};
