/** The exit codes of every command. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** The command line or the configuration is wrong; nothing was done. */
  misuse: 2,
  /** 128 + the number of SIGINT, as if Ctrl-C had ended the process. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
