import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { toast } from '../../components/toast';
import { text } from '../../text';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';

export type System = Schemas['SystemDto'];
export type Backup = Schemas['BackupDto'];
export type Task = Schemas['TaskDto'];
export type Statistics = Schemas['StatisticsDto'];
export type Utilisation = Schemas['UtilisationDto'];

/** Nothing tells of what changes here (memory, disk, uptime), so it is read again now and then while it is looked at. */
const OFTEN_MS = 10_000;
const SELDOM_MS = 60_000;

const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: ({ signal }) => take(api.GET('/api/v1/system', { signal })),
  refetchInterval: OFTEN_MS,
});
export const useSystem = () => useQuery(systemQuery);

export const useHealth = () =>
  useQuery({
    queryKey: [...keys.system, 'health'],
    queryFn: ({ signal }) => take(api.GET('/health', { signal })),
    refetchInterval: OFTEN_MS,
  });

export const useUtilisation = (minutes: number) =>
  useQuery({
    queryKey: [...keys.system, 'utilisation', minutes],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/system/utilisation', { params: { query: { minutes, buckets: 60 } }, signal })),
    refetchInterval: SELDOM_MS,
  });

export const useStatistics = (days: number) =>
  useQuery({
    queryKey: [...keys.system, 'statistics', days],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/system/statistics', { params: { query: { days } }, signal })),
    refetchInterval: SELDOM_MS,
  });

const tasksKey = [...keys.system, 'tasks'];

export const useTasks = () =>
  useQuery({
    queryKey: tasksKey,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/system/tasks', { signal }))).tasks,
    refetchInterval: ({ state }) => (state.data?.some(({ running }) => running) ? 1_000 : OFTEN_MS),
  });

export const useRunTask = () =>
  useMutation({
    mutationFn: (name: string) =>
      take(api.POST('/api/v1/system/tasks/{name}/run', { params: { path: { name } } })),
    onSuccess: (_answer, name) => toast.done(text.system.tasks.started(name)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: tasksKey }),
  });

const backupsKey = [...keys.system, 'backups'];
const readBackupsAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: backupsKey });

export const useBackups = () =>
  useQuery({
    queryKey: backupsKey,
    queryFn: ({ signal }) => take(api.GET('/api/v1/system/backups', { signal })),
    refetchInterval: SELDOM_MS,
  });

export const useMakeBackup = () =>
  useMutation({
    mutationFn: () => take(api.POST('/api/v1/system/backups')),
    onSuccess: ({ name }) => toast.done(text.system.backups.made(name)),
    onSettled: readBackupsAgain,
  });

export const useDeleteBackup = () =>
  useMutation({
    mutationFn: (name: string) =>
      take(api.DELETE('/api/v1/system/backups/{name}', { params: { path: { name } } })),
    onSettled: readBackupsAgain,
    meta: { quiet: true },
  });

/** The next start puts it in place. */
export const useMarkRestore = () =>
  useMutation({
    mutationFn: (name: string) =>
      take(api.POST('/api/v1/system/backups/{name}/restore', { params: { path: { name } } })),
    onSettled: readBackupsAgain,
    meta: { quiet: true },
  });

export const useUnmarkRestore = () =>
  useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/system/restore')),
    onSuccess: () => toast.done(text.system.backups.unmarked),
    onSettled: readBackupsAgain,
  });
