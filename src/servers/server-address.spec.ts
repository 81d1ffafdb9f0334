import { hostname, networkInterfaces } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { BadFieldError } from './field-problems.js';
import { readBaseUrl } from './server-address.js';

const own = { ports: [3000], host: '127.0.0.1' };
const anyAddress = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family }) => family === 'IPv4')?.address;

describe('readBaseUrl', () => {
  it.each([
    ['http://192.168.1.20:7860', 'http://192.168.1.20:7860'],
    ['  http://192.168.1.20:7860/  ', 'http://192.168.1.20:7860'],
    ['HTTPS://Gpu.Example.org/forge///', 'https://gpu.example.org/forge'],
    ['http://localhost:7860', 'http://localhost:7860'],
    ['http://[fe80::1]:7860/', 'http://[fe80::1]:7860'],
    ['http://169.254.10.20:7860', 'http://169.254.10.20:7860'],
    ['http://elsewhere:3000', 'http://elsewhere:3000'],
    ['http://127.0.0.1:7860/a%20b/', 'http://127.0.0.1:7860/a%20b'],
    ['https://gpu.example.org:443/@me', 'https://gpu.example.org/@me'],
  ])('takes %j', (given, stored) => {
    expect(readBaseUrl(given, own)).toBe(stored);
  });

  it.each([
    ['', /begins with http/],
    ['192.168.1.20:7860', /begins with http/],
    ['localhost:7860', /begins with http/],
    ['ftp://gpu/', /begins with http/],
    ['file:///etc/passwd', /begins with http/],
    ['javascript:alert(1)', /begins with http/],
    ['http://', /begins with http/],
    ['http://gpu:99999', /begins with http/],
    ['http://user:pass@gpu:7860', /credentials/],
    ['http://user@gpu:7860', /credentials/],
    ['http://@gpu:7860', /credentials/],
    ['http://gpu:7860/?a=b', /before any \?/],
    ['http://gpu:7860/?', /before any \?/],
    ['http://gpu:7860/#x', /before any \?/],
    ['http://169.254.169.254/latest', /metadata/],
    ['http://169.254.169.254./', /metadata/],
    ['http://2852039166/', /metadata/],
    ['http://0xa9.254.43518/', /metadata/],
    ['http://[::ffff:169.254.169.254]/', /metadata/],
    ['http://[::169.254.169.254]/', /metadata/],
    ['http://[fd00:ec2::254]:80/', /metadata/],
    ['http://[FD00:0EC2:0:0:0:0:0:254]/', /metadata/],
    ['http://metadata.google.internal./computeMetadata', /metadata/],
    ['http://127.0.0.1:3000', /own address/],
    ['http://127.1:3000/sub', /own address/],
    ['http://localhost:3000', /own address/],
    ['http://queue.localhost:3000', /own address/],
    ['http://localhost.:3000', /own address/],
    ['http://[::1]:3000', /own address/],
    ['http://[::ffff:127.0.0.1]:3000', /own address/],
    ['http://0.0.0.0:3000', /own address/],
    [`http://${hostname()}:3000`, /own address/],
    [`http://${anyAddress ?? '127.0.0.1'}:3000`, /own address/],
    [`http://gpu/${'a'.repeat(2_000)}`, /too long/],
  ])('refuses %j', (given, why) => {
    expect(() => readBaseUrl(given, own)).toThrow(BadFieldError);
    expect(() => readBaseUrl(given, own)).toThrow(why);
  });
});
