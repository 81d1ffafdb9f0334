import { Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useFileDrop } from '../lib/use-file-drop';
import { WORKFLOW_FILES, workflowInFile } from '../lib/workflow-file';
import { messageOf } from '../api/problem';
import { text } from '../text';
import classes from './workflow-text.module.css';

interface Props {
  value: string;
  /** `title`: of the file that it came from. */
  onChange: (value: string, title: string | null) => void;
  error?: string;
  minRows?: number;
  /** The first field of its dialog. */
  autoFocus?: boolean;
}

/** A workflow as JSON: pasted, dropped as a file, or taken out of a picture of ComfyUI. */
export function WorkflowText({ value, onChange, error, minRows = 8, autoFocus }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const take = (file: File | null | undefined): void => {
    if (!file) return;
    setProblem(null);
    workflowInFile(file).then(
      (found) => onChange(found, file.name),
      (refusal: unknown) => setProblem(messageOf(refusal)),
    );
  };
  const drop = useFileDrop((files) => take(files[0]));
  return (
    <div className={classes.drop} {...drop}>
      <Textarea
        data-autofocus={autoFocus || undefined}
        label={text.workflows.json}
        description={text.workflows.jsonHint}
        error={problem ?? error}
        placeholder={text.workflows.jsonExample}
        classNames={{ input: classes.json }}
        autosize
        minRows={minRows}
        maxRows={14}
        spellCheck={false}
        value={value}
        onChange={(event) => {
          setProblem(null);
          onChange(event.currentTarget.value, null);
        }}
      />
      <Group gap="xs">
        <FileButton onChange={take} accept={WORKFLOW_FILES}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileImport size={16} />}>
              {text.workflows.chooseFile}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">
          {text.workflows.dropHint}
        </Text>
      </Group>
    </div>
  );
}
