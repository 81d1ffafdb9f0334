import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Page } from '../../components/page';
import { TemplateDialog } from '../../components/template-dialog';
import { text } from '../../text';
import { TemplateList } from './template-list';
import { TemplateSheet } from './template-sheet';
import { useWorkflowsAddress } from './use-workflows-address';

/** Workflows under a name: what comes with StableQueue, and what somebody has put in. */
export function WorkflowsPage() {
  const [opened, open] = useWorkflowsAddress();
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title={text.nav.workflows}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {text.workflows.add}
        </Button>
      }
    >
      <Text size="sm" c="dimmed" mb="md">
        {text.workflows.hint}
      </Text>
      <TemplateList onOpen={open} />
      <TemplateSheet of={opened} onClose={() => open(null)} />
      {adding && <TemplateDialog saved={null} onClose={() => setAdding(false)} />}
    </Page>
  );
}
