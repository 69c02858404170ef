import type { Options } from '@azmon/core/command-line'

/** The options of `azmon local`. */
export const OPTIONS = {
  open: { kind: 'flag', help: 'open the page in the browser' },
  port: {
    kind: 'whole-number',
    placeholder: '<port>',
    min: 0,
    max: 65_535,
    help: 'listen on this port; 0 selects any free port (default: 4380)',
  },
  data: {
    kind: 'string',
    placeholder: '<file>',
    help: 'keep the telemetry in this DuckDB file (default: in memory)',
  },
  import: {
    kind: 'string',
    placeholder: '<file>',
    help: 'first add the rows of a file of GET /api/export',
  },
  maxRows: {
    kind: 'whole-number',
    placeholder: '<number>',
    min: 1,
    help: 'drop the oldest rows beyond this many (default: 5 million)',
  },
  maxBytes: {
    kind: 'whole-number',
    placeholder: '<number>',
    min: 1,
    help: 'drop the oldest rows if all of them take more than this (default: 512 MiB)',
  },
  maxAge: {
    kind: 'duration',
    placeholder: '<time>',
    help: 'drop rows that are older, such as 12h or 7d (default: 90d)',
  },
  stateDirectory: {
    kind: 'string',
    placeholder: '<directory>',
    help: 'keep the certificate for https there (default: below XDG_STATE_HOME or ~/.local/state)',
  },
  checks: {
    kind: 'string',
    placeholder: '<file>',
    help: 'a JSON file of alerts, as for azmon check, to evaluate at GET /api/checks',
  },
  host: {
    kind: 'string',
    placeholder: '<address>',
    help: 'listen on this address, such as 0.0.0.0 (default: 127.0.0.1 and ::1); then senders need a key of --ikey, and readers the --token',
  },
  allowHost: {
    kind: 'string',
    placeholder: '<names>',
    help: 'names by which other machines and containers reach it, separated by commas: host.docker.internal',
  },
  ikey: {
    kind: 'string',
    placeholder: '<guids>',
    help: 'the instrumentation keys to accept (default: any; with --host a random one)',
  },
  token: {
    kind: 'string',
    placeholder: '<string>',
    help: 'the token that readers must send (default: none; with --host a random one, which ps does not show)',
  },
  source: {
    kind: 'string',
    placeholder: '<source>',
    help: 'who answers the queries of the page (default: the telemetry that is stored here): http://127.0.0.1:4381, appinsights:<application id>, workspace:<workspace id> or https://<cluster>/<database>',
  },
  forward: {
    kind: 'string',
    placeholder: '<connection string>',
    help: 'also send what arrives to this resource, unchanged; what cannot be sent waits on disk',
  },
  fault: {
    kind: 'string',
    placeholder: '<faults>',
    help: 'misbehave, to test the retries of a client; separated by commas: 503:10s, 429:times=2:retry-after=5, 206:every=3:429, drop, drop=stored, slow=2s',
  },
} as const satisfies Options
