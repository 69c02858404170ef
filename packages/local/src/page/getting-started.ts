import { html } from 'hono/html'
import type { Html } from './content'

/** What there is to see before anything has arrived: how to make something arrive. */
export function gettingStarted(connectionString: string): Html {
  return html`<h2>Nothing has arrived yet</h2>
<p>Set this where your program runs, and its telemetry shows here:</p>
<pre>APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}"</pre>
<p>With winston:</p>
<pre>import winston from 'winston'
import { AzureMonitorTransport } from '@azmon/winston'
const connectionString = process.env.APPLICATIONINSIGHTS_CONNECTION_STRING
winston.createLogger({ transports: [new AzureMonitorTransport({ connectionString })] }).info('Hello')</pre>`
}
