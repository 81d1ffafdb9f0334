import { describe, expect, it } from '@jest/globals';
import { AddressNotAllowedError, AddressPolicy } from './address-policy.js';
import { readAllowList } from './allow-list.js';

const closed = new AddressPolicy(readAllowList());
const refusal = (policy: AddressPolicy, url: string): string | undefined => {
  try {
    policy.checkUrl(url);
    return undefined;
  } catch (error) {
    if (error instanceof AddressNotAllowedError) return error.message;
    throw error;
  }
};

/** Everything that should never be reached with a URL from outside, in every disguise. */
const REFUSED = [
  ...['http://127.0.0.1/', 'http://127.0.0.1:8080/hook', 'https://127.255.255.254/', 'http://127.1/'],
  ...[
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://0177.0.0.1/',
  ],
  ...[
    'http://0177.0x0.1/',
    'http://127.0.0.1./',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://%31%32%37.0.0.1/',
  ],
  ...['http://0/', 'http://0.0.0.0/', 'http://0.1.2.3/', 'http://localhost/', 'http://LOCALHOST./'],
  ...['http://api.localhost/', 'http://localhost.localdomain/', 'http://ip6-localhost/'],
  ...['http://10.0.0.1/', 'http://10.255.255.255/', 'http://172.16.0.1/', 'http://172.31.255.254/'],
  ...['http://192.168.1.1/', 'http://3232235777/', 'http://0xc0a80101/', 'http://100.64.0.1/'],
  ...[
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://169.254.1.1/',
  ],
  ...['http://100.100.100.200/', 'http://168.63.129.16/', 'http://192.0.0.192/'],
  ...[
    'http://metadata.google.internal/',
    'http://metadata/',
    'http://instance-data/',
    'http://Metadata.Google.Internal./',
  ],
  ...['http://192.0.2.1/', 'http://198.51.100.7/', 'http://203.0.113.9/', 'http://198.18.0.1/'],
  ...['http://224.0.0.1/', 'http://239.255.255.250/', 'http://240.0.0.1/', 'http://255.255.255.255/'],
  ...[
    'http://[::1]/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::127.0.0.1]/',
    'http://[::7f00:1]/',
  ],
  ...[
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:8.8.8.8]/',
    'http://[::ffff:0:127.0.0.1]/',
  ],
  ...[
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd12:3456:789a::1]/',
    'http://[fd00:ec2::254]/',
    'http://[fec0::1]/',
  ],
  ...['http://[64:ff9b::7f00:1]/', 'http://[64:ff9b::169.254.169.254]/', 'http://[64:ff9b:1::10.0.0.1]/'],
  ...[
    'http://[2002:7f00:1::]/',
    'http://[2002:c0a8:101::1]/',
    'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  ],
  ...['http://[2001:db8::1]/', 'http://[ff02::1]/', 'http://[100::1]/', 'http://[4000::1]/'],
  ...['https://user@example.com/', 'https://user:pass@example.com/', 'https://example.com@127.0.0.1/'],
  ...['http://example.com:22/', 'http://example.com:25/', 'https://example.com:6/', 'http://example.com:0/'],
  ...[
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'javascript:alert(1)',
    'data:text/plain,x',
  ],
  ...[
    'example.com/hook',
    '//example.com/',
    'http://',
    'https:///',
    'http://[::1',
    'http://exa mple.com/',
    '',
  ],
  ...['http://[fe80::1%25eth0]/', `https://example.com/${'x'.repeat(2000)}`],
];

describe(AddressPolicy.name, () => {
  it.each(REFUSED)('refuses %s', (url) => {
    expect(refusal(closed, url)).toEqual(expect.any(String));
  });

  it.each([
    'https://example.com/hook',
    'http://example.com:8080/',
    'https://hooks.slack.com:443/services/x',
    'http://8.8.8.8/',
    'http://134744072/',
    'https://[2001:4860:4860::8888]/',
    'https://bücher.example/',
    'https://localhost.example.com/',
    'http://metadata.example.com/',
  ])('lets %s through', (url) => {
    expect(refusal(closed, url)).toBeUndefined();
  });

  it('opens what the operator lists, and nothing beside it', () => {
    const policy = new AddressPolicy(
      readAllowList('192.168.1.0/24, 10.1.2.3,nas.home.example,.lan,::1,fd00::/8'),
    );
    for (const url of ['http://192.168.1.7/', 'http://10.1.2.3:8080/', 'http://[::1]/', 'http://[fd00::5]/'])
      expect(refusal(policy, url)).toBeUndefined();
    for (const url of ['http://192.168.2.7/', 'http://10.1.2.4/', 'http://127.0.0.1/', 'http://localhost/'])
      expect(refusal(policy, url)).toContain('WEBHOOK_ALLOW_PRIVATE');
    expect(() => policy.checkAddress('10.9.9.9', 'nas.home.example', 80)).not.toThrow();
    expect(() => policy.checkAddress('10.9.9.9', 'printer.lan', 80)).not.toThrow();
    expect(() => policy.checkAddress('10.9.9.9', 'evil.home.example', 80)).toThrow(AddressNotAllowedError);
    expect(() => policy.checkAddress('10.9.9.9', 'xnas.home.example', 80)).toThrow(AddressNotAllowedError);
  });

  it('never opens metadata, link-local or reserved addresses', () => {
    const policy = new AddressPolicy(readAllowList('0.0.0.0/0,::/0,metadata.google.internal,.internal'));
    for (const address of [
      '169.254.169.254',
      '100.100.100.200',
      '168.63.129.16',
      'fd00:ec2::254',
      'fe80::1',
      '0.0.0.0',
    ])
      expect(() => policy.checkAddress(address, 'anything.internal', 80)).toThrow(AddressNotAllowedError);
    expect(refusal(policy, 'http://metadata.google.internal/')).toContain('never');
    expect(refusal(policy, 'http://[::ffff:127.0.0.1]/')).toBeDefined();
  });

  it('never lets StableQueue call itself', () => {
    const policy = new AddressPolicy(readAllowList('127.0.0.0/8'), (_address, port) => port === 3000);
    expect(refusal(policy, 'http://127.0.0.1:3000/api/v1/generate')).toContain('itself');
    expect(refusal(policy, 'http://127.0.0.1:3001/')).toBeUndefined();
  });

  it.each(['10.0.0.0/33', '10.0.0', 'a b', '300.1.1.1', 'http://x', '/24'])(
    'does not accept "%s" as an allow-list',
    (text) => {
      expect(() => readAllowList(text)).toThrow(/WEBHOOK_ALLOW_PRIVATE/);
    },
  );
});
