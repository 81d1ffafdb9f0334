import { ActionIcon, Group, NumberInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { DisabledReason } from '../../../components/disabled-reason';
import { text } from '../../../text';
import { setParams, useParam, useProblemOf } from '../draft/draft-store';
import { useLastSeed } from '../results/use-last-seed';
import { DiceButton } from './dice-button';

const RANDOM = -1;

/** A fixed seed, or an empty field for another one each time. */
export function SeedField() {
  const value = useParam('seed');
  const problem = useProblemOf('seed');
  const last = useLastSeed();
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        flex={1}
        label={text.generate.seed}
        error={problem}
        placeholder={text.generate.randomSeed}
        value={typeof value === 'number' && value !== RANDOM ? value : ''}
        onChange={(next) => setParams({ seed: typeof next === 'number' ? next : RANDOM })}
        min={RANDOM}
        max={Number.MAX_SAFE_INTEGER}
        allowDecimal={false}
        hideControls
      />
      <DiceButton
        label={text.generate.diceHint}
        isPressed={value === RANDOM || value === undefined}
        onClick={() => setParams({ seed: RANDOM })}
      />
      <DisabledReason reason={last === null ? text.generate.noLastSeed : null}>
        <ActionIcon
          variant="default"
          size={36}
          className="tap"
          aria-label={text.generate.lastSeed}
          aria-disabled={last === null}
          data-disabled={last === null || undefined}
          onClick={() => last !== null && setParams({ seed: last })}
          title={last === null ? undefined : text.generate.lastSeed}
        >
          <IconHistory size={18} />
        </ActionIcon>
      </DisabledReason>
    </Group>
  );
}
