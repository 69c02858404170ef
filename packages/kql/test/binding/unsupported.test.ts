import { describe } from '@jest/globals'
import { itRefuses } from '../cases'

describe('functions of Kusto that are not supported are refused by name, with what to write instead', () => {
  itRefuses([
    [`print datetime_list_timezones()`, 'UNSUPPORTED', 'names of the IANA database'],
    [`print geo_distance_2points(1, 2, 3, 4)`, 'UNSUPPORTED', 'geo_distance_2points() is not supported'],
    [`print geo_info_from_ip_address('1.1.1.1')`, 'UNSUPPORTED', 'client_City'],
    [`print parse_user_agent('x', 'browser')`, 'UNSUPPORTED', 'client_Browser'],
    [`print parse_xml('<a/>')`, 'UNSUPPORTED', 'Use extract()'],
    [`print ipv6_compare('::1', '::2')`, 'UNSUPPORTED', 'as strings'],
    [`print current_database()`, 'UNSUPPORTED', 'Write the value as a string'],
    [`print gzip_compress_to_base64_string('x')`, 'UNSUPPORTED', 'without compression'],
    [`print hash_xxhash64('a')`, 'UNSUPPORTED', 'hash_sha256'],
    [`print convert_length(1, 'Meter', 'Foot')`, 'UNSUPPORTED', 'Multiply'],
  ])
})

describe('operators and plugins that are not supported are refused by name', () => {
  itRefuses([
    [`print a = 1 | reduce by a`, 'UNSUPPORTED', 'summarize count()'],
    [`print a = 1 | facet by a`, 'UNSUPPORTED', 'one query for each facet'],
    [`print a = 1 | fork (count) (take 1)`, 'UNSUPPORTED', 'one query for each branch'],
    [`print a = 1 | extend_ifexists b = 2`, 'UNSUPPORTED', 'column_ifexists()'],
    [`externaldata(a: string)['https://x']`, 'UNSUPPORTED', 'Use datatable'],
    [`print a = 1 | evaluate autocluster()`, 'UNSUPPORTED', 'autocluster is not supported'],
    [`materialized_view('x')`, 'UNSUPPORTED', 'another resource'],
    [`print a = 1 | nosuch`, 'UNSUPPORTED', 'Unknown operator nosuch. Operators are'],
    [`cluster('c').database('d').requests`, 'UNSUPPORTED', 'database() queries another resource'],
  ])
})

describe('names of other languages and misspelled names cause errors that suggest names of KQL', () => {
  itRefuses([
    [`print length('a')`, 'UNKNOWN_FUNCTION', 'Use strlen()'],
    [`print IF(true, 1, 2)`, 'UNKNOWN_FUNCTION', 'Use iff()'],
    [`print ifnull(1, 2)`, 'UNKNOWN_FUNCTION', 'Use coalesce()'],
    [`print a = 1 | wher a == 1`, 'UNSUPPORTED', 'Did you mean where?'],
    [`print a = 1 | evaluate narow()`, 'UNSUPPORTED', 'Did you mean narrow?'],
    [`print a = 1 | summarize cuont()`, 'UNKNOWN_FUNCTION', 'Did you mean count?'],
    [`print a = 1 | where a = 1`, 'SYNTAX', 'Write == to compare'],
    [`print a = 1 | where a == 1 AND a == 2`, 'SYNTAX', 'Unexpected AND. Write and.'],
    [`print a = 1 | order by a DESC`, 'SYNTAX', 'Write desc.'],
    [`print a = 1 | order by a descending`, 'SYNTAX', 'Write desc.'],
    [`print a = 'b' | where a like 'b'`, 'UNSUPPORTED', 'like is not supported. Use contains'],
    [`print a = 'b' | where a LIKE 'b'`, 'SYNTAX', 'Use contains'],
    [`print a = 'b' | where a notlike 'b'`, 'UNSUPPORTED', 'Use contains'],
    [`print a = 'b' | where a is not null`, 'SYNTAX', 'isnotempty()'],
    [`print a = true | where !(a)`, 'SYNTAX', 'Write not(…).'],
    [`print a = true | where !a`, 'SYNTAX', 'Write not(…).'],
    [`print a = now() - 1 h`, 'SYNTAX', 'without a space, as in 1h'],
    [`print a = ago(1 day)`, 'SYNTAX', 'without a space, as in 1h'],
    [`SELECT * FROM requests`, 'SYNTAX', 'Write the table first'],
    [`select name from requests`, 'SYNTAX', 'Write the table first'],
    [`print a = 1 | group by a`, 'UNSUPPORTED', 'Unknown operator group. Use summarize'],
    [`print a = 1 | project a as b`, 'SYNTAX', 'Write the new name first'],
    [`print a = 1 where a == 1`, 'SYNTAX', 'Unexpected where. Write | before an operator.'],
    [`let a = 1 print a`, 'SYNTAX', 'Write ; at the end of a let statement.'],
    [`print a = 1 | where a == 1 && a == 2`, 'SYNTAX', 'Write and'],
    [`print a = 1 | where a == 1 || a == 2`, 'SYNTAX', 'Write or between conditions'],
    [`print strlenn('a')`, 'UNKNOWN_FUNCTION', 'Did you mean strlen?'],
    [`print a = 1 | summarize summ(a)`, 'UNKNOWN_FUNCTION', 'Did you mean sum?'],
    [`print abc = 1 | project abd`, 'UNKNOWN_COLUMN', 'Did you mean abc?'],
  ])
})

describe('values of different types that cannot be compared cause errors that say how to convert them', () => {
  itRefuses([
    [`print a = '400' | where a >= '400'`, 'TYPE', 'A string cannot be compared with a string by >=. Use toint()'],
    [`print a = '400' | where a between ('400' .. '500')`, 'TYPE', 'Use toint()'],
    [`print a = '400' | where a >= 400`, 'TYPE', 'A string cannot be compared with a long by >=. Use toint()'],
    [`print a = '400' | where a == 400`, 'TYPE', 'Write the value in quotes'],
    [`print a = 400 | where a > '400'`, 'TYPE', 'Write the value without quotes.'],
    [`print a = now() | where a > '2026-01-31'`, 'TYPE', 'Write datetime(2026-01-31).'],
    [`print a = now(), b = tostring(now()) | where a > b`, 'TYPE', 'Use todatetime().'],
    [`print a = now() | where a > 2026-01-31`, 'TYPE', 'Write a date as datetime(2026-01-31).'],
    [`print a = now() | where a > 1h`, 'TYPE', 'Use ago().'],
    [`print a = 1h, b = '1' | where a > b`, 'TYPE', 'Use totimespan().'],
    [`print a = 5.0 | where a > 5ms`, 'TYPE', 'Divide the timespan by a unit'],
    [`print a = guid(74be27de-1e4e-49d9-b579-fe0b331d3642) | where a == 5`, 'TYPE', 'Convert one of them.'],
  ])
})

describe('words that are operators or reserved need brackets as names', () => {
  itRefuses([
    [`print first = 1`, 'RESERVED', 'Write ["first"]'],
    [`datatable(last: long)[1]`, 'RESERVED', 'Write ["last"]'],
    [`print has = 1 | project has`, 'RESERVED', 'Write ["has"]'],
    [`print a = 1 | scan declare (last: long) with (step s: true => last = a;)`, 'RESERVED', 'Write ["last"]'],
  ])
})
