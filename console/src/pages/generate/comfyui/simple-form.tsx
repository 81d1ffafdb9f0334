// Plain parameters for ComfyUI, in the order of the form for the WebUIs: StableQueue builds the graph.
import { Afterwards } from '../../../components/afterwards';
import { text } from '../../../text';
import { isFlux } from '../draft/comfyui-params';
import { useDraft } from '../draft/draft-store';
import { HiresSection } from '../form/hires-section';
import { LoraRows } from '../form/lora-rows';
import { CheckpointField, ModulesField } from '../form/model-fields';
import { SliderParam } from '../form/param-fields';
import { SamplingFields } from '../form/sampling-fields';
import { ImageSection } from '../image/image-section';
import { PromptFields } from '../prompt/prompt-fields';
import { SecondPassFields } from './second-pass-fields';
import { MaskFields } from './mask-fields';
import { ModelSection } from './model-section';
import { UpscaleFields, UpscaleSection } from './upscale-fields';
import { usualOf } from './usual';
import { VaeField } from './vae-field';
import fields from '../form/fields.module.css';

const said = text.comfy;

export function SimpleForm() {
  const mode = useDraft('mode');
  const image = (
    <ImageSection
      modes={['text', 'image', 'inpaint', 'upscale']}
      resizeModes={2}
      inpaint={<MaskFields />}
      upscale={<UpscaleFields />}
    />
  );
  if (mode === 'upscale') return <div>{image}</div>;
  return (
    <>
      <PromptFields />
      <Afterwards>
        <Models />
        <LoraRows />
        <Sampling />
        <div>
          {image}
          {mode === 'text' && <HiresSection upscaler="Latent" more={<SecondPassFields />} />}
          <UpscaleSection />
          <ModelSection />
        </div>
      </Afterwards>
    </>
  );
}

/** Flux comes in parts, the others as one file. */
function Models() {
  const params = useDraft('params');
  return (
    <div className={fields.stack}>
      <CheckpointField none={said.usualModel} />
      {isFlux(params) ? <ModulesField none={said.byName} /> : <VaeField />}
    </div>
  );
}

function Sampling() {
  const params = useDraft('params');
  const guidance = isFlux(params) && (
    <SliderParam
      name="distilled_cfg_scale"
      label={said.guidance}
      placeholder="3.5"
      min={0}
      max={100}
      step={0.1}
      decimals={2}
      usual={[1, 10]}
    />
  );
  return <SamplingFields usual={usualOf(params)} cfgRange={[0, 100]} guidance={guidance || undefined} />;
}
