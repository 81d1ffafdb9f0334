import { describe, expect, it } from '@jest/globals';
import { Clock } from '../common/clock.js';
import { LinkSigner } from './link-signer.js';
import { SecretHasher } from './secret-hasher.js';

class FakeClock extends Clock {
  at = Date.parse('2026-11-20T12:00:00.000Z');
  override now(): number {
    return this.at;
  }
}

const PATH = '/api/v1/images/download/88615c9d_00001.png';
const clock = new FakeClock();
const signer = new LinkSigner(new SecretHasher({ key: Buffer.alloc(32, 7) }), clock);
const parts = (link: string) => new URL(link, 'http://x').searchParams;

describe(LinkSigner.name, () => {
  it('opens the path that it signed, for a week', () => {
    const query = parts(signer.sign(PATH));
    expect(signer.verify(PATH, query.get('exp'), query.get('sig'))).toBe(true);
    clock.at += 9 * 86_400_000;
    expect(signer.verify(PATH, query.get('exp'), query.get('sig'))).toBe(false);
    clock.at -= 9 * 86_400_000;
  });

  it('opens no other path, and no later than it says', () => {
    const query = parts(signer.sign(PATH));
    expect(signer.verify(`${PATH}x`, query.get('exp'), query.get('sig'))).toBe(false);
    expect(signer.verify(PATH, String(Number(query.get('exp')) + 1), query.get('sig'))).toBe(false);
    expect(signer.verify(PATH, ['1'], query.get('sig'))).toBe(false);
    expect(signer.verify(PATH, undefined, undefined)).toBe(false);
  });

  it('gives the same link all day long', () => {
    expect(signer.sign(PATH)).toBe(signer.sign(PATH));
  });
});
