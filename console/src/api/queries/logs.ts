import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { appendLines } from '../../lib/log-lines';
import { queryClient } from '../query-client';

export type LogLine = Schemas['LogLineDto'];
export type LogLevel = LogLine['level'];
export interface LogFilter {
  level: LogLevel;
  text: string;
}

const FOLLOW_MS = 2_000;
const FIRST = 200;

/** The newest lines; while `follows`, what has come since is added every two seconds. */
export function useLogs(filter: LogFilter, follows: boolean) {
  const queryKey = [...keys.system, 'logs', filter];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const known = queryClient.getQueryData<Schemas['LogsDto']>(queryKey);
      const answer = await read(filter, known?.next, signal);
      // Numbers begin anew with the process.
      const isNewProcess = known !== undefined && answer.next < known.next;
      return appendLines(known, isNewProcess ? await read(filter, undefined, signal) : answer);
    },
    refetchInterval: follows ? FOLLOW_MS : false,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

function read({ level, text }: LogFilter, after: number | undefined, signal: AbortSignal) {
  const query = { level, limit: FIRST, ...(text && { text }), ...(after !== undefined && { after }) };
  return take(api.GET('/api/v1/system/logs', { params: { query }, signal }));
}
