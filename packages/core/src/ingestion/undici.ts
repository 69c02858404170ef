/** What is used of undici. */
export type Undici = Pick<typeof import('undici'), 'Agent' | 'Client' | 'buildConnector'>

/**
 * undici's client without the rest of it. The whole also has fetch, caches, mocks and more, which take three times as long
 * to load and twice the memory, and it puts an agent of its own under Node's fetch, which is the application's. The files
 * are no promise of undici's: where they have moved, the whole has to do.
 */
export function loadUndici(): Undici {
  try {
    // Literal paths: a bundler has to see them.
    const Dispatcher: { readonly prototype: object } = require('undici/lib/dispatcher/dispatcher')
    Object.assign(Dispatcher.prototype, require('undici/lib/api')) // as the whole does
    return {
      Agent: require('undici/lib/dispatcher/agent'),
      Client: require('undici/lib/dispatcher/client'),
      buildConnector: require('undici/lib/core/connect'),
    }
  } catch {
    return require('undici')
  }
}
