// How long a refusal takes must not tell how near a guess was: not whether a key exists, nor how much of a secret is right.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessBed } from './access-bed.js';

const AUTH_TOKEN = 'a-token-of-forty-characters-0123456789ab';
/** Pairs of requests of one look. */
const PAIRS = 40;
/** A difference that is really there shows in each of them; the noise of a busy machine does not. */
const LOOKS = 5;
const TOLERANCE = 0.25;
const TOLERANCE_MS = 0.3;

interface Guess {
  path: string;
  headers?: Record<string, string>;
}

let bed: AccessBed;
let pathToken: string;

beforeAll(async () => {
  bed = await AccessBed.open({ AUTH_TOKEN });
  const made = await bed.asConsole('POST', `/api/v1/api-keys/${bed.owner.id}/path-token`);
  pathToken = bed.get(made, 'token');
});

afterAll(() => bed.close());

describe('a refusal over HTTP takes as long', () => {
  it('for a wrong secret as for a key that does not exist', async () => {
    const secret = 'f'.repeat(64);
    const unknown = `mk_${'0'.repeat(bed.owner.key.length - 3)}`;
    await expectSameTime(
      { path: '/api/v1/queue', headers: { 'x-api-key': bed.owner.key, 'x-api-secret': secret } },
      { path: '/api/v1/queue', headers: { 'x-api-key': unknown, 'x-api-secret': secret } },
    );
  });

  it('for a secret that is right but for its end as for one that is all wrong', async () => {
    await expectSameTime(
      {
        path: '/api/v1/queue',
        headers: { 'x-api-key': bed.owner.key, 'x-api-secret': nearly(bed.owner.secret) },
      },
      { path: '/api/v1/queue', headers: { 'x-api-key': bed.owner.key, 'x-api-secret': 'f'.repeat(64) } },
    );
  });

  it('for a token of an address that is nearly right as for one that is all wrong', async () => {
    await expectSameTime(
      { path: `/k/${nearly(pathToken)}/sdapi/v1/options` },
      { path: `/k/${'-'.repeat(pathToken.length)}/sdapi/v1/options` },
    );
  });

  it('for an AUTH_TOKEN that is nearly right as for one that is all wrong', async () => {
    const bearer = (token: string): Guess => ({
      path: '/sdapi/v1/options',
      headers: { authorization: `Bearer ${token}` },
    });
    await expectSameTime(bearer(nearly(AUTH_TOKEN)), bearer('-'.repeat(AUTH_TOKEN.length)));
  });
});

async function expectSameTime(one: Guess, other: Guess): Promise<void> {
  const looks: string[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const [a, b] = await timesOf(one, other);
    const isSame = Math.abs(a - b) <= Math.max(TOLERANCE_MS, TOLERANCE * Math.min(a, b));
    if (isSame) return;
    looks.push(`${a.toFixed(2)} ms and ${b.toFixed(2)} ms`);
  }
  expect(looks).toEqual([]);
}

/** Alternating, so that whatever slows this machine down slows both; of each the time that a quarter stays below. */
async function timesOf(one: Guess, other: Guess): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const isSwapped = pair % 2 === 1;
    for (const which of isSwapped ? ([1, 0] as const) : ([0, 1] as const))
      times[which].push(await refusalMs(which === 0 ? one : other));
  }
  return [quarterOf(times[0]), quarterOf(times[1])];
}

async function refusalMs({ path, headers }: Guess): Promise<number> {
  const startedAt = performance.now();
  const answer = await bed.call('GET', path, headers);
  const tookMs = performance.now() - startedAt;
  expect(answer.status).toBe(401);
  return tookMs;
}

function quarterOf(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 4)]!;
}

/** All but the last character. */
function nearly(secret: string): string {
  return secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0');
}
