import { Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useLogs, type LogLevel, type LogLine } from '../../../api/queries/logs';
import { Loading } from '../../../components/loading';
import { sayExact } from '../../../lib/times';
import { text } from '../../../text';
import classes from '../system.module.css';

const words = text.system.logs;
const LEVELS = Object.entries(words.levels).map(([value, label]) => ({ value: value as LogLevel, label }));
const WAIT_FOR_WORDS_MS = 250;

/** The newest lines of the server's log; new ones come in at the end. */
export function LogsTab() {
  const [level, setLevel] = useState<LogLevel>('info');
  const [wanted, setWanted] = useState('');
  const [follows, setFollows] = useState(true);
  const [contains] = useDebouncedValue(wanted.trim(), WAIT_FOR_WORDS_MS);
  const reading = useLogs({ level, text: contains }, follows);
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="sm">
        <Select
          label={words.level}
          data={LEVELS}
          value={level}
          allowDeselect={false}
          flex="0 1 220px"
          onChange={(value) => value !== null && setLevel(value)}
        />
        <TextInput
          label={words.filter}
          placeholder={words.filterHint}
          value={wanted}
          maxLength={200}
          flex="1 1 220px"
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Switch
          label={words.follow}
          checked={follows}
          onChange={(event) => setFollows(event.currentTarget.checked)}
          my="xs"
        />
      </Group>
      <Loading of={reading}>{({ lines }) => <Lines lines={lines} follows={follows} />}</Loading>
    </Stack>
  );
}

function Lines({ lines, follows }: { lines: LogLine[]; follows: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const last = lines.at(-1)?.seq;
  useEffect(() => {
    if (follows && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follows, last]);
  return (
    <div ref={box} className={classes.log} role="log" aria-label={words.list} tabIndex={0}>
      {lines.length ? (
        lines.map((line) => <Line key={line.seq} line={line} />)
      ) : (
        <Text size="sm" c="dimmed">
          {words.none}
        </Text>
      )}
    </div>
  );
}

function Line({ line: { time, level, context, message, data } }: { line: LogLine }) {
  const facts = Object.keys(data).length ? JSON.stringify(data) : '';
  return (
    <div className={classes.line} data-level={level}>
      <time className={classes.dim} dateTime={time} title={sayExact(time)}>
        {time.slice(11, 19)}
      </time>
      <span className={classes.level}>{level}</span>
      <span className={classes.message}>
        {context !== null && <span className={classes.dim}>[{context}] </span>}
        {message} <span className={classes.dim}>{facts}</span>
      </span>
    </div>
  );
}
