import { JsonInput } from '@mantine/core';
import { text } from '../../../text';
import { changeDraft, useDraft, useProblemOf } from '../draft/draft-store';
import { readScripts } from '../draft/to-request';
import { Section } from './section';

const isScripts = (path: string): boolean => path.startsWith('alwayson_scripts');

/** ControlNet and the like, as the web UI's API takes them. */
export function ScriptsSection() {
  const typed = useDraft('scripts');
  const fromServer = useProblemOf('alwayson_scripts');
  const { value, problem } = readScripts(typed);
  const count = value === null ? 0 : Object.keys(value).length;
  return (
    <Section
      name="scripts"
      title={text.generate.scripts}
      summary={problem === null ? text.generate.scriptsCount(count) : text.generate.notJson}
      params={isScripts}
    >
      <JsonInput
        label={text.generate.scriptsLabel}
        description={text.generate.scriptsHint}
        placeholder={text.generate.scriptsExample}
        error={problem === null ? fromServer : text.generate.notJsonBecause(problem)}
        value={typed}
        onChange={(scripts) => changeDraft({ scripts })}
        formatOnBlur
        autosize
        minRows={4}
        maxRows={16}
        spellCheck={false}
      />
    </Section>
  );
}
