import { ConfigurationError } from '../errors'
import {
  DEFAULT_INGESTION_ENDPOINT,
  DEFAULT_TOKEN_SCOPE,
  type Destination,
  parseConnectionString,
  readInstrumentationKey,
} from './connection-string'
import type { HttpHosts } from './endpoint'
import { OPTIONS } from './option-table'
import { readProxyUrl } from './proxy-url'
import type { ProxyOptions } from './telemetry-client-options'

/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads settings from environment variables. An invalid value is ignored and adds an error to `errors`. It never throws,
 * because the people who set the variables are often not the authors of the program.
 */
export class EnvironmentSettings {
  readonly #env: Environment
  readonly #errors: ConfigurationError[] = []

  constructor(env: Environment) {
    this.#env = env
  }

  /** The errors in the settings that were read so far. */
  get errors(): readonly ConfigurationError[] {
    return this.#errors
  }

  get isDisabled(): boolean {
    return this.#find(...OPTIONS.disabled.environment)?.value === '1'
  }

  get allowsPrivateHttp(): boolean {
    return this.#find(...OPTIONS.allowPrivateHttp.environment)?.value === '1'
  }

  /** Reads the key and the endpoint from the first variable that is set. */
  destination(httpHosts: HttpHosts = 'loopback'): Destination | 'missing' | 'invalid' {
    const connectionString = this.#find(...OPTIONS.connectionString.environment)
    if (connectionString !== undefined) {
      return this.#collectError(`${connectionString.name} cannot be used: `, () =>
        parseConnectionString(connectionString.value, httpHosts),
      )
    }
    const key = this.#find(...OPTIONS.instrumentationKey.environment)
    if (key === undefined) return 'missing'
    return this.#collectError('', () => ({
      instrumentationKey: readInstrumentationKey(key.name, key.value),
      ingestionEndpoint: DEFAULT_INGESTION_ENDPOINT,
      tokenScope: DEFAULT_TOKEN_SCOPE,
    }))
  }

  /**
   * Reads the proxy. Excludes this machine, because a proxy cannot reach endpoints on it, such as a local Application
   * Insights. In contrast, a proxy in the options is also used for this machine.
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
      this.#errors.push(
        new ConfigurationError(name, `${name} ${PROXY_FORM} Requests do not use a proxy until this is fixed.`),
      )
    }
    return url
  }

  /** Finds the first variable that is set. Removes quotes, which `docker --env-file` leaves around a value. */
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

  #collectError(subject: string, read: () => Destination): Destination | 'invalid' {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      this.#errors.push(new ConfigurationError(error.field, `${subject}${error.message} ${SWITCHED_OFF}`))
      return 'invalid'
    }
  }
}

/** The text after the name of a proxy in an error message. */
export const PROXY_FORM =
  'must be the host and port of an http or https proxy, such as http://proxy.example:3128. Percent-encode special characters of its login: # is %23.'

// --- helpers ---

const SWITCHED_OFF = 'Telemetry is switched off until this is fixed.'
