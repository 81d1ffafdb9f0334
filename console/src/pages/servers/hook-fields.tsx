import { Group, Input, NumberInput, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import type { Server } from '../../api/queries/servers';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { HeaderRows } from './header-rows';
import { METHODS, type HookDraft } from './power-draft';

type Outcome = NonNullable<NonNullable<Server['busy_hook']>['last_call']>;

interface Props {
  kind: 'busy_hook' | 'idle_hook';
  hook: HookDraft;
  onChange: (hook: HookDraft) => void;
  problems: Record<string, string>;
  lastCall: Outcome | null;
}

/** An HTTP call before the first job or after the last; its other fields come with an address. */
export function HookFields({ kind, hook, onChange, problems, lastCall }: Props) {
  const words = text.serversPage.form.power;
  const set = (change: Partial<HookDraft>): void => onChange({ ...hook, ...change });
  const isBusy = kind === 'busy_hook';
  return (
    <Stack gap="xs">
      <Group gap="xs" align="end" wrap="nowrap">
        <TextInput
          flex={1}
          label={isBusy ? words.busyHook : words.idleHook}
          description={isBusy ? words.busyHookHint : words.idleHookHint}
          inputMode="url"
          placeholder="http://192.168.1.20:11434/api/generate"
          value={hook.url}
          error={problems[`${kind}.url`] ?? problems[kind]}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
        <Select
          w={110}
          aria-label={words.method}
          data={[...METHODS]}
          allowDeselect={false}
          value={hook.method}
          onChange={(method) => method !== null && set({ method: method })}
        />
      </Group>
      {lastCall && <LastCall call={lastCall} />}
      {hook.url.trim() !== '' && (
        <MoreOfHook isBusy={isBusy} hook={hook} set={set} problem={problems[`${kind}.headers`]} />
      )}
    </Stack>
  );
}

interface MoreProps {
  isBusy: boolean;
  hook: HookDraft;
  set: (change: Partial<HookDraft>) => void;
  problem: string | undefined;
}

function MoreOfHook({ isBusy, hook, set, problem }: MoreProps) {
  const words = text.serversPage.form.power;
  return (
    <>
      <Textarea
        label={words.body}
        description={words.bodyHint}
        placeholder='{"model": "llama3", "keep_alive": 0}'
        autosize
        minRows={1}
        maxRows={8}
        spellCheck={false}
        value={hook.body}
        onChange={(event) => set({ body: event.currentTarget.value })}
      />
      <Input.Wrapper label={words.headers} description={words.headersHint} error={problem}>
        <HeaderRows headers={hook.headers} onChange={(headers) => set({ headers })} />
      </Input.Wrapper>
      <NumberInput
        label={words.timeout}
        min={1}
        max={120}
        allowDecimal={false}
        value={hook.timeout}
        onChange={(number) => set({ timeout: typeof number === 'number' ? number : '' })}
      />
      {isBusy ? (
        <Switch
          label={words.required}
          description={words.requiredHint}
          checked={hook.required}
          onChange={(event) => set({ required: event.currentTarget.checked })}
        />
      ) : (
        <NumberInput
          label={words.after}
          description={words.afterHint}
          min={0}
          max={86_400}
          allowDecimal={false}
          value={hook.after}
          onChange={(number) => set({ after: typeof number === 'number' ? number : '' })}
        />
      )}
    </>
  );
}

function LastCall({ call }: { call: Outcome }) {
  const words = text.serversPage.form.power;
  return (
    <Text size="xs" c="dimmed">
      {words.lastCall} <TimeAgo iso={call.at} />: {call.problem ?? words.went(call.status, call.duration_ms)}
    </Text>
  );
}
