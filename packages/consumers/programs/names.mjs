// Prints the names that a package exports to require and to import.
import { createRequire } from 'node:module'

const [name] = process.argv.slice(2)
const required = Object.keys(createRequire(import.meta.url)(name))
const imported = Object.keys(await import(name))
process.stdout.write(JSON.stringify({ required, imported }))
