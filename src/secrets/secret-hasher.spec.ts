import { describe, expect, it } from '@jest/globals';
import { NoSecretKeyError } from './secret-box.js';
import { SecretHasher } from './secret-hasher.js';

const hasher = new SecretHasher({ key: Buffer.alloc(32, 7) });

describe(SecretHasher.name, () => {
  it('recognises what it hashed, and nothing else', () => {
    const hash = hasher.hash('open sesame', 'test');
    expect(hasher.matches('open sesame', hash, 'test')).toBe(true);
    expect(hasher.matches('open sesam', hash, 'test')).toBe(false);
    expect(hasher.matches('open sesame', '', 'test')).toBe(false);
    expect(hasher.matches('open sesame', 'zz', 'test')).toBe(false);
  });

  it('keeps purposes and installations apart', () => {
    const hash = hasher.hash('open sesame', 'test');
    expect(hasher.matches('open sesame', hash, 'other')).toBe(false);
    expect(new SecretHasher({ key: Buffer.alloc(32, 8) }).matches('open sesame', hash, 'test')).toBe(false);
  });

  it('says why it cannot work without a key', () => {
    const broken = new SecretHasher({ problem: 'The key file is damaged.' });
    expect(() => broken.hash('x', 'test')).toThrow(NoSecretKeyError);
  });
});
