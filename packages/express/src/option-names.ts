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

/** @throws ConfigurationError for the first of these options that is there, and no list: one text would be none of its own. */
export function checkLists(middleware: string, options: object, names: readonly string[]): void {
  for (const name of names) {
    const value: unknown = Reflect.get(options, name)
    if (value === undefined || Array.isArray(value)) continue
    throw new ConfigurationError(name, `${name} of ${middleware} must be a list, got ${typeof value}.`)
  }
}
