import type { Type } from '@nestjs/common';
import type { Dispatcher } from '../contract/index.js';
import { A1111Dispatcher } from './a1111/a1111.dispatcher.js';
import { ComfyuiDispatcher } from './comfyui/comfyui.dispatcher.js';
import { ForgeDispatcher } from './forge/forge.dispatcher.js';

/** Every engine that StableQueue speaks to: one line each. */
export const DISPATCHERS: Type<Dispatcher>[] = [ForgeDispatcher, A1111Dispatcher, ComfyuiDispatcher];
