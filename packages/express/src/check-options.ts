import { ConfigurationError, typeName } from '@azmon/tracing'

/** The type of an option that is checked here. Other types are checked where they are used. */
export type OptionKinds<Options> = Readonly<Record<keyof Options, 'array' | 'any'>>

/** @throws ConfigurationError for the first option that is unknown to `middleware`, or that is not an array but must be one */
export function checkOptions<Options extends object>(
  middleware: string,
  options: Options,
  kinds: OptionKinds<Options>,
): void {
  for (const [name, value] of Object.entries(Object(options))) {
    if (!Object.hasOwn(kinds, name)) {
      const known = Object.keys(kinds).join(', ')
      throw new ConfigurationError(name, `${name} is not an option of ${middleware}. The options are ${known}.`)
    }
    if (kinds[name as keyof Options] !== 'array' || value === undefined || Array.isArray(value)) continue
    throw new ConfigurationError(
      name,
      `${name} of ${middleware} must be an array, got ${typeName(value)}. Put a single value into brackets.`,
    )
  }
}
