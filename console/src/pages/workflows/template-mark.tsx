import { Badge, Text } from '@mantine/core';
import { text } from '../../text';

interface Props {
  template: { built_in: boolean; shadows_built_in: boolean };
}

/** Where it comes from. No colour: that means state. */
export function TemplateMark({ template }: Props) {
  const { marks } = text.workflows;
  if (template.built_in)
    return (
      <Text component="span" size="xs" c="dimmed">
        {marks.builtIn}
      </Text>
    );
  return (
    <Badge variant="light" color="gray" tt="none" fw={500}>
      {template.shadows_built_in ? marks.shadows : marks.own}
    </Badge>
  );
}
