import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/keys';
import { text } from '../text';
import { CopyButton } from './copy-button';
import { Loading } from './loading';
import classes from './file-card.module.css';

/** What a screen shows of a text; the rest is in the file. */
const MOST_BYTES = 64 * 1024;

interface Props {
  file: { filename: string };
  /** Address of its bytes. */
  src: string;
}

/** A text that a job has made, to be read and copied. */
export function TextFile({ file: { filename }, src }: Props) {
  const beginning = useQuery({
    queryKey: keys.textFile(filename),
    queryFn: ({ signal }) => readBeginning(src, signal),
    // A name is never given to other bytes.
    staleTime: Infinity,
  });
  return (
    <div className={classes.text}>
      <Loading of={beginning}>
        {({ words, isWhole }) => (
          <>
            <pre tabIndex={0} role="region" aria-label={text.files.words(filename)}>
              {words}
            </pre>
            <Group justify="space-between" gap="xs">
              <Text size="xs" c="dimmed">
                {!isWhole && text.files.onlyBeginning}
              </Text>
              <CopyButton value={words} label={text.files.words(filename)} />
            </Group>
          </>
        )}
      </Loading>
    </div>
  );
}

async function readBeginning(src: string, signal: AbortSignal): Promise<{ words: string; isWhole: boolean }> {
  const answer = await fetch(src, { signal, headers: { Range: `bytes=0-${MOST_BYTES - 1}` } });
  if (!answer.ok) throw new Error(text.problem.status(answer.status));
  const words = await answer.text();
  const total = Number(/\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '')?.[1] ?? 0);
  return { words, isWhole: total <= MOST_BYTES };
}
