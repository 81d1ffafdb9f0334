import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { JobDetails } from '../../../api/queries/queue';
import { text } from '../../../text';
import { curlOf } from '../curl';
import classes from '../job.module.css';

const said = text.jobPage.raw;

/** The job as the API gives it, to take away. */
export function RawTab({ job }: { job: JobDetails }) {
  const json = JSON.stringify(job, null, 2);
  const curl = curlOf(job.asked, window.location.origin);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Copy value={json} label={said.json} />
        <Copy value={curl} label={said.curl} />
      </Group>
      <Text size="xs" c="dimmed">
        {said.request}
      </Text>
      <Code block tabIndex={0}>
        {curl}
      </Code>
      <Code block tabIndex={0} className={classes.raw}>
        {json}
      </Code>
    </Stack>
  );
}

function Copy({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value} timeout={1_500}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        >
          {copied ? text.actions.copied : label}
        </Button>
      )}
    </CopyButton>
  );
}
