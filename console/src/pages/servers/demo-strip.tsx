import { Button, Text } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useDemo, useStopDemo } from '../../api/queries/demo';
import { text } from '../../text';
import classes from './servers.module.css';

/** Nobody shall take the demo's pictures for those of a model. */
export function DemoStrip() {
  const { data: demo } = useDemo();
  const stop = useStopDemo();
  if (!demo?.running) return null;
  return (
    <div className={classes.strip} role="note">
      <IconFlask size={18} aria-hidden />
      <Text size="sm" flex={1} miw={200}>
        {text.serversPage.demo.strip}
      </Text>
      <Button variant="default" size="xs" loading={stop.isPending} onClick={() => stop.mutate()}>
        {text.serversPage.demo.remove}
      </Button>
    </div>
  );
}
