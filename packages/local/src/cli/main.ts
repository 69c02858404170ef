#!/usr/bin/env node
import { runCli } from './run'

void runCli(process.argv.slice(2), 'azmon-local').then((exitCode) => {
  process.exitCode = exitCode
})
