// Prints the names that the package of its argument has for require, and those that it has for import.
import { createRequire } from 'node:module'

const [name] = process.argv.slice(2)
const required = Object.keys(createRequire(import.meta.url)(name))
const imported = Object.keys(await import(name))
process.stdout.write(JSON.stringify({ required, imported }))
