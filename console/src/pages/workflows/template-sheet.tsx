import { Button, Group, Skeleton, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useWorkflows, workflowQuery, type Workflow } from '../../api/queries/workflows';
import { CodeBlock } from '../../components/code-block';
import { Loading } from '../../components/loading';
import { SideSheet } from '../../components/side-sheet';
import { text } from '../../text';
import { FormOutline } from './form-outline';
import { TemplateMark } from './template-mark';
import type { TemplateAddress } from './use-workflows-address';
import classes from './workflows.module.css';

const said = text.workflows;

/** One template: its form, and what runs. */
export function TemplateSheet({ of: address, onClose }: { of: TemplateAddress | null; onClose: () => void }) {
  const { data: all = [] } = useWorkflows();
  const title = all.find((one) => one.app_type === address?.app_type && one.name === address.name)?.title;
  return (
    <SideSheet opened={address !== null} onClose={onClose} title={title ?? address?.name ?? ''}>
      {address && <Template address={address} />}
    </SideSheet>
  );
}

function Template({ address }: { address: TemplateAddress }) {
  const template = useQuery(workflowQuery(address.app_type, address.name));
  return (
    <Loading of={template} skeleton={<Skeleton h={320} />}>
      {(one) => <Content template={one} />}
    </Loading>
  );
}

function Content({ template }: { template: Workflow }) {
  const { name, form, workflow, workflow_map: map } = template;
  return (
    <>
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Text size="sm" c="dimmed" className={classes.facts}>
          <code>{name}</code> · <TemplateMark template={template} />
        </Text>
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/generate" search={{ template: name } as never} {...props} />}
        >
          {said.use}
        </Button>
      </Group>
      <Tabs defaultValue="form" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="form">{said.tabs.form}</Tabs.Tab>
          <Tabs.Tab value="json">{said.tabs.json}</Tabs.Tab>
          <Tabs.Tab value="map">{said.tabs.map}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="form">
          <FormOutline form={form} />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <CodeBlock value={JSON.stringify(workflow, null, 2)} label={said.tabs.json} />
        </Tabs.Panel>
        <Tabs.Panel value="map">
          <CodeBlock value={JSON.stringify(map, null, 2)} label={said.tabs.map} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
