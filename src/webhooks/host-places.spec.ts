import { describe, expect, it } from '@jest/globals';
import {
  AT_ONCE,
  AT_ONCE_OF_CONSOLE,
  AT_ONCE_PER_HOST,
  AT_ONCE_PER_KEY,
  CONSOLE,
  HostPlaces,
} from './host-places.js';

describe(HostPlaces.name, () => {
  it('gives two places to each host and sixteen in all', () => {
    const places = new HostPlaces();
    const hosts = Array.from({ length: 20 }, (_, n) => `host ${n}`);
    hosts.forEach((host, n) => {
      for (let free = places.freeFor(host); free > 0; free -= 1) places.take(host, n);
    });
    expect(hosts.map((host) => places.freeFor(host))).toEqual(hosts.map(() => 0));
    places.leave('host 0', 0);
    expect(places.freeFor('host 0')).toBe(1);
    expect(places.freeFor('host 19')).toBe(1);
    for (let n = 1; n < AT_ONCE; n += 1) places.leave(`host ${Math.floor(n / 2)}`, Math.floor(n / 2));
    expect(hosts.map((host) => places.freeFor(host))).toEqual(hosts.map(() => AT_ONCE_PER_HOST));
  });

  it.each([
    ['a key', 7, AT_ONCE_PER_KEY],
    ['the console', CONSOLE, AT_ONCE_OF_CONSOLE],
  ])('lets %s have only so many, whatever the hosts', (_who, owner, most) => {
    const places = new HostPlaces();
    for (let n = 1; n <= most; n += 1) {
      expect(places.full()).toEqual([]);
      places.take(`host ${n}`, owner);
    }
    expect(places.full()).toEqual([owner]);
    expect(most).toBeLessThan(AT_ONCE);
    places.leave('host 1', owner);
    expect(places.full()).toEqual([]);
  });
});
