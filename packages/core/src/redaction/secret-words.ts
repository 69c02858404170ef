/** The position of the word in a key: at the end in any spelling, as the last word, or as the whole key. */
type Place = 'end' | 'last word' | 'whole'

/** The values that are not secret under a key with this word. */
type Harmless = 'nothing' | 'a number' | 'a short word' | 'a path' | 'a short word or a path' | 'anything'

export interface SecretWord {
  /** In lower case and without separators. */
  readonly word: string
  readonly place: Place
  /** Applies in addition to booleans, null and empty strings, which are never secret. */
  readonly harmless: Harmless
  /** True if the word names a secret only as a URL parameter. */
  readonly onlyParameter?: true
}

/**
 * The longest word that matches a key decides, or the first one if two have the same length. A test compares
 * docs/wire-format.md with this array.
 */
export const SECRET_WORDS: readonly SecretWord[] = [
  ...rows('whole', 'a path', [['pwd', 'oldpwd']]),
  ...rows('end', 'nothing', [
    ['authorization', 'cookie', 'password', 'passwd', 'pwd', 'passphrase', 'passcode', 'passwordhash'],
    ['passwordconfirm', 'passwordconfirmation', 'passwordrepeat'],
    ['secret', 'token', 'bearer', 'jwt', 'credential', 'signature', 'sessionid', 'connectionstring'],
    ['apikey', 'accesskey', 'accountkey', 'privatekey', 'sharedkey', 'secretkey', 'encryptionkey', 'signingkey'],
    ['masterkey', 'sessionkey', 'storagekey', 'subscriptionkey', 'functionkey', 'functionskey'],
  ]),
  ...rows('end', 'a number', [
    ['cookies', 'passwords', 'tokens', 'secrets', 'credentials', 'connectionstrings'],
    ['apikeys', 'accesskeys', 'privatekeys'],
    ['prompttoken', 'completiontoken', 'inputtoken', 'outputtoken', 'cachedtoken', 'totaltoken', 'maxtoken'],
  ]),
  ...rows('end', 'anything', [['pagetoken', 'nexttoken', 'continuationtoken']]),
  ...rows('last word', 'nothing', [['sig', 'otp', 'csrf', 'xsrf', 'cvv', 'cvc']]),
  ...rows('last word', 'a short word', [['pass', 'auth']]),
  ...rows('end', 'nothing', [['assertion']], true),
  ...rows('whole', 'a short word', [['code', 'key']], true),
]

/**
 * A key that begins with one of these words, such as `hasPassword`, only describes a secret, unless its value looks like
 * one.
 */
export const FLAG_WORDS: ReadonlySet<string> = new Set([
  ...['is', 'has', 'had', 'was', 'can', 'should', 'must', 'with', 'no'],
  ...['accept', 'accepts', 'allow', 'allows', 'change', 'changed', 'disable', 'enable', 'expired', 'forgot', 'hide'],
  ...['invalid', 'missing', 'need', 'needs', 'require', 'requires', 'reset', 'show', 'skip', 'update', 'use', 'uses'],
])

/** Returns whether a value under a key with this rule is a secret. */
export function isSecretValue(rule: SecretWord, value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
    case 'undefined':
      return false
    case 'number':
    case 'bigint':
      return !HARMLESS[rule.harmless].test(String(value))
    case 'string':
      return value.length > MAX_HARMLESS || !(HARMLESS_STRING.test(value) || HARMLESS[rule.harmless].test(value))
    default:
      return value !== null
  }
}

// --- helpers, in order of use ---

function rows(place: Place, harmless: Harmless, words: readonly (readonly string[])[], onlyParameter?: true) {
  return words.flat().map((word) => ({ word, place, harmless, ...(onlyParameter && { onlyParameter }) }))
}

const MAX_HARMLESS = 256

/** Matches a flag, a placeholder, a punctuation mark such as `?`, or the replacement for a secret. */
const HARMLESS_STRING = /^(?:[^a-z\d]?|true|false|null|undefined|\$\d{1,3}|\*{1,64}|\[?redacted\]?)$/i

/** Matches words that are too short for a secret. */
const SHORT_WORD = /^(?:[a-z]{1,5}|\d{1,3})$/i

/**
 * Matches paths such as `/srv/app`, `~/app` and `C:\app`. Base64 may also begin with a slash, but rarely has only letters
 * or an early second slash.
 */
const PATH = /^(?:\/[a-z]*$|\/[\w.@-]+\/|~|\.{1,2}\/|[a-z]:[\\/])/i

const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/

const NEVER = /(?!)/

const HARMLESS: Readonly<Record<Harmless, RegExp>> = {
  nothing: NEVER,
  'a number': NUMBER,
  'a short word': SHORT_WORD,
  'a path': PATH,
  'a short word or a path': new RegExp(`${SHORT_WORD.source}|${PATH.source}`, 'i'),
  anything: /^/,
}
