import { Button, Menu } from '@mantine/core';
import {
  IconAdjustments,
  IconArrowsVertical,
  IconFlag,
  IconHandStop,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { text } from '../../../text';
import type { SelectionAct } from './selection-act';

const said = text.queuePage.selection;
const menu = text.queuePage.menu;
export const PRIORITIES = [
  [8, menu.high],
  [5, menu.normal],
  [2, menu.low],
] as const;

interface Props {
  size: string;
  onAct: (act: SelectionAct) => void;
}

export function WaitingActs({ size, onAct }: Props) {
  return (
    <>
      <Act size={size} label={menu.cancel} icon={IconX} onClick={() => onAct({ act: 'cancel' })} />
      <Choices
        size={size}
        label={said.move}
        icon={IconArrowsVertical}
        onAct={onAct}
        choices={[
          [{ act: 'top' }, menu.top],
          [{ act: 'bottom' }, menu.bottom],
        ]}
      />
      <Choices
        size={size}
        label={said.priority}
        icon={IconFlag}
        onAct={onAct}
        choices={PRIORITIES.map(([priority, label]) => [{ act: 'priority', priority }, label])}
      />
      <Act size={size} label={menu.hold} icon={IconHandStop} onClick={() => onAct({ act: 'hold' })} />
      <Act size={size} label={menu.release} icon={IconPlayerPlay} onClick={() => onAct({ act: 'release' })} />
      <Act size={size} label={menu.edit} icon={IconAdjustments} onClick={() => onAct({ act: 'edit' })} />
    </>
  );
}

/** `only`: nothing that waits is selected beside them. */
export function EndedActs({ size, only, onAct }: Props & { only: boolean }) {
  return (
    <>
      <Act size={size} label={menu.retry} icon={IconRefresh} onClick={() => onAct({ act: 'retry' })} />
      {only && (
        <Act size={size} label={menu.delete} icon={IconTrash} onClick={() => onAct({ act: 'delete' })} />
      )}
    </>
  );
}

interface ButtonProps {
  label: string;
  icon: typeof IconX;
  size: string;
}

function Act({ label, icon: ActIcon, size, onClick }: ButtonProps & { onClick: () => void }) {
  return (
    <Button variant="default" size={size} leftSection={<ActIcon size={16} />} onClick={onClick}>
      {label}
    </Button>
  );
}

interface ChoicesProps extends ButtonProps {
  choices: [SelectionAct, label: string][];
  onAct: (act: SelectionAct) => void;
}

function Choices({ label, icon: ChoicesIcon, size, choices, onAct }: ChoicesProps) {
  return (
    <Menu position="top">
      <Menu.Target>
        <Button variant="default" size={size} leftSection={<ChoicesIcon size={16} />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(([act, name]) => (
          <Menu.Item key={name} onClick={() => onAct(act)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
