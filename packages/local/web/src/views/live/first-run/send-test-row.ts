import { showToast } from '../../../shell/toast'

/** Sends a log record as a program does. */
export async function sendTestRow(connectionString: string): Promise<void> {
  const [, iKey = ''] = /InstrumentationKey=([^;]+)/i.exec(connectionString) ?? []
  const envelope = {
    ver: 1,
    name: 'Microsoft.ApplicationInsights.Message',
    time: new Date().toISOString(),
    iKey,
    tags: { 'ai.cloud.role': 'test', 'ai.internal.sdkVersion': 'azmon-page:1' },
    data: {
      baseType: 'MessageData',
      baseData: { ver: 2, message: 'Hello from the page of azmon local', severityLevel: 1 },
    },
  }
  const response = await fetch('/v2.1/track', { method: 'POST', body: JSON.stringify([envelope]) }).catch(
    () => undefined,
  )
  if (response?.ok) return
  showToast(`The row was not accepted: ${response === undefined ? 'no answer' : await response.text()}`, {
    isError: true,
  })
}
