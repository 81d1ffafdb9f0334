// What one pastes into a program to use a key. Pure.

export interface Access {
  /** Of this StableQueue, without a slash at its end. */
  origin: string;
  key: string;
  secret: string;
}

export function curlSnippet({ origin, key, secret }: Access): string {
  return [
    `curl -H 'X-API-Key: ${key}' -H 'X-API-Secret: ${secret}' -H 'Content-Type: application/json' \\`,
    `  -d '{"app_type": "forge", "generation_params": {"prompt": "a lighthouse in a storm", "steps": 20}}' \\`,
    `  ${origin}/api/v2/generate`,
  ].join('\n');
}

export const bearerSnippet = ({ key, secret }: Access): string => `Authorization: Bearer ${key}:${secret}`;

/** Answers with the images, as AUTOMATIC1111 itself does. */
export const a1111Address = (origin: string): string => `${origin}/a1111`;

export const loginSnippet = ({ key, secret }: Access): string => `${key}:${secret}`;

/** `path`: `/k/<token>`, as the server tells it. */
export const tokenAddress = (origin: string, path: string): string => `${origin}${path}/a1111`;
