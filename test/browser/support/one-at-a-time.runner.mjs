// Jest's own runner with a single worker: two browsers at once on a small machine only wait for each other.
import TestRunner from 'jest-runner';

export default class OneAtATimeRunner extends TestRunner {
  constructor(globalConfig, context) {
    super({ ...globalConfig, maxWorkers: 1 }, context);
  }
}
