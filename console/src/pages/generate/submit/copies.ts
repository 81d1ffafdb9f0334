import type { GenerateRequest } from '../draft/to-request';

/** The same many times: each with a seed of its own, or with those that follow the one that was chosen. */
export function withCopies(request: GenerateRequest, copies: number) {
  const seed = request.generation_params['seed'];
  const isFixed = typeof seed === 'number' && seed >= 0;
  return {
    ...request,
    bulk_quantity: copies,
    seed_variation: isFixed ? ('incremental' as const) : ('random' as const),
    ...(isFixed ? { base_seed: seed } : {}),
  };
}
