// Tests whether the conformance suite of loggers detects bugs. Applies each bug below to a copy of the code, one at a time, and
// runs the suite of winston's adapter on it. `npm run sabotage` takes a few minutes, so it is not one of the checks.
// biome-ignore-all lint/suspicious/noConsole: the program prints its results.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ADAPTER = 'packages/core/src/adapter'
const ENVELOPE = `${ADAPTER}/log-envelope.ts`
const ERROR_FIELDS = `${ADAPTER}/error-fields.ts`
const PLAIN = `${ADAPTER}/plain-writer.ts`
const WINSTON = 'packages/winston/src'
const MAX_UNNOTICED = 1

/** Each entry has a description of the bug, its file, and the code before and after. */
const SABOTAGES = [
  ['fields of an error replace those of the call', ENVELOPE, 'properties[name] ??= text', 'properties[name] = text'],
  [
    'a cause that is no error is lost',
    ERROR_FIELDS,
    "serializer.add(properties, 'cause', otherCause(value))",
    'void 0',
  ],
  ['a list of what is wrong is lost', ERROR_FIELDS, "serializer.add(properties, 'errors', listed)", 'void 0'],
  ['a text that repeats the error stays', ENVELOPE, "'message') ? '' : text", "'message') ? text : text"],
  ['a time that is not accepted is lost', ENVELOPE, 'serializer.add(properties, timeKey, time)', 'void 0'],
  ['the time of the record is ignored', PLAIN, 'recordTime(given, nowMs)', 'isoTime(nowMs)'],
  [
    'the sample rate of the trace is ignored',
    ENVELOPE,
    'return inheritSampling(operation?.sampleRate, envelope)',
    'return envelope',
  ],
  ['the operation is ignored', PLAIN, 'operation ?? NO_OPERATION', 'NO_OPERATION'],
  ['the logger replaces a field', ENVELOPE, "if (properties['logger'] === undefined && ", 'if ('],
  [
    'the logger is not redacted',
    ENVELOPE,
    "serializer.add(properties, 'logger', logger)",
    "properties['logger'] = logger",
  ],
  ['the error stays among the properties', ENVELOPE, 'new Set([...excluded, ...except])', 'excluded'],
  ['the text replaces a field called message', ENVELOPE, "message === text ? 'message' : 'logMessage'", "'message'"],
  [
    'an event loses its error',
    ENVELOPE,
    'if (error !== undefined) serializer.add(properties, error.key, error.value)',
    'void 0',
  ],
  ['recordsAs is ignored', ENVELOPE, "recordsAs === 'event' ?", 'false ?'],
  [
    'an event without a name is sent',
    `${ADAPTER}/custom-fields.ts`,
    "typeof name === 'string' && name !== ''",
    "typeof name === 'string'",
  ],
  [
    'measurements are removed from the record',
    `${ADAPTER}/custom-fields.ts`,
    'else serializer.add(properties, name, measurement)',
    'else serializer.add(properties, name, measurement)\n    Reflect.deleteProperty(value, name)',
  ],
  ['a cause in the stack is overlooked', `${ADAPTER}/serialized-error.ts`, '[Cc]aused by', 'caused by'],
  ['a time that the service refuses is sent', `${ADAPTER}/record-time.ts`, 'MAX_AGE_MS = 48 *', 'MAX_AGE_MS = 4_800 *'],
  [
    'the last error is taken instead of the first',
    `${ADAPTER}/find-error.ts`,
    'for (const key of errorKeys) {\n    const found',
    'for (const key of errorKeys.toReversed()) {\n    const found',
  ],
  ['a field called message stays in the text', `${WINSTON}/map-info.ts`, 'withoutEnd(beforeError, own)', 'beforeError'],
]

const copy = mkdtempSync(join(tmpdir(), 'azmon-sabotage-'))
try {
  copyProject()
  if (failedTests() !== 0) throw new Error('The suite fails on the code as it is.')
  const unnoticed = SABOTAGES.filter((sabotage) => !isNoticed(sabotage))
  console.log(`${SABOTAGES.length - unnoticed.length} of ${SABOTAGES.length} noticed`)
  process.exitCode = unnoticed.length > MAX_UNNOTICED ? 1 : 0
} finally {
  rmSync(copy, { recursive: true })
}

// --- helpers, in order of use ---

function copyProject() {
  for (const path of [
    'jest.config.ts',
    'package.json',
    ...['core', 'winston', 'testkit'].map((name) => `packages/${name}`),
  ]) {
    cpSync(path, join(copy, path), { recursive: true, filter: (source) => !/\/(dist|node_modules)$/.test(source) })
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
}

function isNoticed([name, file, before, after]) {
  const path = join(copy, file)
  const code = readFileSync(path, 'utf8')
  if (code.split(before).length !== 2) throw new Error(`${file} does not have this once: ${before}`)
  writeFileSync(
    path,
    code.replace(before, () => after),
  )
  const failed = failedTests()
  writeFileSync(path, code)
  console.log(`${failed > 0 ? 'noticed  ' : 'UNNOTICED'} ${name} (${failed})`)
  return failed > 0
}

/**
 * Returns the number of failed tests. Throws if the suite does not run at all, so that code that
 * cannot be loaded does not count as detected.
 */
function failedTests() {
  const report = join(copy, 'report.json')
  const jest = resolve('node_modules/jest/bin/jest.js')
  const args = [
    jest,
    'packages/winston/test/conformance',
    '--maxWorkers=1',
    '--silent',
    '--json',
    `--outputFile=${report}`,
  ]
  const { stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' })
  const {
    numTotalTests = 0,
    numFailedTests,
    numRuntimeErrorTestSuites: broken,
  } = JSON.parse(readFileSync(report, 'utf8'))
  if (numTotalTests === 0 || broken > 0) throw new Error(`The suite does not run: ${stderr}`)
  return numFailedTests
}
