import { readField } from '../envelope/fields'
import { ConfigurationError } from '../errors'
import { kindOf } from '../options/rules'

/**
 * For adapters that make a client of their options, or share one that they are given.
 * @throws ConfigurationError where `client` is none, or where options stand beside it that it has decided already.
 */
export function checkGivenClient(client: unknown, clientOptions: object): void {
  if (client === undefined) return
  if (typeof readField(Object(client), 'track') !== 'function') {
    throw new ConfigurationError('client', `client must be a TelemetryClient of @azmon/core, got ${kindOf(client)}.`)
  }
  const [name] = Object.keys(clientOptions)
  if (name === undefined) return
  throw new ConfigurationError(name, `${name} and client exclude each other. Give ${name} to the client instead.`)
}
