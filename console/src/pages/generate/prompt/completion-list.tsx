import { Paper } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { text } from '../../../text';
import type { Completion } from './completions';
import classes from './prompt.module.css';

interface Props {
  id: string;
  items: readonly Completion[];
  active: number;
  onPick: (item: Completion) => void;
}

export const optionId = (id: string, index: number): string => `${id}-${index}`;

/** Under the field; the field keeps the focus. */
export function CompletionList({ id, items, active, onPick }: Props) {
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest' }), [active]);
  return (
    <Paper
      component="ul"
      id={id}
      role="listbox"
      aria-label={text.generate.completions}
      className={classes.list}
      shadow="md"
      withBorder
    >
      {items.map((item, index) => (
        <li
          key={item.id}
          id={optionId(id, index)}
          ref={index === active ? current : undefined}
          role="option"
          aria-selected={index === active}
          className={classes.option}
          // The field would lose the focus, and with it the place in the text.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(item)}
        >
          <span className={classes.optionLabel}>{item.label}</span>
          <span className={classes.kind}>{text.generate.completionKinds[item.kind]}</span>
        </li>
      ))}
    </Paper>
  );
}
