/** Everything of @azmon/tracing, for programs whose package manager lets them import only their own dependencies. */
export * from '@azmon/tracing'
