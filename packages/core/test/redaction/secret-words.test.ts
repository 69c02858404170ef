import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { Redactor } from '../../src/redaction/redactor'
import { FLAG_WORDS, SECRET_WORDS } from '../../src/redaction/secret-words'

const redactor = new Redactor([], () => {})
const CANARY = 'c4n4ry-9f8e7d6c'

describe('a secret under this key is redacted', () => {
  it.each([
    ...['password', 'Password', 'PASSWORD', 'dbPassword', 'DB_PASSWORD', 'db.password', 'newPassword', 'password1'],
    ...['password_2', 'passwords', 'password_confirmation', 'passwordConfirmation', 'passwordHash', 'user[password]'],
    ...['passwordConfirm', 'password_repeat', 'passcode', 'apiKeys', 'api_keys', 'privateKeys', 'ConnectionStrings'],
    ...[
      'passwd',
      'pwd',
      'dbPwd',
      'MYSQL_PWD',
      'passphrase',
      'ssh-passphrase',
      'pass',
      'smtpPass',
      'SMTP_PASS',
      'pass2',
    ],
    ...[
      'secret',
      'client_secret',
      'clientSecret',
      'CLIENT-SECRET',
      'secrets',
      'app.secrets',
      'secretKey',
      'secret_key',
    ],
    ...['token', 'accessToken', 'access_token', 'ACCESS_TOKEN', 'refreshToken', 'id_token', 'x-auth-token', 'tokens'],
    ...['X-Amz-Security-Token', 'csrfToken', 'XSRF-TOKEN', 'x-csrf-token', '_csrf', 'xsrf', 'bearer', 'jwt', 'userJwt'],
    ...['authorization', 'Authorization', 'Proxy-Authorization', 'x-authorization', 'auth', 'x-zumo-auth', 'basicAuth'],
    ...['cookie', 'Cookie', 'set-cookie', 'Set-Cookie', 'setCookie', 'cookies', 'sessionCookie', 'Set-Cookie2'],
    ...['credential', 'credentials', 'awsCredentials', 'X-Amz-Credential', 'sessionId', 'session_id', 'X-Session-Id'],
    ...['apiKey', 'api_key', 'API-KEY', 'x-api-key', 'apikey', 'apiKey2', 'accessKey', 'aws_secret_access_key'],
    ...['accountKey', 'AccountKey', 'SharedAccessKey', 'sharedKey', 'privateKey', 'private_key', 'encryptionKey'],
    ...['signingKey', 'masterKey', 'sessionKey', 'storageKey', 'Ocp-Apim-Subscription-Key', 'subscription-key'],
    ...['x-functions-key', 'functionKey', 'connectionString', 'AZURE_STORAGE_CONNECTION_STRING', 'connection-string'],
    ...['sig', 'SIG', 'signature', 'X-Hub-Signature', 'x-hub-signature-256', 'otp', 'cvv', 'cardCvc'],
    ...['resetToken', 'hasPassword', 'changePassword', 'isSecret', '%74oken'.replace('%74', 't')],
  ])('%s', (key) => {
    expect(redactor.isSecret(key, CANARY)).toBe(true)
  })

  it.each([
    ['password', 123456],
    ['password', 'short'],
    ['password', '/canary'],
    ['token', 123456n],
    ['apiKey', { nested: CANARY }],
    ['tokens', [CANARY]],
    ['cookies', { sid: CANARY }],
    ['pwd', 'hunter2'],
    ['pwd', '/9sdfQaa+x=='],
    ['auth', { username: 'ada', password: CANARY }],
    ['pass', 'hunter2'],
    ['hasPassword', 'hunter2'],
    ['prompt_token', CANARY],
    ['password', '[redacted] but canary'],
  ])('%s: %p', (key, value) => {
    expect(redactor.isSecret(key, value)).toBe(true)
  })
})

