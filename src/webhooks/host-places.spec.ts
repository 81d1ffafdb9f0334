import { describe, expect, it } from '@jest/globals';
import { AT_ONCE, HostPlaces } from './host-places.js';

describe(HostPlaces.name, () => {
  it('gives two places to each host and sixteen in all', () => {
    const places = new HostPlaces();
    const hosts = Array.from({ length: 20 }, (_, n) => `host ${n}`);
    for (const host of hosts) for (let n = places.freeFor(host); n > 0; n -= 1) places.take(host);
    expect(hosts.map((host) => places.freeFor(host))).toEqual(hosts.map(() => 0));
    places.leave('host 0');
    expect(places.freeFor('host 0')).toBe(1);
    expect(places.freeFor('host 19')).toBe(1);
    for (let n = 1; n < AT_ONCE; n += 1) places.leave(`host ${Math.floor(n / 2)}`);
    expect(hosts.map((host) => places.freeFor(host))).toEqual(hosts.map(() => 2));
  });
});
