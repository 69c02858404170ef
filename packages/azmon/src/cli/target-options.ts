import type { Options } from '@azmon/core/command-line'

/** Options that select the resource and the spool directory a command works on. */
export const TARGET_OPTIONS = {
  connectionString: {
    kind: 'string',
    placeholder: '<string>',
    help: 'connection string of the resource (default: APPLICATIONINSIGHTS_CONNECTION_STRING, which ps does not show)',
  },
  storagePath: {
    kind: 'string',
    placeholder: '<directory>',
    help: 'the storagePath that your programs use (default: the same directory as without it; run azmon as the same user, with the same STATE_DIRECTORY and XDG_STATE_HOME)',
  },
} as const satisfies Options
