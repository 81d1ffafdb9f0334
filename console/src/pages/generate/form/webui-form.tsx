// The hand-made form for Forge and A1111, in the order in which people think: what, how, more.
import { lazy, Suspense } from 'react';
import { Afterwards } from '../../../components/afterwards';
import { text } from '../../../text';
import { useDraft } from '../draft/draft-store';
import { ImageSection } from '../image/image-section';
import { PromptFields } from '../prompt/prompt-fields';
import { HiresSection } from './hires-section';
import { LoraRows } from './lora-rows';
import { ModelFields } from './model-fields';
import { QueueSection } from './queue-section';
import { SamplingFields } from './sampling-fields';
import { ScriptsSection } from './scripts-section';
import { Section } from './section';
import { hasField } from './own-fields';

const SchemaForm = lazy(() =>
  import('../schema/schema-form').then(({ SchemaForm: Form }) => ({ default: Form })),
);

export function WebuiForm() {
  const mode = useDraft('mode');
  return (
    <>
      <PromptFields />
      <Afterwards>
        <ModelFields />
        <LoraRows />
        <SamplingFields />
        <div>
          <ImageSection />
          {mode === 'text' && <HiresSection />}
          <ScriptsSection />
          <Section name="more" title={text.generate.more} params={(path) => !hasField(path)}>
            <Suspense fallback={null}>
              <SchemaForm hasField={hasField} />
            </Suspense>
          </Section>
          <QueueSection />
        </div>
      </Afterwards>
    </>
  );
}
