import { text } from '../../../text';
import { StyleMenu } from '../presets/style-menu';
import { PromptArea } from './prompt-area';

export function PromptFields() {
  return (
    <>
      <PromptArea
        name="prompt"
        label={text.generate.prompt}
        placeholder={text.generate.promptHint}
        minRows={4}
        actions={<StyleMenu />}
      />
      <PromptArea
        name="negative_prompt"
        label={text.generate.negative}
        placeholder={text.generate.negativeHint}
        minRows={2}
      />
    </>
  );
}
