/** Compares the rows of a query with those that are expected: numbers to some digits, JSON, dates and timespans by value. */
export function differenceOf(actual, expected, digits) {
  const { columns, rows } = actual
  if (expected.columns.length !== columns.length)
    return `columns ${columns.map(({ name }) => name)}, expected ${expected.columns}`
  if (expected.compareNames && expected.columns.some((name, index) => name !== columns[index].name)) {
    return `columns ${columns.map(({ name }) => name)}, expected ${expected.columns}`
  }
  if (rows.length !== expected.rows.length)
    return `${rows.length} rows, expected ${expected.rows.length}: ${JSON.stringify(rows.slice(0, 5), bigText)}`
  const key = (row) => JSON.stringify(row.map((cell, index) => normal(cell, columns[index].type, digits)))
  const left = rows.map(key)
  const right = expected.rows.map(key)
  if (!expected.ordered) {
    left.sort()
    right.sort()
  }
  const at = left.findIndex((row, index) => row !== right[index])
  return at < 0 ? undefined : `${left[at]}, expected ${right[at]}`
}

function bigText(_, value) {
  return typeof value === 'bigint' ? String(value) : value
}

/** A cell in a form in which equal cells are the same. */
function normal(cell, type, digits) {
  if (type === 'string') return cell === null ? '' : plain(String(cell))
  if (cell === null || cell === undefined || cell === 'null' || (cell === '' && type !== 'dynamic')) return null
  switch (type) {
    case 'dynamic':
      return jsonValue(typeof cell === 'string' ? parsed(plain(cell)) : cell, digits)
    case 'bool':
      return String(cell).toLowerCase().replace(/^1$/, 'true').replace(/^0$/, 'false')
    case 'datetime':
    case 'timespan':
      return timeValue(plain(String(cell)))
    case 'guid':
      return String(cell).toLowerCase()
    default:
      return rounded(plain(String(cell)), digits, type === 'int' || type === 'long')
  }
}

/** The pages of the documentation print backticks and line breaks. */
function plain(text) {
  return text.replace(/^`(.*)`$/s, '$1').replaceAll('<br>', '')
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function jsonValue(value, digits) {
  if (typeof value === 'number') return rounded(String(value), digits)
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? timeValue(value) : value
  if (Array.isArray(value)) return value.map((item) => jsonValue(item, digits))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, jsonValue(item, digits)]),
  )
}

function rounded(text, digits, isInteger = false) {
  if (isInteger && /^-?\d+$/.test(text)) return BigInt(text).toString()
  const number = Number(text.replace(/^\+?∞$/, 'Infinity').replaceAll(',', ''))
  if (Number.isNaN(number)) return text
  return Number.isFinite(number) ? String(Number(number.toPrecision(digits))) : String(number)
}

function timeValue(text) {
  return text
    .replace(' ', 'T')
    .replace(/Z$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}
