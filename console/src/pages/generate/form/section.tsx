import { Collapse, UnstyledButton } from '@mantine/core';
import { useId, useLocalStorage } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useProblems } from '../draft/draft-store';
import classes from './section.module.css';

interface Props {
  name: string;
  title: string;
  /** What is set in it, while it is folded. */
  summary?: string | null;
  /** A problem with one of these parameters opens it. */
  params?: (path: string) => boolean;
  children: ReactNode;
}

/** A part of the form that can be folded, and stays as it was left. */
export function Section({ name, title, summary, params, children }: Props) {
  const id = useId();
  const [open, setOpen] = useLocalStorage({
    key: `stablequeue.generate.section.${name}`,
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const problems = useProblems();
  const hasProblem = params !== undefined && Object.keys(problems).some(params);
  const shown = open || hasProblem;
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={shown}
          aria-controls={id}
          onClick={() => setOpen(!shown)}
        >
          <IconChevronRight
            size={16}
            className={classes.chevron}
            data-open={shown || undefined}
            aria-hidden
          />
          {title}
          {!shown && summary && <span className={classes.summary}>{summary}</span>}
        </UnstyledButton>
      </h2>
      <Collapse expanded={shown} id={id}>
        {shown && <div className={classes.content}>{children}</div>}
      </Collapse>
    </section>
  );
}
