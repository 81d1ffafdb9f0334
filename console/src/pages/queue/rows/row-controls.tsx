// What is pressed in a row. The page hears what it does (`data-act`), so that rows are cheap to scroll by.
import type { IconDots } from '@tabler/icons-react';
import { text } from '../../../text';
import classes from './rows.module.css';

export function Check({ name, checked }: { name: string; checked: boolean }) {
  return (
    <label className={classes.check} data-act="select">
      <input type="checkbox" checked={checked} readOnly aria-label={text.queuePage.row.select(name)} />
    </label>
  );
}

interface ButtonProps {
  act: string;
  label: string;
  icon: typeof IconDots;
}

export function RowButton({ act, label, icon: ButtonIcon }: ButtonProps) {
  return (
    <button type="button" className={classes.button} data-act={act} aria-label={label} title={label}>
      <ButtonIcon size={18} aria-hidden />
    </button>
  );
}
