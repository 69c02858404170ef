/** The output of `azmon --help`: all commands with their main options, on one screen. */
export const overview = `\
azmon: logs, requests, dependencies and metrics of Node programs in Azure Monitor

Usage: azmon [command] [options]

  azmon [local]       run an Application Insights on this machine until Ctrl-C
                      --port <port>, --data <file>, --host <address>, --allow-host <names>
  azmon doctor        check each step from here to Azure, and show how to fix failures
                      --no-send, --json
  azmon spool ls      list the telemetry that waits on disk; --all, --json
  azmon spool drain   send it now
  azmon spool purge   delete it; --all, --yes
  azmon pino          send what a program prints: node app.js | azmon pino
                      --cloud-role <name>, --pass-through, --message-key <name>, --options <file>

Options of doctor, spool and pino:
  --connection-string <string>  the resource (default: APPLICATIONINSIGHTS_CONNECTION_STRING)
  --storage-path <directory>    where telemetry waits on disk (default: as programs without it)

Options of every command:
  -h, --help                    show all options of the command
  --version                     show the version`
