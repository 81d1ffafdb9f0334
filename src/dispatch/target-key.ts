import type { Target } from './contract/index.js';

/** What is known of a server holds for its address only. */
export function keyOf(target: Target): string {
  return `${target.id} ${target.baseUrl}`;
}
