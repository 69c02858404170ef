import type { Finding } from '@azmon/core/maintenance'

export type Environment = Readonly<Record<string, string | undefined>>

/** Checks for variables that configure other SDKs. azmon ignores these variables, and some of them start a second SDK. */
export function checkVariables(env: Environment): Finding {
  const found = VARIABLES.filter(({ name, isWrong }) => {
    const value = env[name] ?? ''
    return value !== '' && (isWrong?.(value, env) ?? true)
  })
  if (found.length === 0) return { verdict: 'ok', check: 'variables', detail: 'no variable of another SDK is set' }
  return {
    verdict: 'warning',
    check: 'variables',
    detail: found.map(({ name, problem = 'azmon does not read it' }) => `${name}: ${problem}`).join('; '),
    fix: found.map(({ fix }) => fix).join(' '),
  }
}

// --- helpers ---

interface Variable {
  readonly name: string
  /** @default any value is wrong */
  readonly isWrong?: (value: string, env: Environment) => boolean
  readonly problem?: string
  readonly fix: string
}

const FILE_OF_OPTIONS = 'Pass the options to start(); all except functions are JSON, so a file can hold them.'
const SAMPLING = 'Set samplingRatio, or a sampler, in start().'
const TWICE = 'another SDK is loaded before the program, so requests and logs arrive twice'

const VARIABLES: readonly Variable[] = [
  {
    name: 'ApplicationInsightsAgent_EXTENSION_VERSION',
    isWrong: (value) => value !== 'disabled',
    problem: "App Service's own agent collects as well, so requests and logs arrive twice",
    fix: 'Turn off Application Insights in the settings of the App Service, or set the variable to disabled.',
  },
  {
    name: 'NODE_OPTIONS',
    isWrong: (value) =>
      /applicationinsights|monitor-opentelemetry|auto-instrumentations-node|agents\/nodejs/.test(value),
    problem: TWICE,
    fix: 'Remove it from NODE_OPTIONS.',
  },
  {
    name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
    fix: 'Pass a credential of @azure/identity as the option credential.',
  },
  { name: 'APPLICATIONINSIGHTS_CONFIGURATION_CONTENT', fix: FILE_OF_OPTIONS },
  { name: 'APPLICATIONINSIGHTS_CONFIGURATION_FILE', fix: FILE_OF_OPTIONS },
  {
    name: 'APPLICATIONINSIGHTS_INSTRUMENTATION_LOGGING_LEVEL',
    fix: 'Set the level of the logger or of its transport.',
  },
  { name: 'APPLICATIONINSIGHTS_ROLE_NAME', fix: 'Set cloudRole, or OTEL_SERVICE_NAME.' },
  {
    name: 'APPINSIGHTS_INSTRUMENTATION_KEY',
    fix: 'Set APPLICATIONINSIGHTS_CONNECTION_STRING.',
  },
  {
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    isWrong: (value, env) => /(^|,)service\.name=/.test(value) && !env['OTEL_SERVICE_NAME'],
    fix: 'Set OTEL_SERVICE_NAME, or cloudRole.',
  },
  { name: 'OTEL_TRACES_SAMPLER', isWrong: (value) => !/^(parentbased_)?always_on$/.test(value), fix: SAMPLING },
]
