import { expect } from '@jest/globals';
import { mask, shapeOf } from './recorded.js';
import type { Recorded, Repeated } from './recorded.js';

/** Expects a simulator's answer to equal the recorded one in status, shape and meaning. */
export function compare(recorded: Recorded, repeated: Repeated): void {
  expect(repeated.status).toBe(recorded.status);
  for (const [name, value] of Object.entries(recorded.headers ?? {})) {
    expect(mask(repeated.headers.get(name))).toBe(mask(value));
  }
  if (recorded.answer !== undefined) expect(mask(repeated.answer)).toEqual(mask(recorded.answer));
  if (recorded.images) compareImages(recorded, repeated);
}

function compareImages(recorded: Recorded, { answer }: Repeated): void {
  const { images, parameters, info } = answer as { images: string[]; parameters: object; info: string };
  const beginnings = (list: string[]): string[] => list.map((image) => image.replace(/^"/, '').slice(0, 4));
  expect(beginnings(images)).toEqual(beginnings(recorded.images ?? []));
  if (recorded.parameters) {
    expect(shapeOf(parameters)).toEqual(shapeOf(recorded.parameters));
    expect(mask(parameters)).toEqual(mask(recorded.parameters));
  }
  if (!recorded.info) return;
  const told = JSON.parse(info) as Record<string, unknown>;
  if (recorded.parameters) expect(shapeOf(told)).toEqual(shapeOf(recorded.info));
  const isRandom =
    typeof recorded.info['all_seeds'] === 'object' && /Seed: \d{5,}/.test(String(recorded.info['infotexts']));
  for (const [key, value] of Object.entries(recorded.info)) {
    if (['subseed', 'all_subseeds', 'job_timestamp'].includes(key) || (isRandom && key.endsWith('seeds')))
      continue;
    expect([key, mask(told[key])]).toEqual([key, mask(value)]);
  }
}
