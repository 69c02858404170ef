/** Where a word has to stand: at the end of a key however that is spelled, as its last word, or as the whole key. */
type Place = 'end' | 'last word' | 'whole'

/** Values that show that a key of this word holds no secret. */
type Harmless = 'nothing' | 'a number' | 'a short word' | 'a path' | 'a short word or a path' | 'anything'

export interface SecretWord {
  /** In lower case, without separators. */
  readonly word: string
  readonly place: Place
  /** Beside what is harmless under every key: a boolean, null, an empty string. */
  readonly harmless: Harmless
  /** Names a secret only as a parameter of a URL. */
  readonly onlyParameter?: true
}

/** All words by which secrets are known. The longest one that fits a key decides, of two the first. docs/wire-format.md lists the same. */
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

/** A key that begins with one of these asks or tells something about a secret, unless its value looks like one. */
export const FLAG_WORDS: ReadonlySet<string> = new Set([
  ...['is', 'has', 'had', 'was', 'can', 'should', 'must', 'with', 'no'],
  ...['accept', 'accepts', 'allow', 'allows', 'change', 'changed', 'disable', 'enable', 'expired', 'forgot', 'hide'],
  ...['invalid', 'missing', 'need', 'needs', 'require', 'requires', 'reset', 'show', 'skip', 'update', 'use', 'uses'],
])

/** Whether a value under a key with this rule is a secret. */
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

/** A flag, a placeholder, one mark such as `?`, or what stands for a secret that is gone already. */
const HARMLESS_STRING = /^(?:[^a-z\d]?|true|false|null|undefined|\$\d{1,3}|\*{1,64}|\[?redacted\]?)$/i

/** No secret is so short, at least none that is worth the name. */
const SHORT_WORD = /^(?:[a-z]{1,5}|\d{1,3})$/i

/** `/srv/app`, `~/app`, `C:\app`; Base64 may begin with a slash, but seldom has no more than letters or a second slash. */
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
