import { Title } from '@mantine/core';
import { text } from '../text';
import { ActivityList } from './activity-list';
import classes from './activity-panel.module.css';

/** Beside the page on wide screens. */
export default function ActivityPanel() {
  return (
    <aside className={classes.panel} aria-label={text.activity.title}>
      <Title order={2} size="sm" mb="sm">
        {text.activity.title}
      </Title>
      <ActivityList />
    </aside>
  );
}
