import { jest } from '@jest/globals';

// A browser on a machine that does something else besides.
jest.setTimeout(120_000);
