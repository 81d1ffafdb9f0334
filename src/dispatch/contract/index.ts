export * from './app-type.decorator.js';
export * from './dispatch-error.js';
export * from './dispatcher.js';
export * from './inventory.js';
export * from './run-event.js';
export * from './target.js';
export * from './workflow.js';
