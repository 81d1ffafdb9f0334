import { availableParallelism } from 'node:os';

/** Specs run as native ES modules; swc compiles them, `tsc --noEmit` checks their types. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/simulators', '<rootDir>/test', '<rootDir>/console/src'],
  testMatch: ['**/*.spec.ts'],
  // Never in one process: modules of each spec stay in its memory, and the later specs crawl.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  workerIdleMemoryLimit: '1GB',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  setupFiles: ['<rootDir>/test/support/quiet-logs.ts'],
  // No measure of speed: many times what any of them takes, so that a machine that is far too busy fails none.
  testTimeout: 120_000,
};
