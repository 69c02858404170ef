import { type Sql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'

export const BASE64_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('base64_encode_tostring(source: string): string', 'Encodes a string as base 64.', {
    deprecatedNames: ['base64_encodestring'],
    sql: ([s]) => sql`to_base64(encode(${s!}))`,
    example: ["base64_encode_tostring('ab')", 'YWI='],
  }),
  scalar('base64_decode_tostring(source: string): string', 'Decodes base 64. Empty if the result is not UTF-8.', {
    deprecatedNames: ['base64_decodestring'],
    repeats: true,
    sql: ([s]) => sql`CASE WHEN ${isBase64(s!)} THEN coalesce(TRY(decode(from_base64(${s!}))), '') ELSE '' END`,
    example: ["base64_decode_tostring('YWI=')", 'ab'],
  }),
  scalar('base64_encode_fromarray(bytes: dynamic): string', 'Encodes an array of bytes as base 64.', {
    repeats: true,
    sql: ([bytes]) => {
      const list = sql`TRY_CAST(${bytes!} AS BIGINT[])`
      const areBytes = sql`len(list_filter(${list}, b -> b BETWEEN 0 AND 255)) = len(${list})`
      const digits = sql`array_to_string(list_transform(${list}, b -> printf('%02x', b)), '')`
      return sql`CASE WHEN ${areBytes} THEN to_base64(unhex(${digits})) ELSE '' END`
    },
    example: ['base64_encode_fromarray(dynamic([97, 98]))', 'YWI='],
  }),
  scalar('base64_decode_toarray(source: string): dynamic', 'Decodes base 64 as an array of bytes.', {
    repeats: true,
    sql: ([s]) => {
      const digits = sql`hex(from_base64(${s!}))`
      const bytes = sql`list_transform(range(1, length(${digits}), 2), i -> ('0x' || substring(${digits}, i, 2))::INTEGER)`
      return sql`CASE WHEN ${isBase64(s!)} THEN to_json(${bytes}) END`
    },
    example: ["base64_decode_toarray('YWI=')", '[97,98]'],
  }),
  scalar('base64_encode_fromguid(guid: guid): string', 'Encodes the bytes of a GUID as base 64.', {
    repeats: true,
    sql: ([guid]) => sql`coalesce(to_base64(unhex(${reordered(sql`replace(${guid!}, '-', '')`)})), '')`,
    example: ['base64_encode_fromguid(guid(ae3133f2-6e22-49ae-b06a-16e6a9b212eb))', '8jMxriJurkmwahbmqbIS6w=='],
  }),
  scalar('base64_decode_toguid(source: string): guid', 'Decodes base 64 as the bytes of a GUID.', {
    repeats: true,
    sql: ([s]) => {
      const digits = sql`lower(hex(from_base64(${s!})))`
      return sql`CASE WHEN ${isBase64(s!)} AND length(${digits}) = 32 THEN ${reordered(digits)}::UUID::VARCHAR END`
    },
    example: ["base64_decode_toguid('8jMxriJurkmwahbmqbIS6w==')", 'ae3133f2-6e22-49ae-b06a-16e6a9b212eb'],
  }),
]

// --- helpers, in order of use ---

function isBase64(text: Sql): Sql {
  return sql`regexp_full_match(${text}, '([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?')`
}

/** Reorders the hexadecimal digits: the first three groups of a GUID are stored with the lowest byte first. */
function reordered(digits: Sql): Sql {
  const bytes = [7, 5, 3, 1, 11, 9, 15, 13].map((start) => sql`substring(${digits}, ${start}, 2)`)
  return sql`(${bytes.reduce((all, byte) => sql`${all} || ${byte}`)} || substring(${digits}, 17))`
}
