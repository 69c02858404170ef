import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'

export const URL_FUNCTIONS: readonly FunctionEntry[] = [
  scalar(
    'parse_url(url: string): dynamic',
    'The parts of a URL: Scheme, Host, Port, Path, Username, Password, Query Parameters, Fragment.',
    {
      deprecatedNames: ['parseurl'],
      repeats: true,
      sql: ([url]) => {
        const match = sql`regexp_extract(${url!}, '^([a-zA-Z][a-zA-Z0-9+.-]*)://(?:([^/?#@:]*)(?::([^/?#@]*))?@)?(\\[[^\\]]*\\]|[^/?#:]*)(?::(\\d+))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?$', ['s', 'u', 'w', 'h', 'p', 'a', 'q', 'f'])`
        const parts: readonly (readonly [string, Sql])[] = [
          ['Scheme', sql`${match}.s`],
          ['Host', sql`${match}.h`],
          ['Port', sql`${match}.p`],
          ['Path', sql`${match}.a`],
          ['Username', sql`${match}.u`],
          ['Password', sql`${match}.w`],
          ['Query Parameters', queryParameters(sql`${match}.q`)],
          ['Fragment', sql`${match}.f`],
        ]
        return sql`json_object(${joinSql(parts.map(([name, value]) => sql`${stringLiteral(name)}, ${value}`))})`
      },
      example: ["tostring(parse_url('https://a.b:1/c?d=e#f').Host)", 'a.b'],
    },
  ),
  scalar('parse_urlquery(query: string): dynamic', 'The parameters of the query of a URL.', {
    deprecatedNames: ['parseurlquery'],
    repeats: true,
    sql: ([query]) => sql`json_object('Query Parameters', ${queryParameters(sql`ltrim(${query!}, '?')`)})`,
    example: ["tostring(parse_urlquery('a=1&b=2')['Query Parameters'].b)", '2'],
  }),
  scalar('parse_path(path: string): dynamic', 'The parts of a file path.', {
    repeats: true,
    sql: ([path]) => {
      const match = sql`regexp_extract(${path!}, '^(?:([a-zA-Z]+)://)?(?:([a-zA-Z]:)?)(.*?)([^/\\\\]*)$', ['s', 'r', 'd', 'f'])`
      const directory = sql`rtrim(${match}.d, '/\\')`
      return sql`json_object('Scheme', ${match}.s, 'RootPath', ${match}.r, 'DirectoryPath', ${match}.r || ${directory}, 'DirectoryName', regexp_extract(${directory}, '[^/\\\\]*$'), 'Filename', ${match}.f, 'Extension', regexp_extract(${match}.f, '\\.([^.]*)$', 1), 'AlternateDataStreamName', '')`
    },
    example: ["tostring(parse_path('/a/b.txt').Filename)", 'b.txt'],
  }),
]

// --- helpers ---

/** A bag of the names and values. If a name occurs twice, the last value is kept. */
function queryParameters(query: Sql): Sql {
  const pairs = sql`list_filter(string_split(${query}, '&'), p -> p <> '')`
  const name = sql`split_part(p, '=', 1)`
  const value = sql`url_decode(CASE WHEN contains(p, '=') THEN substring(p, strpos(p, '=') + 1) ELSE '' END)`
  const entries = sql`list_transform(${pairs}, p -> MAP {${name}: ${value}})`
  return sql`to_json(list_reduce(list_prepend(MAP {}::MAP(VARCHAR, VARCHAR), ${entries}), (a, b) -> map_concat(a, b)))`
}
