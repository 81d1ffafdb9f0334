import { queryOptions } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';

export type Pipeline = Schemas['PipelineDto'];
export type PipelineState = Pipeline['state'];

/** A pipeline with its steps. What makes a bulk old makes it old, too. */
export const pipelineQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.bulk(id), 'steps'],
    queryFn: ({ signal }): Promise<Pipeline> =>
      take(api.GET('/api/v2/pipelines/{id}', { params: { path: { id } }, signal })),
  });
