import { common } from './common';
import { frame } from './frame';

/** One file a page; sentences with numbers in them are functions. */
export const en = { ...common, ...frame };
