import { describe, expect, it } from '@jest/globals'
import { checkVariables } from '../../../src/cli/checks/check-variables'

describe('checkVariables', () => {
  it.each([
    [{ ApplicationInsightsAgent_EXTENSION_VERSION: '~3' }, 'arrive twice', 'to disabled'],
    [{ NODE_OPTIONS: '--require /agents/nodejs/build/src/Loader.js' }, 'arrive twice', 'NODE_OPTIONS'],
    [{ NODE_OPTIONS: '--import @azure/monitor-opentelemetry/loader' }, 'arrive twice', 'NODE_OPTIONS'],
    [{ APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD' }, 'does not read it', 'credential'],
    [{ APPLICATIONINSIGHTS_CONFIGURATION_CONTENT: '{}' }, 'does not read it', 'start()'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'a=b,service.name=shop' }, 'does not read it', 'OTEL_SERVICE_NAME'],
    [{ OTEL_TRACES_SAMPLER: 'microsoft.rate_limited' }, 'does not read it', 'samplingRatio'],
  ])('warns of %j', (env, problem, fix) => {
    expect(checkVariables(env)).toEqual({
      verdict: 'warning',
      check: 'variables',
      detail: expect.stringContaining(problem),
      fix: expect.stringContaining(fix),
    })
  })

  it.each([
    {},
    { ApplicationInsightsAgent_EXTENSION_VERSION: 'disabled' },
    { NODE_OPTIONS: '--max-old-space-size=512 --import azmon/register' },
    { OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop', OTEL_SERVICE_NAME: 'shop' },
    { OTEL_TRACES_SAMPLER: 'parentbased_always_on' },
    { APPLICATIONINSIGHTS_CONFIGURATION_FILE: '' },
  ])('accepts %j', (env) => {
    expect(checkVariables(env).verdict).toBe('ok')
  })

  it('never prints a value, which may be a secret', () => {
    const { detail, fix } = checkVariables({ APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'canary' })
    expect(`${detail} ${fix}`).not.toContain('canary')
  })

  it('names all variables in one warning', () => {
    const { detail } = checkVariables({ OTEL_TRACES_SAMPLER: 'always_off', APPLICATIONINSIGHTS_ROLE_NAME: 'shop' })
    expect(detail).toContain('OTEL_TRACES_SAMPLER')
    expect(detail).toContain('APPLICATIONINSIGHTS_ROLE_NAME')
  })
})
