import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDice3 } from '@tabler/icons-react';
import { text } from '../../../text';

interface Props {
  label: string;
  isPressed: boolean;
  onClick: () => void;
}

/** Beside a seed: another one each time. */
export function DiceButton({ label, isPressed, onClick }: Props) {
  return (
    <Tooltip label={text.generate.diceHint}>
      <ActionIcon
        variant="default"
        size={36}
        className="tap"
        aria-label={label}
        aria-pressed={isPressed}
        onClick={onClick}
      >
        <IconDice3 size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