describe('a value is not a secret under', () => {
  it.each([
    ...['user', 'key', 'code', 'keyboard', 'monkey', 'primaryKey', 'keyId', 'accessKeyId', 'publicKey', 'sortKey', ''],
    ...['tokenCount', 'tokenType', 'tokenizer', 'passwordChanged', 'passwordPolicy', 'secretary', 'secretName'],
    ...['cookieName', 'cookieConsent', 'author', 'authority', 'oauth', 'authenticated', 'session', 'sessionCount'],
    ...['signatures', 'design', 'assign', 'bypass', 'compass', 'passenger', 'passed', 'jwtIssuer', 'credentialType'],
    ...['nextPageToken', 'pageToken', 'next_page_token', 'nextToken', 'NextContinuationToken', 'zipcode', 'shotput'],
  ])('%s', (key) => {
    expect(redactor.isSecret(key, CANARY)).toBe(false)
  })

  it.each<[string, unknown]>([
    ['pwd', '/srv/app'],
    ['PWD', '/home/ada'],
    ['PWD', '/'],
    ['PWD', 'C:\\app'],
    ['OLDPWD', '/tmp'],
    ['hasPassword', true],
    ['hasPassword', 'yes'],
    ['resetPassword', false],
    ['resetPassword', '/reset-password/form'],
    ['isSecret', true],
    ['isSecret', 'false'],
    ['acceptsCookie', true],
    ['acceptsCookie', 'all'],
    ['password', true],
    ['password', null],
    ['password', undefined],
    ['password', ''],
    ['password', '[redacted]'],
    ['password', '********'],
    ['token', false],
    ['prompt_token', 12],
    ['prompt_tokens', 12],
    ['completion_tokens', '512'],
    ['totalTokens', 524],
    ['max_tokens', 4_096],
    ['cookies', 3],
    ['apiKeys', 3],
    ['token', '}'],
    ['auth', 'basic'],
    ['auth', 'none'],
    ['pass', 12],
    ['withCredentials', true],
  ])('%s: %p', (key, value) => {
    expect(redactor.isSecret(key, value)).toBe(false)
  })

  it.each(['code=DE', 'code=404', 'key=color', 'auth=basic', 'nextPageToken=CAUQAA12345', 'prompt_tokens=12'])(
    'the parameter %s',
    (parameter) => {
      expect(redactor.redactString(`https://example.com/a?${parameter}&b=2`)).toBe(
        `https://example.com/a?${parameter}&b=2`,
      )
    },
  )
})

it.each(['code', 'key', 'auth', 'sig', 'token', 'client_assertion', 'X-Amz-Signature', 'api-key', 'subscription-key'])(
  'the parameter %s is a secret',
  (name) => {
    expect(redactor.redactString(`https://example.com/a?${name}=${CANARY}&b=2`)).toBe(
      `https://example.com/a?${name}=redacted&b=2`,
    )
  },
)

describe('the documentation', () => {
  const docs = readFileSync(join(__dirname, '../../../../docs/wire-format.md'), 'utf8')

  it('lists every word with its rule', () => {
    const rows = docs.split('\n').filter((line) => /^\| (?:end|last word|whole)\b/.test(line))
    const documented = rows.flatMap((row) => {
      const [place, harmless, words = ''] = row.slice(2, -2).split(' | ')
      return words.split(' ').map((word) => `${word.replaceAll('`', '')}: ${place}, ${harmless}`)
    })
    const known = SECRET_WORDS.map(({ word, place, harmless, onlyParameter }) => {
      return `${word}: ${place}${onlyParameter ? ', parameters only' : ''}, ${harmless}`
    })
    expect(documented.toSorted()).toEqual(known.toSorted())
  })

  it('lists every word with which a flag begins', () => {
    const [, words = ''] = /^A flag begins with (.*?)\.$/ms.exec(docs) ?? []
    expect([...words.matchAll(/`(\w+)`/g)].map(([, word]) => word).toSorted()).toEqual([...FLAG_WORDS].toSorted())
  })
})
