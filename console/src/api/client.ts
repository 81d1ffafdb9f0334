import createClient from 'openapi-fetch';
import { ApiProblem, type ProblemBody } from './problem';
import type { components, paths } from './schema.gen';

/** Types of the API by their names in the OpenAPI document. */
export type Schemas = components['schemas'];

/**
 * The typed client of the server that served this page. Wrap calls in `take`:
 * `const queue = await take(api.GET('/api/v1/queue'))`.
 */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  // Tells the server that no browser dialog is wanted when a sign-in is missing.
  headers: { 'X-Requested-With': 'StableQueue' },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * The data of an answer.
 * @throws ApiProblem with the server's code and words, or `unreachable` when it does not answer at all
 */
export async function take<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw ApiProblem.unreachable();
  });
  if (!answer.response.ok) throw ApiProblem.from(answer.response, answer.error as ProblemBody | undefined);
  return answer.data as T;
}
