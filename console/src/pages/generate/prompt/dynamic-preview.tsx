import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { usePromptPreview } from '../../../api/queries/prompts';
import { text } from '../../../text';
import classes from './prompt.module.css';

const AFTER_MS = 500;

/** What the server would draw from `{a|b}` and `__name__`. */
export function DynamicPreview({ prompt }: { prompt: string }) {
  const [round, setRound] = useState(0);
  const [settled] = useDebouncedValue(prompt, AFTER_MS);
  const { data } = usePromptPreview(settled, round);
  return (
    <div className={classes.preview} aria-live="polite">
      <div className={classes.previewHead}>
        <Text size="xs" c="dimmed">
          {text.generate.becomes}
        </Text>
        <Tooltip label={text.generate.drawAgain}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            className="tap"
            aria-label={text.generate.drawAgain}
            onClick={() => setRound(round + 1)}
          >
            <IconRefresh size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
      <ul>
        {data?.samples.map((sample, index) => (
          <li key={index}>{sample.prompt}</li>
        ))}
      </ul>
      {data?.warnings.map(({ message }) => (
        <Text key={message} size="xs" className={classes.warning}>
          {message}
        </Text>
      ))}
    </div>
  );
}
