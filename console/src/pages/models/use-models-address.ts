import { useNavigate, useSearch } from '@tanstack/react-router';
import { MODEL_KINDS, type ModelFilter, type ModelKind } from './merge-models';

/** The filter is the page's address, so that it can be kept and shared: `?type=lora&q=detail&server=lab`. */
export function useModelsAddress(): [ModelFilter, (change: Partial<ModelFilter>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filter: ModelFilter = {
    kind: MODEL_KINDS.find((kind) => kind === search['type']) ?? 'checkpoint',
    query: asText(search['q']),
    server: asText(search['server']) || null,
  };
  const change = (changes: Partial<ModelFilter>): void => {
    const next = { ...filter, ...changes };
    void navigate({ to: '/models', search: toSearch(next) as never, replace: true });
  };
  return [filter, change];
}

function toSearch({ kind, query, server }: ModelFilter): Record<string, string> {
  const isDefault = kind === ('checkpoint' satisfies ModelKind);
  return {
    ...(isDefault ? {} : { type: kind }),
    ...(query && { q: query }),
    ...(server !== null && { server }),
  };
}

/** A value of digits comes as a number. */
function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
}
