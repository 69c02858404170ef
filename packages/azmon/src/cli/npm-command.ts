/** The arguments for starting npm with `spawn`. */
export interface NpmCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly shell: boolean
}

export interface NpmPlace {
  /** The value of `npm_execpath`: the program that started this one, such as npm or pnpm. */
  readonly runner: string | undefined
  readonly platform: NodeJS.Platform
}

/**
 * Returns how to start npm. If npm started this process, Node runs npm's own script, so that no shell parses the arguments.
 * Otherwise, npm on Windows is `npm.cmd`, which only a shell can run: it gets one string in which each argument is quoted. No
 * argument may contain a quote or `%`.
 */
export function npmCommand(args: readonly string[], { runner = '', platform }: NpmPlace): NpmCommand {
  if (/npm-cli\.js$/.test(runner)) return { file: process.execPath, args: [runner, ...args], shell: false }
  if (platform !== 'win32') return { file: 'npm', args, shell: false }
  return { file: ['npm', ...args.map((arg) => `"${arg}"`)].join(' '), args: [], shell: true }
}
