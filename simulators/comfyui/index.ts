/**
 * A simulator of ComfyUI for tests, demo, bench and crash runs. What it imitates and from where:
 * protocol.md. As a program of its own: main.ts.
 */
export { startComfyuiSimulator } from './simulator.js';
export type { ComfyuiSimulator } from './simulator.js';
export type { ComfyuiSimulatorOptions } from './simulator-options.js';
export type { RecordedRequest } from '../common/generation-log.js';
export type { KnobSetting } from '../common/knob-settings.js';
export type { Generation, Sampling, SavedFile } from './generation-log.js';
export type { Garbage, Knobs, KnobValues, SocketFate } from './knobs.js';
export type { ModelFile } from './model-files.js';
