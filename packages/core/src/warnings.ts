const said = new Set<string>()

/**
 * One line on stderr by Node's own way, so that `--no-warnings` and a `warning` listener work as ever. Each `subject`
 * is said once in the life of the process.
 */
export function warnOnce(subject: string, message: string): void {
  if (said.has(subject)) return
  said.add(subject)
  process.emitWarning(message, { type: 'AzmonWarning' })
}
