import { getMetadataStorage } from 'class-validator';

export interface FieldLimits {
  min?: number;
  max?: number;
}

/** The limits of the numbers of a DTO class, as its validators know them. */
export function fieldLimits(dto: new () => object): Map<string, FieldLimits> {
  const limits = new Map<string, FieldLimits>();
  for (const rule of getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false)) {
    const [limit] = (rule.constraints ?? []) as unknown[];
    if ((rule.name !== 'min' && rule.name !== 'max') || typeof limit !== 'number') continue;
    limits.set(rule.propertyName, { ...limits.get(rule.propertyName), [rule.name]: limit });
  }
  return limits;
}
