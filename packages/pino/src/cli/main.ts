#!/usr/bin/env node
import { runCli } from './run'

void runCli(process.argv.slice(2), 'azmon-pino').then((exitCode) => {
  process.exitCode = exitCode
})
