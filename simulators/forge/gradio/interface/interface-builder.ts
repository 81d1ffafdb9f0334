import type { UiInput } from '../inputs/ui-input.js';
import { NumberSource } from './number-source.js';
import type { UiComponent, UiFunction } from './ui-function.js';

/** Gives out the ids of one life: with gaps, telling nothing about the order, other ones after every start. */
export class InterfaceBuilder {
  readonly components: UiComponent[] = [];
  readonly functions: UiFunction[] = [];
  private readonly numbers: NumberSource;
  private nextComponent: number;
  private nextFunction: number;

  /** @param listed functions go by their place in the list, so theirs have no gaps */
  constructor(
    seed: number,
    private readonly listed: boolean,
  ) {
    this.numbers = new NumberSource(seed);
    this.nextComponent = 1 + this.numbers.below(20);
    this.nextFunction = this.numbers.below(10);
  }

  /** The components in the order given; their ids are mixed up. */
  add(inputs: readonly UiInput[]): UiComponent[] {
    const ids = this.numbers.shuffled(inputs.map(() => this.takeComponentId()));
    const added = inputs.map((input, i) => ({ ...input, id: ids[i] as number }));
    this.components.push(...added);
    return added;
  }

  addOne(
    type: string,
    label: string | null,
    elemId: string | null,
    more: Partial<UiInput> = {},
  ): UiComponent {
    return this.add([{ type, label, elemId, value: null, ...more }])[0] as UiComponent;
  }

  addFunction(facts: Omit<UiFunction, 'id' | 'apiName'>): UiFunction {
    const id = this.listed ? this.functions.length : this.takeFunctionId();
    const apiName = this.freeApiName(facts.python);
    const added = { ...facts, id, apiName };
    this.functions.push(added);
    return added;
  }

  /** How many handlers of no interest stand before those that matter. */
  fillers(): number {
    return 3 + this.numbers.below(9);
  }

  private takeComponentId(): number {
    this.nextComponent += 1 + this.numbers.below(4);
    return this.nextComponent;
  }

  private takeFunctionId(): number {
    this.nextFunction += 1 + this.numbers.below(3);
    return this.nextFunction;
  }

  /** `txt2img`, `txt2img_1`, … */
  private freeApiName(python: string): string {
    const taken = this.functions.filter((one) => one.python === python).length;
    return taken === 0 ? python : `${python}_${taken}`;
  }
}
