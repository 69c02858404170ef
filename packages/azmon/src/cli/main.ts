#!/usr/bin/env node
import { runCli } from './run'

void runCli(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode
  // What a command has given up, such as asking for the address of a host, may be under way for long.
  setTimeout(() => process.exit(), 1_000).unref()
})
