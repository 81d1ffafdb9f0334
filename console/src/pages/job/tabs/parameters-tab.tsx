import { Checkbox, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { JobDetails } from '../../../api/queries/queue';
import { WarningMark } from '../../../components/state-mark';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import { paramRows, type ParamRow } from '../params-diff';
import classes from '../job.module.css';

const said = text.jobPage.parameters;
const COLUMNS = ['asked', 'sent', 'back'] as const;
type Column = (typeof COLUMNS)[number];

/** Asked, sent, came back, with what differs marked; on a phone one column at a time. */
export function ParametersTab({ job }: { job: JobDetails }) {
  const phone = useIsPhone();
  const [column, setColumn] = useState<Column>('asked');
  const [only, setOnly] = useState(false);
  const all = paramRows(job);
  const rows = only ? all.filter(({ differs }) => differs) : all;
  const columns = phone ? [column] : COLUMNS;
  if (!all.length) return <Text size="sm">{said.none}</Text>;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        {phone && (
          <SegmentedControl
            fullWidth
            w="100%"
            size="md"
            aria-label={said.column}
            value={column}
            onChange={(value) => setColumn(value)}
            data={COLUMNS.map((name) => ({ value: name, label: said[name] }))}
          />
        )}
        <Checkbox
          label={said.onlyDifferences}
          checked={only}
          onChange={(event) => setOnly(event.currentTarget.checked)}
        />
      </Group>
      {rows.length ? (
        <table className={classes.params}>
          <thead>
            <tr>
              <th scope="col">{said.name}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {said[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.name} row={row} columns={columns} />
            ))}
          </tbody>
        </table>
      ) : (
        <Text size="sm">{said.noDifferences}</Text>
      )}
      {job.prompt_choices && (
        <div>
          <Text size="xs" c="dimmed">
            {said.choices}
          </Text>
          <code className={classes.value}>{JSON.stringify(job.prompt_choices, null, 2)}</code>
        </div>
      )}
    </Stack>
  );
}

function Row({ row, columns }: { row: ParamRow; columns: readonly Column[] }) {
  return (
    <tr data-differs={row.differs || undefined}>
      <th scope="row">
        {row.name}
        {row.differs && (
          <div>
            <WarningMark label={said.differs} />
          </div>
        )}
      </th>
      {columns.map((name) => (
        <td key={name}>
          <span className={classes.value}>{row[name] ?? said.absent}</span>
        </td>
      ))}
    </tr>
  );
}
