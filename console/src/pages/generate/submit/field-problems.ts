// The server names fields by their path in the request; the form knows them by the name of the parameter.

const PREFIX = 'generation_params.';

export function problemsOfFields(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, message]) => {
      const name = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path;
      return [name, sentence(message, name)];
    }),
  );
}

/** Beside its field nobody needs to read the field's name again. */
function sentence(message: string, name: string): string {
  const last = name.split('.').at(-1)!;
  const rest = message.startsWith(`${last} `) ? message.slice(last.length + 1) : message;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
