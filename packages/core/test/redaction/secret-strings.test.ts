import { describe, expect, it } from '@jest/globals'
import { Redactor } from '../../src/redaction/redactor'

const redactor = new Redactor([], () => {})

describe('a string loses only its secrets', () => {
  it.each([
    // Connection strings
    [
      'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=canary/c+4==;EndpointSuffix=core.windows.net',
      'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=[redacted];EndpointSuffix=core.windows.net',
    ],
    [
      'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=canary=',
      'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=[redacted]',
    ],
    ['Server=db;User Id=app;Password=can ary;Encrypt=true', 'Server=db;User Id=app;Password=[redacted];Encrypt=true'],
    ['Server=db; Pwd = "can;ary"; Encrypt=true', 'Server=db; Pwd = "[redacted]"; Encrypt=true'],
    ['Server=db;Password=can ary', 'Server=db;Password=[redacted]'],
    ['cannot connect: host=db password=canary user=app', 'cannot connect: host=db password=[redacted] user=app'],
    ["host=db password='can ary' user=app", "host=db password='[redacted]' user=app"],
    // Raw headers
    [
      'GET /a?sig=canary HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer canary\r\nAccept: */*\r\n\r\n',
      'GET /a?sig=redacted HTTP/1.1\r\nHost: a.example\r\nAuthorization: [redacted]\r\nAccept: */*\r\n\r\n',
    ],
    ['Set-Cookie: sid=canary; HttpOnly\nX-Api-Key:canary', 'Set-Cookie: [redacted]\nX-Api-Key:[redacted]'],
    ['> Authorization: Basic canary\n< Server: a', '> Authorization: [redacted]\n< Server: a'],
    [
      'curl -H "Authorization: Bearer canary" https://a.example',
      'curl -H "Authorization: [redacted]" https://a.example',
    ],
    ['sent Authorization=Bearer canary', 'sent Authorization=[redacted]'],
    ['token=Bearer canary, then more', 'token=[redacted], then more'],
    ['Cookie=a=canary; b=canary', 'Cookie=[redacted]'],
    // Credentials in prose
    [
      'refused with Authorization: Bearer canary (401), x-authorization: Basic canary',
      'refused with Authorization: [redacted] (401), x-authorization: [redacted]',
    ],
    // JSON: whole, in prose, within JSON, and truncated
    ['{"password":"canary","user":"ada"}', '{"password":"[redacted]","user":"ada"}'],
    ['{ "password" : "can\\"ary", "user": "ada" }', '{ "password" : "[redacted]", "user": "ada" }'],
    ['{"password":123456,"user":"ada"}', '{"password":"[redacted]","user":"ada"}'],
    ['{"tokens":["canary",{"a":"]"}],"user":"ada"}', '{"tokens":"[redacted]","user":"ada"}'],
    ['answer: {"a":{"access_token":"canary"}} (200)', 'answer: {"a":{"access_token":"[redacted]"}} (200)'],
    ['{"body":"{\\"password\\":\\"canary\\",\\"a\\":1}"}', '{"body":"{\\"password\\":\\"[redacted]\\",\\"a\\":1}"}'],
    [
      '{"_header":"GET / HTTP/1.1\\r\\nCookie: a=canary\\r\\nHost: a\\r\\n"}',
      '{"_header":"GET / HTTP/1.1\\r\\nCookie: [redacted]\\r\\nHost: a\\r\\n"}',
    ],
    ['{"user":"ada","password":"canary', '{"user":"ada","password":"[redacted]'],
    // The formats of util.inspect and YAML
    ["{ user: 'ada', password: 'canary' }", "{ user: 'ada', password: '[redacted]' }"],
    ["Map(1) { 'password' => 'canary', 'a' => 'b' }", "Map(1) { 'password' => '[redacted]', 'a' => 'b' }"],
    ["Map(1) { 'tokens' => [ 'canary' ], 'a' => 1 }", "Map(1) { 'tokens' => '[redacted]', 'a' => 1 }"],
    ['{:password=>"canary", "token"=>"canary"}', '{:password=>"[redacted]", "token"=>"[redacted]"}'],
    ['user: ada\n  password: canary\n', 'user: ada\n  password: [redacted]\n'],
    ['{user: ada, password: canary}', '{user: ada, password: [redacted]}'],
  ])('%s', (string, redacted) => {
    expect(redactor.redactString(string)).toBe(redacted)
    expect(redactor.redactString(redacted)).toBe(redacted)
    expect(redactor.holdsSecret(string)).toBe(true)
    expect(redactor.holdsSecret(redacted)).toBe(false)
  })
})

describe('a string without a secret is unchanged', () => {
  it.each([
    'The password: it was too short',
    'invalid token: expired',
    "Unexpected token: '}' in JSON",
    'missing authorization: it expired',
    'users.map(password => hash(password)), token => { return token.value }',
    'SELECT * FROM users WHERE password = ? AND token=$1',
    'PWD=/srv/app OLDPWD=/tmp',
    '{"prompt_tokens":12,"completion_tokens":340,"hasPassword":true,"password":null}',
    '{"nextPageToken":"CAUQAA12345"}',
    'tokenCount=12; secretName=db; cookieConsent=all',
    '2026-11-29T10:19:34.123Z',
    'http://[::1]:8080/a',
    'Host: a.example\r\nAccept: */*\r\n\r\n',
    'a == b, c := d, e => f',
    '::::====',
    '"":"" \\":\\" \'=\'',
  ])('%s', (string) => {
    expect(redactor.redactString(string)).toBe(string)
    expect(redactor.holdsSecret(string)).toBe(false)
  })
})
