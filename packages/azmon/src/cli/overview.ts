/** The output of `azmon --help`: all commands with their main options, on one screen. */
export const overview = `\
azmon: telemetry of Node programs in Azure Monitor, and on this machine

Usage: azmon [command] [options]

  azmon [local]       run an Application Insights on this machine until Ctrl-C
                      --open, --port <port>, --data <file>, --host <address>
  azmon query         answer a query: azmon query 'requests | take 10'
                      --last <time>, --format table|csv|json, --file <file>
  azmon tail          show telemetry as it arrives
                      --level <level>, --role <names>, --text <text>
  azmon check <file>  evaluate a file of alerts, for example in CI; --json
  azmon mcp           let AI assistants read telemetry (MCP over stdio)
  azmon doctor        check each step from here to Azure; --no-send, --json
  azmon spool ls      list the telemetry that waits on disk; --all, --json
  azmon spool drain   send it now
  azmon spool purge   delete it; --all, --yes
  azmon pino          send what a program prints: node app.js | azmon pino

Options of query, tail, check and mcp:
  --source <source>             who answers (default: azmon local, port 4380)
Options of doctor, spool and pino:
  --connection-string <string>  or APPLICATIONINSIGHTS_CONNECTION_STRING
  --storage-path <directory>    where telemetry waits on disk
All options of a command: azmon <command> --help, or -h; --version`
