import { Group, Slider, Text, TextInput } from '@mantine/core';
import { text } from '../../../text';
import { changeDraft, useDraft, useProblemOf } from '../draft/draft-store';
import { Section } from './section';
import classes from './fields.module.css';

const isQueue = (path: string): boolean => path === 'priority' || path === 'not_before';

/** The place in the queue: how important, and not before when. */
export function QueueSection() {
  const priority = useDraft('priority');
  const notBefore = useDraft('notBefore');
  const problem = useProblemOf('not_before');
  const summary = [
    priority === 5 ? null : text.generate.priorityIs(priority),
    notBefore === '' ? null : text.generate.later,
  ].filter((part) => part !== null);
  return (
    <Section
      name="queue"
      title={text.generate.queue}
      summary={summary.join(' · ') || text.generate.usual}
      params={isQueue}
    >
      <div className={classes.slider}>
        <Group justify="space-between">
          <Text size="sm" className={classes.label}>
            {text.generate.priority}
          </Text>
          <Text size="sm" c="dimmed">
            {text.generate.priorityIs(priority)}
          </Text>
        </Group>
        <Slider
          color="gray"
          min={1}
          max={10}
          step={1}
          label={null}
          thumbLabel={text.generate.priority}
          value={priority}
          onChange={(next) => changeDraft({ priority: next })}
        />
      </div>
      <TextInput
        type="datetime-local"
        label={text.generate.notBefore}
        description={text.generate.notBeforeHint}
        error={problem}
        value={notBefore}
        onChange={(event) => changeDraft({ notBefore: event.currentTarget.value })}
      />
    </Section>
  );
}
