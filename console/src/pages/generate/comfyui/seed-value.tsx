import { ActionIcon, Group, NumberInput, Tooltip } from '@mantine/core';
import { IconDice3 } from '@tabler/icons-react';
import type { WorkflowField } from '../../../api/queries/workflows';
import { text } from '../../../text';
import { setParams, useParam, useProblemOf } from '../draft/draft-store';

const RANDOM = -1;

/** A seed of a workflow's own, beside the one of the picture. */
export function SeedValue({ field: { name, label } }: { field: WorkflowField }) {
  const value = useParam(name);
  const problem = useProblemOf(name);
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        flex={1}
        label={label}
        error={problem}
        placeholder={text.generate.randomSeed}
        value={(typeof value === 'number' || typeof value === 'string') && value !== RANDOM ? value : ''}
        onChange={(next) => setParams({ [name]: next === '' ? RANDOM : next })}
        allowDecimal={false}
        allowNegative={false}
        hideControls
      />
      <Tooltip label={text.generate.diceHint}>
        <ActionIcon
          variant="default"
          size={36}
          className="tap"
          aria-label={`${label}: ${text.generate.diceHint}`}
          aria-pressed={value === RANDOM}
          onClick={() => setParams({ [name]: RANDOM })}
        >
          <IconDice3 size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
