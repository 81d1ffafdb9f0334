import { NumberInput, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import type { Server } from '../../api/queries/servers';
import type { Draft } from '../../lib/use-draft';
import { text } from '../../text';
import { HookFields } from './hook-fields';
import { HoursFields } from './hours-fields';
import type { PowerDraft } from './power-draft';
import type { ServerDraft } from './server-draft';

interface Props {
  draft: Draft<ServerDraft>;
  problems: Record<string, string>;
  /** The stored one; null for a new one. */
  server: Server | null;
}

/** Memory, hours and hooks. */
export function PowerFields({ draft: { value, set }, problems, server }: Props) {
  const words = text.serversPage.form.power;
  const { power } = value;
  const change = (changed: Partial<PowerDraft>): void => set('power', { ...power, ...changed });
  return (
    <Stack gap="md">
      <TagsInput
        label={words.tags}
        description={words.tagsHint}
        maxTags={20}
        value={power.tags}
        error={problems['tags']}
        onChange={(tags) => change({ tags })}
      />
      <Switch
        label={words.lookAhead}
        description={words.lookAheadHint}
        checked={power.lookAhead}
        onChange={(event) => change({ lookAhead: event.currentTarget.checked })}
      />
      <TextInput
        label={words.gpu}
        description={words.gpuHint}
        maxLength={64}
        value={power.gpu}
        error={problems['gpu']}
        onChange={(event) => change({ gpu: event.currentTarget.value })}
      />
      <NumberInput
        label={words.idleUnload}
        description={words.idleUnloadHint}
        min={1}
        max={10_080}
        allowDecimal={false}
        value={power.idleUnload}
        error={problems['idle_unload_minutes']}
        onChange={(number) => change({ idleUnload: typeof number === 'number' ? number : '' })}
      />
      <HoursFields value={power} onChange={change} problems={problems} />
      <HookFields
        kind="busy_hook"
        hook={power.busyHook}
        onChange={(busyHook) => change({ busyHook })}
        problems={problems}
        lastCall={server?.busy_hook?.last_call ?? null}
      />
      <HookFields
        kind="idle_hook"
        hook={power.idleHook}
        onChange={(idleHook) => change({ idleHook })}
        problems={problems}
        lastCall={server?.idle_hook?.last_call ?? null}
      />
    </Stack>
  );
}
