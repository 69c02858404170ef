export type SnippetId = 'pino' | 'winston' | 'express' | 'opentelemetry' | 'python' | 'dotnet' | 'browser'

export interface Snippet {
  readonly id: SnippetId
  readonly label: string
  /** A whole program. All but the one for browsers read the connection string from the environment. */
  readonly code: string
}

/** The least that sends something, by library. */
export function snippets(connectionString: string): readonly Snippet[] {
  return [
    { id: 'pino', label: 'pino', code: PINO },
    { id: 'winston', label: 'winston', code: WINSTON },
    { id: 'express', label: 'Express', code: EXPRESS },
    { id: 'opentelemetry', label: 'OpenTelemetry', code: OPENTELEMETRY },
    { id: 'python', label: 'Python', code: PYTHON },
    { id: 'dotnet', label: '.NET', code: DOTNET },
    { id: 'browser', label: 'Browser', code: browser(connectionString) },
  ]
}

/** Returns the environment variable as each shell and file wants it. */
export function settings(connectionString: string): readonly { readonly label: string; readonly text: string }[] {
  const name = 'APPLICATIONINSIGHTS_CONNECTION_STRING'
  return [
    { label: 'bash', text: `export ${name}="${connectionString}"` },
    { label: 'PowerShell', text: `$env:${name} = "${connectionString}"` },
    { label: '.env', text: `${name}="${connectionString}"` },
  ]
}

// --- helpers ---

const PINO = `// npm install pino @azmon/pino
import pino from 'pino'

const log = pino({ transport: { target: '@azmon/pino' } })
log.info({ order: 50217 }, 'order paid')`

const WINSTON = `// npm install winston @azmon/winston
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const log = winston.createLogger({ transports: [new AzureMonitorTransport()] })
log.info('order paid', { order: 50217 })`

const EXPRESS = `// npm install express winston @azmon/express @azmon/tracing @azmon/winston
import { errorTelemetry, requestLogger, requestTelemetry } from '@azmon/express'
import { createTracing } from '@azmon/tracing'
import { AzureMonitorTransport } from '@azmon/winston'
import express from 'express'
import winston from 'winston'

createTracing().register()
const logger = winston.createLogger({ transports: [new AzureMonitorTransport()] })
const app = express()
app.use(requestTelemetry(), requestLogger({ logger }))
app.get('/', (req, res) => {
  req.log.info('order paid', { order: 50217 })
  res.send('Hello')
})
app.use(errorTelemetry())
app.listen(3000)`

const OPENTELEMETRY = `// npm install @azmon/tracing @opentelemetry/sdk-trace-base
import { AzureMonitorSpanExporter } from '@azmon/tracing/otel'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'

const exporter = new AzureMonitorSpanExporter()
const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
provider.getTracer('shop').startSpan('pay order').end()
await provider.shutdown()`

const PYTHON = `# pip install azure-monitor-opentelemetry
import logging
from azure.monitor.opentelemetry import configure_azure_monitor

configure_azure_monitor(logger_name="shop")
logging.getLogger("shop").warning("order paid", extra={"order": 50217})`

const DOTNET = `// dotnet add package Azure.Monitor.OpenTelemetry.AspNetCore
using Azure.Monitor.OpenTelemetry.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOpenTelemetry().UseAzureMonitor();
var app = builder.Build();
app.MapGet("/", (ILogger<Program> log) =>
{
    log.LogInformation("order {Order} paid", 50217);
    return "Hello";
});
app.Run();`

function browser(connectionString: string): string {
  return `// npm install @microsoft/applicationinsights-web
import { ApplicationInsights } from '@microsoft/applicationinsights-web'

const connectionString = '${connectionString}'
const insights = new ApplicationInsights({ config: { connectionString } })
insights.loadAppInsights()
insights.trackPageView()
insights.trackTrace({ message: 'order paid' }, { order: 50217 })`
}
