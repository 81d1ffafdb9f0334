import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';

export type GenerateBody = Schemas['GenerateDto'];
export type BulkBody = Schemas['BulkRequestDto'];
export type DryRun = Schemas['BulkDryRunDto'];

/** The kinds of server API that jobs can be written for. */
export const useAppTypes = () =>
  useQuery({
    queryKey: keys.appTypes,
    queryFn: ({ signal }) => take(api.GET('/api/v2/app-types', { signal })),
    staleTime: Infinity,
  });

/** The OpenAPI document's schemas, by name; large, so read only by those who need one. */
export const parameterSchemasQuery = queryOptions({
  queryKey: keys.parameterSchemas,
  queryFn: async ({ signal }) => {
    const answer = await fetch('/doc-json', { signal });
    const document = (await answer.json()) as { components?: { schemas?: Record<string, unknown> } };
    return document.components?.schemas ?? {};
  },
  staleTime: Infinity,
});

/** A request that came twice is one job, whatever happened on the way. */
const once = () => ({ header: { 'Idempotency-Key': crypto.randomUUID?.() ?? String(Math.random()) } });

export const sendJob = (body: GenerateBody) => take(api.POST('/api/v2/generate', { body, params: once() }));

export async function sendBulk(body: BulkBody): Promise<Schemas['BulkSubmittedDto']> {
  const answer = await take(api.POST('/api/v2/generate/bulk', { body, params: once() }));
  // Only a dry run is answered otherwise.
  return answer as Schemas['BulkSubmittedDto'];
}

export const tryBulk = (body: BulkBody, signal?: AbortSignal) =>
  take(api.POST('/api/v2/generate/bulk/dry-run', { body, signal }));

interface ListUpload {
  file: File;
  request: BulkBody;
}

export async function sendList(upload: ListUpload): Promise<Schemas['BulkSubmittedDto']> {
  return (await uploadList(upload, false)) as Schemas['BulkSubmittedDto'];
}

export async function tryList(upload: ListUpload, signal?: AbortSignal): Promise<DryRun> {
  return (await uploadList(upload, true, signal)) as DryRun;
}

function uploadList({ file, request }: ListUpload, dryRun: boolean, signal?: AbortSignal) {
  const form = new FormData();
  form.set('request', JSON.stringify(request));
  if (dryRun) form.set('dry_run', 'true');
  form.set('file', file);
  return take(
    api.POST('/api/v2/generate/bulk/upload', {
      body: { file: '' },
      bodySerializer: () => form,
      ...(dryRun ? {} : { params: once() }),
      signal,
    }),
  );
}
