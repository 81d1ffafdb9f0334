import { Accordion, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Draft } from '../../lib/use-draft';
import { text } from '../../text';
import { DoorFields } from './door-fields';
import { ExpiryFields } from './expiry-fields';
import { LIMITS, type KeyDraft } from './key-draft';
import { LimitFields } from './limit-fields';
import { ScopeFields } from './scope-fields';
import { WhereFields } from './where-fields';

export interface FieldsProps {
  draft: Draft<KeyDraft>;
  /** By path of the API. */
  problems: Record<string, string>;
}

/** Which part of the form holds which fields: one with a problem is unfolded. */
const SECTIONS: Record<string, string[]> = {
  where: ['servers', 'app_types'],
  limits: LIMITS.map((limit) => `limits.${limit}`),
  a1111: ['settings'],
};

export function KeyFields({ draft, problems }: FieldsProps) {
  const { value, set } = draft;
  const [unfolded, setUnfolded] = useState<string[]>([]);
  const wrong = Object.keys(SECTIONS).filter((name) => SECTIONS[name]?.some((field) => field in problems));
  const words = text.keysPage.form;
  return (
    <Stack gap="md">
      <TextInput
        label={words.name}
        description={words.nameHint}
        required
        maxLength={100}
        data-autofocus
        value={value.name}
        error={problems['name']}
        onChange={(event) => set('name', event.currentTarget.value)}
      />
      <ScopeFields draft={draft} problems={problems} />
      <ExpiryFields draft={draft} problems={problems} />
      <Accordion
        multiple
        variant="separated"
        value={[...new Set([...unfolded, ...wrong])]}
        onChange={setUnfolded}
      >
        <Accordion.Item value="where">
          <Accordion.Control>{words.where}</Accordion.Control>
          <Accordion.Panel>
            <WhereFields draft={draft} problems={problems} />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="limits">
          <Accordion.Control>{words.limits}</Accordion.Control>
          <Accordion.Panel>
            <LimitFields draft={draft} problems={problems} />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="a1111">
          <Accordion.Control>{words.a1111}</Accordion.Control>
          <Accordion.Panel>
            <DoorFields draft={draft} problems={problems} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}
