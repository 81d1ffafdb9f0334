import { Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { IconFileText, IconX } from '@tabler/icons-react';
import { text } from '../../../text';
import classes from './bulk.module.css';

interface Props {
  prompts: string;
  onPrompts: (prompts: string) => void;
  file: File | null;
  onFile: (file: File | null) => void;
}

/** One prompt a line, typed or as a file. */
export function PromptListFields({ prompts, onPrompts, file, onFile }: Props) {
  return (
    <div className={classes.axes}>
      {file === null && (
        <Textarea
          label={text.generate.promptList}
          description={text.generate.oneALine}
          autosize
          minRows={5}
          maxRows={14}
          value={prompts}
          onChange={(event) => onPrompts(event.currentTarget.value)}
        />
      )}
      <Group gap="xs">
        <FileButton onChange={onFile} accept=".txt,.csv,.jsonl,.ndjson">
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileText size={16} />}>
              {file === null ? text.generate.listFile : file.name}
            </Button>
          )}
        </FileButton>
        {file !== null && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconX size={16} />}
            onClick={() => onFile(null)}
          >
            {text.generate.noFile}
          </Button>
        )}
        <Text size="xs" c="dimmed">
          {text.generate.listFileHint}
        </Text>
      </Group>
    </div>
  );
}
