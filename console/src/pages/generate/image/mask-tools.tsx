import { ActionIcon, Group, SegmentedControl, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconClearAll, type Icon } from '@tabler/icons-react';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import { rememberForm, setStrokes, strokesNow, useStrokes } from '../draft/draft-store';

interface Props {
  erase: boolean;
  onErase: (erase: boolean) => void;
}

export function MaskTools({ erase, onErase }: Props) {
  const isEmpty = useStrokes().length === 0;
  const clear = (): void => {
    const undo = rememberForm();
    setStrokes([]);
    toast.undo(text.generate.maskCleared, undo);
  };
  return (
    <Group gap="xs">
      <SegmentedControl
        aria-label={text.generate.brush}
        value={erase ? 'erase' : 'paint'}
        onChange={(next) => onErase(next === 'erase')}
        data={[
          { value: 'paint', label: text.generate.paint },
          { value: 'erase', label: text.generate.erase },
        ]}
      />
      <Tool
        label={text.actions.undo}
        icon={IconArrowBackUp}
        isOff={isEmpty}
        onClick={() => setStrokes(strokesNow().slice(0, -1))}
      />
      <Tool label={text.generate.clearMask} icon={IconClearAll} isOff={isEmpty} onClick={clear} />
    </Group>
  );
}

interface ToolProps {
  label: string;
  icon: Icon;
  isOff: boolean;
  onClick: () => void;
}

function Tool({ label, icon: ToolIcon, isOff, onClick }: ToolProps) {
  return (
    <Tooltip label={isOff ? text.generate.nothingPainted : label}>
      <ActionIcon
        variant="default"
        size={36}
        className="tap"
        aria-label={label}
        aria-disabled={isOff}
        data-disabled={isOff || undefined}
        onClick={() => !isOff && onClick()}
      >
        <ToolIcon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
