import { Group, NumberInput } from '@mantine/core';
import type { WorkflowField } from '../../../api/queries/workflows';
import { text } from '../../../text';
import { setParams, useParam, useProblemOf } from '../draft/draft-store';
import { DiceButton } from '../form/dice-button';

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
      <DiceButton
        label={`${label}: ${text.generate.diceHint}`}
        isPressed={value === RANDOM}
        onClick={() => setParams({ [name]: RANDOM })}
      />
    </Group>
  );
}
