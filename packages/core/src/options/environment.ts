import { ConfigurationError } from '../errors'
import {
  DEFAULT_INGESTION_ENDPOINT,
  DEFAULT_TOKEN_SCOPE,
  type Destination,
  parseConnectionString,
  readInstrumentationKey,
} from './connection-string'
import { OPTIONS } from './option-table'
import { readProxyUrl } from './proxy-url'
import type { ProxyOptions } from './telemetry-client-options'

/** Environment variables: those of the process, or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads settings from environment variables. Whoever sets them is often not who wrote the program, so a wrong value never
 * throws: it is left out, and `errors` says why.
 */
export class EnvironmentSettings {
  readonly #env: Environment
  readonly #errors: ConfigurationError[] = []

  constructor(env: Environment) {
    this.#env = env
  }

  /** What was wrong with the settings that were read. */
  get errors(): readonly ConfigurationError[] {
    return this.#errors
  }

  get isDisabled(): boolean {
    return this.#find(...OPTIONS.disabled.environment)?.value === '1'
  }

  /** Key and endpoint come from one variable, the first that is set. */
  destination(): Destination | 'missing' | 'invalid' {
    const connectionString = this.#find(...OPTIONS.connectionString.environment)
    if (connectionString !== undefined) {
      return this.#attempt(`${connectionString.name} cannot be used: `, () =>
        parseConnectionString(connectionString.value),
      )
    }
    const key = this.#find(...OPTIONS.instrumentationKey.environment)
    if (key === undefined) return 'missing'
    return this.#attempt('', () => ({
      instrumentationKey: readInstrumentationKey(key.name, key.value),
      ingestionEndpoint: DEFAULT_INGESTION_ENDPOINT,
      tokenScope: DEFAULT_TOKEN_SCOPE,
    }))
  }

  /**
   * The environment's proxies are the way out of this machine. What listens on it, such as a local Application Insights,
   * they cannot reach; to use one all the same, name it in the options.
   */
  proxy(): ProxyOptions {
    const [httpsName, httpName, noProxyName] = OPTIONS.proxy.environment
    const http = this.#proxyUrl(httpName.toLowerCase(), httpName)
    const https = this.#proxyUrl(httpsName.toLowerCase(), httpsName)
    if (http === undefined && https === undefined) return {}
    const noProxy = this.#find(noProxyName.toLowerCase(), noProxyName)?.value ?? ''
    return { http, https, noProxy: `localhost,127.0.0.1,[::1],${noProxy}` }
  }

  #proxyUrl(...names: readonly string[]): string | undefined {
    const variable = this.#find(...names)
    if (variable === undefined) return undefined
    const url = readProxyUrl(variable.value)
    if (url === undefined) {
      const { name } = variable
      this.#errors.push(new ConfigurationError(name, `${name} ${PROXY_FORM} Until then requests do not use a proxy.`))
    }
    return url
  }

  /** The first of these variables that is set; `docker --env-file` leaves quotes around a value. */
  #find(...names: readonly string[]): { readonly name: string; readonly value: string } | undefined {
    for (const name of names) {
      const value = (this.#env[name] ?? '')
        .trim()
        .replace(/^(["'])(.*)\1$/s, '$2')
        .trim()
      if (value !== '') return { name, value }
    }
    return undefined
  }

  #attempt(subject: string, read: () => Destination): Destination | 'invalid' {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      this.#errors.push(new ConfigurationError(error.field, `${subject}${error.message} ${SWITCHED_OFF}`))
      return 'invalid'
    }
  }
}

/** What a proxy has to be, after its name. */
export const PROXY_FORM =
  'must be the host and port of an http or https proxy, such as http://proxy.example:3128. Percent-encode special characters of its login: # is %23.'

// --- helpers ---

const SWITCHED_OFF = 'Until then telemetry is switched off.'
