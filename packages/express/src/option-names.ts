import { ConfigurationError } from '@azmon/tracing'

/** @throws ConfigurationError for the first option that `middleware` does not have. */
export function checkOptionNames(middleware: string, options: object, names: Readonly<Record<string, true>>): void {
  for (const name of Object.keys(Object(options))) {
    if (Object.hasOwn(names, name)) continue
    throw new ConfigurationError(
      name,
      `${name} is no option of ${middleware}. It has ${Object.keys(names).join(', ')}.`,
    )
  }
}
