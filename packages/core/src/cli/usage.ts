import type { Command } from './arguments'

/** What `--help` prints. */
export function usage(program: string, command: Command | undefined): string {
  return (command === undefined ? overview : PAGES[command])(program)
}

// --- helpers, in order of use ---

const overview = (program: string) => `${program}: what waits on this machine for Application Insights, and why

  ${program} doctor        can telemetry get from here to its resource? one line per check, with the cure
  ${program} spool ls      what waits on disk, because the endpoint did not take it or the process ended first
  ${program} spool drain   send it now
  ${program} spool purge   throw it away

  Programs send by themselves what waits, theirs and that of others for the same resource, as long as one of them runs.

  --help      after a command: all of it
  --version   print the version`

const destination = (program: string) => `\
  --connection-string <text>   of the resource (default: APPLICATIONINSIGHTS_CONNECTION_STRING, which ps does not show)
  --storage-path <directory>   the storagePath that the programs were given (default: where they look without one;
                               run ${program} as the same user, with the same STATE_DIRECTORY and XDG_STATE_HOME)`

const PAGES: Readonly<Record<Command, (program: string) => string>> = {
  'spool ls': (program) => `${program} spool ls: what waits on disk

  ${program} spool ls [--connection-string <text>] [--storage-path <directory>] [--all] [--json]

${destination(program)}
  --all                        the spools of all resources; without a connection string that is so anyway
  --json                       for programs: { "spools": [{ "directory", "waiting", "leased", … }] }

  waiting    to be sent by whoever comes first; thrown away 47 hours after it was logged, when the service refuses it
  leased     being sent by a process that runs
  journals   what programs with durability 'journal' are writing, and what such a program left behind when it was killed
  bad        what could not be read, or was refused for good: kept for a week for somebody to look at, never sent

  Exit code: 0, 1 where a directory cannot be looked into.`,

  'spool drain': (program) => `${program} spool drain: sends what waits on disk, now

  ${program} spool drain [--connection-string <text>] [--storage-path <directory>]

${destination(program)}

  Programs that run may go on: nothing is sent twice because of this. The proxy is that of the environment (HTTPS_PROXY,
  NO_PROXY). It stops at the first trouble that lasts, and says what it is. What is left then waits as before, also
  after Ctrl-C, when the batch that was under way may arrive twice.

  Exit code: 0 when nothing is left, 1 when something is, 130 after Ctrl-C.`,

  'spool purge': (program) => `${program} spool purge: throws away what waits on disk

  ${program} spool purge [--connection-string <text>] [--storage-path <directory>] [--all] [--yes]

${destination(program)}
  --all                        the spools of all resources, of every program of this user
  --yes, -y                    do not ask

  Says what there is, and asks. What a running process is sending or writing stays, and so does every file that is not
  ours. What is in bad/ goes, too.

  Exit code: 0 when all of it is gone, 1 when not or when the answer was no, 2 when there was nobody to ask.`,

  doctor: (program) => `${program} doctor: can telemetry get from here to its resource?

  ${program} doctor [--connection-string <text>] [--storage-path <directory>] [--no-send]

${destination(program)}
  --no-send                    send nothing: whether the key is accepted, and whether the clock is right, stays unknown

  One line per check, in the order in which things can go wrong, up to the first that fails, with its cure. To find out
  whether the key is accepted it sends one trace, verbose, with the role 'azmon doctor'. Takes 15 seconds at most.

  Exit code: 0 when all is well, 1 when not.`,
}
