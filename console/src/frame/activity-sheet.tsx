import { Drawer } from '@mantine/core';
import { text } from '../text';
import { ActivityList } from './activity-list';

/** On phones: pulled up from the strip above the bottom bar. */
export default function ActivitySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="85%"
      title={text.activity.title}
      closeButtonProps={{ 'aria-label': text.actions.close, size: 44 }}
    >
      <ActivityList />
    </Drawer>
  );
}
