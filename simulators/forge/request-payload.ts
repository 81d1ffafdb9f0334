/** Typed reading of a checked request: the schema has made sure of the types, null aside. */
export class RequestPayload {
  constructor(readonly fields: Record<string, unknown>) {}

  number(name: string): number {
    const value = this.fields[name];
    return typeof value === 'number' ? value : 0;
  }

  numberOrNull(name: string): number | null {
    const value = this.fields[name];
    return typeof value === 'number' ? value : null;
  }

  text(name: string): string {
    const value = this.fields[name];
    return typeof value === 'string' ? value : '';
  }

  flag(name: string): boolean {
    return this.fields[name] === true;
  }

  list(name: string): unknown[] {
    const value = this.fields[name];
    return Array.isArray(value) ? value : [];
  }

  isNull(name: string): boolean {
    return this.fields[name] === null || this.fields[name] === undefined;
  }
}
