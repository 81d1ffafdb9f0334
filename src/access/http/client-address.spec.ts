import { describe, expect, it } from '@jest/globals';
import { addressBlock, isLoopback } from './client-address.js';

describe(addressBlock.name, () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::99', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
    ['not:an:address', 'not:an:address'],
  ])('of %s is %s', (address, block) => expect(addressBlock(address)).toBe(block));
});

describe(isLoopback.name, () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['127.0.0.1.evil.example', false],
    ['10.0.0.1', false],
    ['', false],
  ])('%s: %s', (address, expected) => expect(isLoopback(address)).toBe(expected));
});
