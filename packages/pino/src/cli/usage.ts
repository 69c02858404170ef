/** What `--help` prints. */
export const usage = (program: string) => `${program}: brings what a program prints to Application Insights

  node app.js | ${program} [options]

Each line that pino has written becomes a trace, an exception or a custom event, as by the transport @azmon/pino; any
other line becomes a trace with its text. For programs that you cannot, or do not want to, give a transport.

  --connection-string <text>   of the resource (default: APPLICATIONINSIGHTS_CONNECTION_STRING, which ps does not show)
  --cloud-role <name>          the program that speaks (default: OTEL_SERVICE_NAME, WEBSITE_SITE_NAME, the name in the
                               nearest package.json from here upwards, that of the folder)
  --pass-through, -p           print each line, too, as it came

  --message-key <name>         where pino's option messageKey puts the text (default: msg)
  --time-key <name>            where pino's option timestamp puts the time (default: time)
  --nested-key <name>          where pino's option nestedKey puts what was logged
  --options <file>             JSON with any other option of the transport:
                               { "samplingRatio": 0.5, "levelMap": { "35": 1 }, "samplingRatioBySeverity": { "0": 0 } }
  --storage-path <directory>   for what waits for the endpoint (default: below STATE_DIRECTORY, XDG_STATE_HOME or
                               ~/.local/state, where all programs of this user have it)

  --help, -h                   this
  --version                    print the version

It reads as fast as it can until its input ends, and then sends what is left, for 3 seconds at most. What memory cannot
hold, and what is left after that, waits on disk (100 MiB at most) for the next run, or for any program that sends to
the same resource. Ctrl-C and SIGTERM are meant for the program before the pipe, whose last lines are still to come:
${program} goes on. Where the input has not ended a second later, it says so, and the next signal ends it at once; what
it has worked through by then is kept on disk. Without a connection string it says so once, and reads on, so that the
program before the pipe is not disturbed.

Examples

  node app.js | ${program}
  node app.js | ${program} --pass-through | pino-pretty
  node app.js 2>&1 | ${program} --cloud-role shop

Exit code: 0 when everything was sent, or waits on disk; 1 when something was lost, or the input broke off; 2 when the
options make no sense; 128 and its number after a signal that ended it.`
