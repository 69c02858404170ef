#!/usr/bin/env node
import { processIo } from './process-io'
import { runCli } from './run'

void runCli(process.argv.slice(2), processIo('azmon-core')).then((exitCode) => {
  process.exitCode = exitCode
  // What has been given up, such as asking for the address of a host, may be under way for long.
  setTimeout(() => process.exit(), 1_000).unref()
})
