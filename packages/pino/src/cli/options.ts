import type { Options, ValuesOf } from '@azmon/core/command-line'

/** The options of the command line. `--options` names a file with more options. */
export const OPTIONS = {
  connectionString: {
    kind: 'string',
    placeholder: '<string>',
    help: 'connection string of the resource (default: APPLICATIONINSIGHTS_CONNECTION_STRING, which ps does not show)',
  },
  cloudRole: {
    kind: 'string',
    placeholder: '<name>',
    help: 'name of the program that writes the lines (default: OTEL_SERVICE_NAME, WEBSITE_SITE_NAME, the name in the nearest package.json, or the name of this directory)',
  },
  passThrough: { kind: 'flag', short: 'p', help: 'also print each line, unchanged' },
  messageKey: { kind: 'string', placeholder: '<name>', help: "the program's pino option messageKey (default: msg)" },
  levelKey: {
    kind: 'string',
    placeholder: '<name>',
    help: 'the key of the level, if it is none of the usual ones, such as level or severity',
  },
  timeKey: {
    kind: 'string',
    placeholder: '<name>',
    help: "the key that the program's pino option timestamp writes (default: time)",
  },
  nestedKey: { kind: 'string', placeholder: '<name>', help: "the program's pino option nestedKey" },
  options: {
    kind: 'string',
    placeholder: '<file>',
    help: 'JSON file with any other options of the transport, such as { "samplingRatio": 0.5 }',
  },
  storagePath: {
    kind: 'string',
    placeholder: '<directory>',
    help: 'where telemetry waits on disk (default: below STATE_DIRECTORY, XDG_STATE_HOME or ~/.local/state)',
  },
} as const satisfies Options

export type PinoOptions = ValuesOf<typeof OPTIONS>
