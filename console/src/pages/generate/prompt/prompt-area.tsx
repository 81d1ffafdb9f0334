import { ActionIcon, Textarea, Tooltip } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { endEarlyShell } from '../../../lib/early-shell';
import { text } from '../../../text';
import { setParams, useParam, useProblemOf } from '../draft/draft-store';
import { CompletionList, optionId } from './completion-list';
import { isDynamic, type Completion } from './completions';
import { DynamicPreview } from './dynamic-preview';
import { editText } from './edit-text';
import { TokenMark } from './token-mark';
import { useCompletion } from './use-completion';
import { changeWeight } from './weights';
import classes from './prompt.module.css';

interface Props {
  name: 'prompt' | 'negative_prompt';
  label: string;
  placeholder: string;
  minRows: number;
  /** Beside the label. */
  actions?: ReactNode;
}

/** A field for a prompt: completes, weighs, counts, remembers. */
export function PromptArea({ name, label, placeholder, minRows, actions }: Props) {
  const id = useId();
  const listId = `${id}-list`;
  const area = useRef<HTMLTextAreaElement>(null);
  const param = useParam(name);
  const value = typeof param === 'string' ? param : '';
  const problem = useProblemOf(name);
  const completion = useCompletion(name);
  const { items, active, isOpen } = completion;
  useLayoutEffect(() => {
    if (name === 'prompt') endEarlyShell((early) => area.current && typeOver(early, area.current));
  }, [name]);

  const pick = (item: Completion): void => {
    const field = area.current;
    if (!field) return;
    const from = completion.from ?? 0;
    const to = completion.from === null ? value.length : field.selectionStart;
    const end = from + item.insert.length;
    editText(field, { from, to, insert: item.insert, selectFrom: end, selectTo: end });
    completion.close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (isOpen && moveInList(event, { ...completion, pick: () => pick(items[active]!) })) return;
    if (event.key === 'ArrowUp' && value === '') return completion.openHistory();
    weigh(event);
  };
  return (
    <div className={classes.field}>
      <div className={classes.head}>
        <label htmlFor={id} className={classes.label}>
          {label}
        </label>
        <TokenMark prompt={value} />
        <span className={classes.actions}>
          {actions}
          <Tooltip label={text.generate.history}>
            <ActionIcon
              variant="subtle"
              color="gray"
              className="tap"
              aria-label={text.generate.historyOf(label)}
              onClick={() => {
                area.current?.focus();
                completion.openHistory();
              }}
            >
              <IconHistory size={16} />
            </ActionIcon>
          </Tooltip>
        </span>
      </div>
      <div className={classes.box}>
        <Textarea
          id={id}
          ref={area}
          autosize
          minRows={minRows}
          maxRows={14}
          placeholder={placeholder}
          error={problem}
          value={value}
          onChange={(event) => {
            const { value: next, selectionStart } = event.currentTarget;
            setParams({ [name]: next });
            completion.look(next, selectionStart);
          }}
          onKeyDown={onKeyDown}
          onBlur={completion.close}
          aria-autocomplete="list"
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={isOpen ? optionId(listId, active) : undefined}
        />
        {isOpen && <CompletionList id={listId} items={items} active={active} onPick={pick} />}
      </div>
      {isDynamic(value) && <DynamicPreview prompt={value} />}
    </div>
  );
}

/** What was typed before this field was there goes on in it. */
function typeOver(early: HTMLTextAreaElement, field: HTMLTextAreaElement): void {
  // Not shown to whoever has to sign in, or follows a link that fills the form.
  if (early.closest('[hidden]')) return;
  const { value, selectionStart, selectionEnd } = early;
  const isTyping = document.activeElement === early;
  if (value !== field.value)
    editText(field, {
      from: 0,
      to: field.value.length,
      insert: value,
      selectFrom: selectionStart,
      selectTo: selectionEnd,
    });
  if (!isTyping) return field.blur();
  field.focus({ preventScroll: true });
  field.setSelectionRange(selectionStart, selectionEnd);
}

interface ListMoves {
  move: (by: number) => void;
  pick: () => void;
  close: () => void;
}

/** Whether the key was for the list. */
function moveInList(event: KeyboardEvent, { move, pick, close }: ListMoves): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: pick, Tab: pick, Escape: close };
  const does = act[event.key as keyof typeof act];
  if (!does) return false;
  event.preventDefault();
  // Escape closes the list, not what is around it.
  event.stopPropagation();
  does();
  return true;
}

/** Ctrl with up or down. */
function weigh(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (!event.ctrlKey && !event.metaKey) return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  event.preventDefault();
  const field = event.currentTarget;
  const edit = changeWeight(field.value, field.selectionStart, field.selectionEnd, event.key === 'ArrowUp');
  if (edit) editText(field, edit);
}
