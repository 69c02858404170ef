/** Patterns for the names of unsupported Kusto functions, each with what to write instead. */
const CURES: readonly (readonly [pattern: RegExp, cure: string])[] = [
  [/^datetime_list_timezones$/, 'Use names of the IANA database, such as "Europe/Oslo".'],
  [/^geo_info_from_ip_address$/, 'Use the columns client_City and client_CountryOrRegion.'],
  [/^geo_/, 'Compute with coordinates in your program.'],
  [
    /^series_(decompose|seasonal|periods)/,
    'Use series_fir() for a moving average, or series_fit_line() for the trend of a series.',
  ],
  [/^series_outliers$/, 'Compare the elements with the average and the deviation of series_stats_dynamic().'],
  [/^series_(fft|ifft|iir|fit_2lines|fit_poly)/, 'Use series_fir() or series_fit_line().'],
  [/^(ipv6_|parse_ipv6)/, 'Compare IPv6 addresses as strings.'],
  [/^ipv4_range_to_cidr_list$/, 'Use ipv4_is_in_range() for each range.'],
  [/^parse_user_agent$/, 'Use the columns client_Browser and client_OS, or extract().'],
  [/^parse_xml$/, 'Use extract() for each value, or store JSON.'],
  [/^parse_command_line$/, 'Use split() or extract().'],
  [/^(gzip|zlib)_/, 'Store the text without compression.'],
  [/^punycode_/, 'Decode host names before they are stored.'],
  [/^convert_/, 'Multiply by the factor between the units.'],
  [/^current_|^cluster_/, 'There are no clusters, databases and principals here. Write the value as a string.'],
  [/^(cursor_|extent_|extentid|row_id|rowstore_)/, 'Use the column timestamp.'],
  [/^hash_(xxhash64|combine|many)$/, 'Use hash_sha256(strcat(…)), or hash() if any hash will do.'],
  [/^treepath$/, 'Use bag_keys() on each level.'],
  [/^bin_auto$/, 'Use bin() with a size.'],
  [/^(beta_|erf|erfc|welch_test)/, 'Compute distributions in your program.'],
  [/^(inner_nodes|node_|labels$|map$|all$)/, 'Graphs are not supported.'],
]

/** Returns what to write instead of a function of Kusto that is not supported, or undefined. */
export function cureFor(name: string): string | undefined {
  return CURES.find(([pattern]) => pattern.test(name))?.[1]
}

/** Functions of SQL and other languages, mapped to their names in KQL. */
export const FOREIGN_NAMES: Readonly<Record<string, string>> = {
  avg_if: 'avgif',
  ceil: 'ceiling',
  charindex: 'indexof',
  concat: 'strcat',
  count_if: 'countif',
  date_add: 'datetime_add',
  dateadd: 'datetime_add',
  datediff: 'datetime_diff',
  day: 'dayofmonth',
  getdate: 'now',
  hour: 'hourofday',
  if: 'iff',
  ifnull: 'coalesce',
  isnullorempty: 'isempty',
  json_extract: 'parse_json',
  len: 'strlen',
  length: 'strlen',
  lower: 'tolower',
  month: 'monthofyear',
  nvl: 'coalesce',
  regexp_extract: 'extract',
  strlower: 'tolower',
  substr: 'substring',
  sum_if: 'sumif',
  todate: 'todatetime',
  toupper_invariant: 'toupper',
  upper: 'toupper',
  year: 'getyear',
}
