import { IsNotEmpty, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { isJsonObject } from '../../common/json.js';
import { coerceFields, fieldTypes, type CoerceOptions } from './coerce-values.js';

/** A LoRA to apply; the same as `<lora:name:weight>` in the prompt. */
export class LoraChoice {
  /** Name or alias of the LoRA, without folder and extension. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  name!: string;

  /** Default 1. */
  @IsOptional()
  @IsNumber()
  @Min(-100)
  @Max(100)
  weight?: number;
}

const FIELDS = fieldTypes(LoraChoice);

/** `{name, weight}`; a bare name is accepted too. */
export function readLora(lora: unknown, options: CoerceOptions): unknown {
  if (typeof lora === 'string') return { name: lora };
  return isJsonObject(lora) ? coerceFields(lora, FIELDS, options) : lora;
}
