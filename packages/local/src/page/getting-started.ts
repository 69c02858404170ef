import { html } from 'hono/html'
import type { Html } from './content'

/** Renders instructions, which are shown until the first telemetry arrives. */
export function gettingStarted(connectionString: string): Html {
  return html`<h2>Nothing has arrived yet</h2>
<p>Set this environment variable for your program, and its telemetry appears here.</p>
<p>In bash:</p>
<pre>export APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}"</pre>
<p>In PowerShell:</p>
<pre>$env:APPLICATIONINSIGHTS_CONNECTION_STRING = "${connectionString}"</pre>
<p>In a .env file:</p>
<pre>APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}"</pre>
<p>With winston:</p>
<pre>import winston from 'winston'
import { AzureMonitorTransport } from '@azmon/winston'
const connectionString = process.env.APPLICATIONINSIGHTS_CONNECTION_STRING
winston.createLogger({ transports: [new AzureMonitorTransport({ connectionString })] }).info('Hello')</pre>`
}
