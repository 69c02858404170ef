import { describe } from '@jest/globals'
import { itEvaluates } from '../cases'

describe('URLs', () => {
  itEvaluates([
    [`url_encode('a b&c/ü')`, 'a%20b%26c%2F%C3%BC'],
    [`url_decode('a%20b%26')`, 'a b&'],
    [`tostring(parse_url('https://u:p@a.b:81/c/d?x=1&y=2#f').Host)`, 'a.b'],
    [`tostring(parse_url('https://a.b/c?x=1')['Query Parameters'].x)`, '1'],
    [`tostring(parse_url('https://a.b/c').Path)`, '/c'],
    [`tostring(parse_urlquery('a=1&b=%20')['Query Parameters'].b)`, ' '],
  ])
})

describe('base 64 of strings, bytes and GUIDs', () => {
  itEvaluates([
    [`base64_encode_tostring('Kusto')`, 'S3VzdG8='],
    [`base64_decode_tostring('S3VzdG8=')`, 'Kusto'],
    [`base64_decode_tostring('?')`, ''],
    [`base64_encode_fromarray(dynamic([97, 98]))`, 'YWI='],
    [`base64_encode_fromarray(dynamic([256]))`, ''],
    [`base64_decode_toarray('YWI=')`, [97, 98]],
    [`base64_encode_fromguid(guid(ae3133f2-6e22-49ae-b06a-16e6a9b212eb))`, '8jMxriJurkmwahbmqbIS6w=='],
    [`base64_decode_toguid('8jMxriJurkmwahbmqbIS6w==')`, 'ae3133f2-6e22-49ae-b06a-16e6a9b212eb'],
  ])
})

describe('parse_csv() reads the first line', () => {
  itEvaluates([
    [`parse_csv('aa,b,cc')`, ['aa', 'b', 'cc']],
    [`parse_csv('a,,b')`, ['a', '', 'b']],
    [`parse_csv('aa,"b,b",cc,"Escaping ""quotes"""')`, ['aa', 'b,b', 'cc', 'Escaping "quotes"']],
    [String.raw`parse_csv('a,"b\nc"\nd')`, ['a', 'b\nc']],
    [`parse_csv('')`, ['']],
  ])
})

describe('hashes and code points', () => {
  itEvaluates([
    [`hash_md5('World')`, 'f5a7924e621e84c9280a9a27e1bcb7f6'],
    [`strlen(hash_sha256(1))`, 64],
    [`make_string(75, dynamic([117, 115]))`, 'Kus'],
    [`unicode_codepoints_from_string('aé')`, [97, 233]],
    [`isascii('é')`, false],
    [`format_bytes(564)`, '564 Bytes'],
    [`format_bytes(10332, 1)`, '10.1 KB'],
    [`format_bytes(20010332, 0, 'KB')`, '19541 KB'],
  ])
})
