import { conditioningNodes } from './conditioning.nodes.js';
import { imageNodes } from './images.nodes.js';
import { labNodes } from './lab.nodes.js';
import { latentNodes } from './latents.nodes.js';
import { loaderNodes } from './loaders.nodes.js';
import { maskNodes } from './masks.nodes.js';
import type { NodeClass } from './node-class.js';
import { otherOutputNodes } from './other-outputs.nodes.js';
import { outputNodes } from './outputs.nodes.js';
import { samplingPartNodes } from './sampling-parts.nodes.js';
import { samplingNodes } from './sampling.nodes.js';

/** Every node class there is, by name, in the order of GET /object_info. */
export const nodeClasses: ReadonlyMap<string, NodeClass> = new Map(
  [
    ...samplingNodes,
    ...loaderNodes,
    ...conditioningNodes,
    ...latentNodes,
    ...imageNodes,
    ...outputNodes,
    ...samplingPartNodes,
    ...maskNodes,
    ...otherOutputNodes,
    ...labNodes,
  ].map((node) => [node.name, node]),
);
