import { ActionIcon, Menu } from '@mantine/core';
import { IconClipboard, IconDots, IconFileImport, IconRestore } from '@tabler/icons-react';
import { useRef } from 'react';
import { toast } from '../../components/toast';
import { text } from '../../text';
import { firstParams } from './draft/app-type-change';
import { FIRST_DRAFT } from './draft/draft';
import { draftNow, rememberForm, replaceDraft, setPicture } from './draft/draft-store';
import { fillFromFile, fillFromText } from './fill/fill-form';

/** What one does with the whole form: for those who cannot drop or paste, and to start anew. */
export function FormMenu() {
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined): void => {
    if (file) void fillFromFile(file);
  };
  return (
    <>
      <input
        ref={input}
        hidden
        type="file"
        accept="image/png,image/jpeg,image/webp"
        aria-label={text.generate.fillFromPicture}
        onChange={(event) => {
          take(event.currentTarget.files?.[0]);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={36} className="tap" aria-label={text.generate.formMenu}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => input.current?.click()}>
            {text.generate.fillFromPicture}
          </Menu.Item>
          <Menu.Item leftSection={<IconClipboard size={16} />} onClick={() => void pasteParameters()}>
            {text.generate.pasteParameters}
          </Menu.Item>
          <Menu.Item leftSection={<IconRestore size={16} />} onClick={startAnew}>
            {text.generate.startAnew}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function startAnew(): void {
  const undo = rememberForm();
  const { server, appType } = draftNow();
  setPicture(null);
  replaceDraft({ ...FIRST_DRAFT, server, appType, params: firstParams(appType) });
  toast.undo(text.generate.startedAnew, undo);
}

async function pasteParameters(): Promise<void> {
  const pasted = await clipboardText();
  if (pasted === null) toast.problem(new Error(text.generate.clipboardClosed));
  else await fillFromText(pasted);
}

/** Null where it is not allowed, and without HTTPS, where there is none. */
async function clipboardText(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}
