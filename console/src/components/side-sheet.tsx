import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIsPhone } from '../lib/use-is-phone';
import { text } from '../text';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
}

/** More about one thing of a list: at the side of a desk, over the whole of a phone. */
export function SideSheet({ opened, onClose, title, children }: Props) {
  const isPhone = useIsPhone();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position="right"
      size={isPhone ? '100%' : 640}
      closeButtonProps={{ 'aria-label': text.actions.close }}
    >
      {children}
    </Drawer>
  );
}
