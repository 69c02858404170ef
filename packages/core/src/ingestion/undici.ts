/** The part of undici that azmon uses. */
export type Undici = Pick<typeof import('undici'), 'Agent' | 'Client' | 'buildConnector'>

/**
 * Loads only undici's client. The whole package takes three times as long to load and twice the memory, because it also
 * contains fetch, caches and mocks. It also replaces the agent of Node's fetch, which belongs to the application. If undici
 * moves these undocumented files, falls back to the whole package.
 */
export function loadUndici(): Undici {
  try {
    // Use literal paths, because bundlers do not resolve computed ones.
    const Dispatcher: { readonly prototype: object } = require('undici/lib/dispatcher/dispatcher')
    Object.assign(Dispatcher.prototype, require('undici/lib/api')) // as undici's index.js does
    return {
      Agent: require('undici/lib/dispatcher/agent'),
      Client: require('undici/lib/dispatcher/client'),
      buildConnector: require('undici/lib/core/connect'),
    }
  } catch {
    return require('undici')
  }
}
