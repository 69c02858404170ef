const MAX_LENGTH = 1_000

/** Prints a line to stderr. Replaces control characters, because the line may contain a message of another library. */
export function warn(line: string): void {
  process.stderr.write(`${line.slice(0, MAX_LENGTH).replaceAll(/\p{Cc}/gu, '?')}\n`)
}
