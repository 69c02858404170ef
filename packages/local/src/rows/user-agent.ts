/**
 * The values that the service derives from a user agent: a name and a version, such as `Chrome 126.0`, and an operating system.
 */
export interface Client {
  readonly browser: string | null
  readonly os: string | null
}

/** Reads the header of common browsers and HTTP clients. Unrecognized values are null. */
export function readUserAgent(userAgent: string): Client {
  const text = userAgent.slice(0, MAX_LENGTH)
  return { browser: browserOf(text), os: firstMatch(SYSTEMS, text) }
}

// --- helpers, in order of use ---

/** Longer ones exist only to exhaust parsers. */
const MAX_LENGTH = 512

function browserOf(text: string): string | null {
  const isBrowser = text.startsWith('Mozilla/')
  return firstMatch(BROWSERS, text) ?? (isBrowser ? null : firstMatch([PRODUCT], text))
}

type Pattern = readonly [pattern: RegExp, name: string]

/** Most browsers also claim to be older ones, so the order matters. */
const BROWSERS: readonly Pattern[] = [
  [/\bEdg(?:e|A|iOS)?\/(\d+(?:\.\d+)?)/, 'Edge'],
  [/\bOPR\/(\d+(?:\.\d+)?)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+(?:\.\d+)?)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+(?:\.\d+)?)/, 'Firefox'],
  [/\b(?:Chrome|HeadlessChrome|CriOS)\/(\d+(?:\.\d+)?)/, 'Chrome'],
  [/\bVersion\/(\d+(?:\.\d+)?)[^)]* Safari\//, 'Safari'],
]

/** The first product of a client that is not a browser, such as `curl/8.5.0`. */
const PRODUCT: Pattern = [/^([\w.-]{1,64})\/(\d+(?:\.\d+)?)/, '']

const SYSTEMS: readonly Pattern[] = [
  [/\bWindows NT 10\.0\b/, 'Windows 10'],
  [/\bWindows NT (\d+\.\d+)/, 'Windows NT'],
  [/\bAndroid (\d+(?:\.\d+)?)/, 'Android'],
  [/\b(?:iPhone|CPU) OS (\d+)_(\d+)/, 'iOS'],
  [/\bMac OS X (\d+)[._](\d+)/, 'Mac OS X'],
  [/\bCrOS\b/, 'Chrome OS'],
  [/\bLinux\b/, 'Linux'],
]

/** Returns the name and the captured version of the first pattern that matches. */
function firstMatch(patterns: readonly Pattern[], text: string): string | null {
  for (const [pattern, name] of patterns) {
    const match = pattern.exec(text)
    if (match === null) continue
    const version = match.slice(1).join(name === '' ? ' ' : '.')
    return [name, version].filter((part) => part !== '').join(' ')
  }
  return null
}
