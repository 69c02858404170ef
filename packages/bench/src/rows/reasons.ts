import type { Difference } from './differences'
import type { PeerName } from './sdks'

/** The reason for a difference that is intended. */
export interface Reason {
  readonly columns: RegExp
  /** The kinds of rows to which it applies. @default all */
  readonly kinds?: RegExp
  /** The other library to which it applies. @default all */
  readonly peer?: PeerName
  /** One or two sentences, which docs pages show. */
  readonly why: string
}

/** Returns the first reason that applies. */
export function reasonFor({ column, kind }: Difference, peer: PeerName): Reason | undefined {
  return REASONS.find(
    (reason) => reason.columns.test(column) && (reason.kinds?.test(kind) ?? true) && (reason.peer ?? peer) === peer,
  )
}

/** In the order of the docs: rows that are missing, then names, results, ids, context, dimensions, sampling, metrics. */
export const REASONS: readonly Reason[] = [
  {
    columns: /^row$/,
    kinds: /by fetch/,
    why: 'azmon tracks `fetch` and undici as well as `http` and `https`.',
  },
  {
    columns: /^row$/,
    kinds: /database span/,
    why: 'azmon registers a tracer of `@opentelemetry/api`, so spans become rows. 2.9 tracks databases with its own patches.',
  },
  {
    columns: /^row$/,
    kinds: /the error of/,
    why: 'The error of a failed call has its own row below the call, with its stack. To drop it, use a processor.',
  },
  {
    columns: /^row$/,
    kinds: /below the level/,
    why: "2.9 collects records that the logger's level filters out. azmon sends what the logger writes.",
  },
  {
    columns: /^row$/,
    kinds: /of pino/,
    why: 'azmon has a transport for pino.',
  },
  {
    columns: /^row$/,
    kinds: /logged/,
    why: 'A logged error is an exception, whichever argument it is. The log text is the dimension `message`.',
  },
  {
    columns: /^row$/,
    kinds: /tracked (availability|dependency|page view)/,
    why: 'OpenTelemetry has no such call. Use a client span for a dependency.',
  },
  {
    columns: /^customDimensions\.(errno|code|syscall|address|port|hostname)$/,
    kinds: /the error of/,
    peer: 'distro',
    why: "The fields of the error, such as Node's `code` and `address`, are dimensions of its row.",
  },
  {
    columns: /^(operation_)?[nN]ame$/,
    kinds: /404/,
    why: 'No route matched. The path is only in `url`: if it were the name, clients could create any number of names.',
  },
  {
    columns: /^(operation_)?[nN]ame$/,
    kinds: /^a tracked request$/,
    why: 'azmon keeps the name that you pass.',
  },
  {
    columns: /^operation_(Name|Id)$/,
    kinds: /^a tracked request$/,
    why: 'The distro turns a tracked request into a span, which starts a new operation.',
  },
  {
    columns: /^operation_Name$/,
    peer: 'distro',
    why: 'azmon sets the name of the request on all telemetry below it, as the other SDKs of Application Insights do.',
  },
  {
    columns: /^(operation_)?[nN]ame$/,
    why: 'A request is named by its route, so a chart has one line for each route instead of one for each id.',
  },
  {
    columns: /^(url|data)$/,
    why: 'Secrets in URLs are redacted.',
  },
  {
    columns: /^(resultCode|success)$/,
    kinds: /aborts/,
    why: 'The client did not get its response. azmon reports that as a failure with the status 499, which proxies use for it.',
  },
  {
    columns: /^target$/,
    why: 'The default port is left out, and host and database are separated as in the SDKs for .NET and Node 2.9.',
  },
  {
    columns: /^id$/,
    why: 'Ids have the format of W3C Trace Context. 2.9 writes the older `Request-Id` format. In both, `operation_ParentId` joins with `id`.',
  },
  {
    columns: /^operation_ParentId$/,
    kinds: /continues/,
    why: "The same as for `id`: the caller's span id instead of the older format.",
  },
  {
    columns: /^operation_ParentId$/,
    why: 'A request that starts a trace has no parent. 2.9 repeats the operation id.',
  },
  {
    columns: /^cloud_RoleName$/,
    why: 'Without an option, the role is `OTEL_SERVICE_NAME`, `WEBSITE_SITE_NAME` or the name in package.json. Set `cloudRole` to keep the name in your charts.',
  },
  {
    columns: /^application_Version$/,
    why: 'azmon sends the version in the nearest package.json, or the option `applicationVersion`. 2.9 looks for package.json in the working directory only, and the distro sends none.',
  },
  {
    columns: /^sdkVersion$/,
    why: 'This column names the library.',
  },
  {
    columns: /^client_(OS|Browser)$/,
    why: "2.9 sends the server's operating system. azmon sends the user agent of the request, from which the service derives the client's browser and operating system.",
  },
  {
    columns: /^(session_Id|user_Id|user_AuthenticatedId)$/,
    why: 'azmon reads the cookies of the browser SDK, and sets user and session on all telemetry below the request.',
  },
  {
    columns: /^severityLevel$/,
    why: 'Without a level, a trace is information and an exception is an error.',
  },
  {
    columns: /^(problemId|method|assembly|details|innermostType|innermostMessage)$/,
    why: 'azmon parses stacks and sends causes as separate exceptions, so failures are grouped by the method that threw, and the innermost columns show the root cause.',
  },
  {
    columns: /ProcessedByMetricExtractors$/,
    why: 'This property marks rows that the library counts in its pre-aggregated metrics. See the last row.',
  },
  {
    columns: /^customDimensions\.(otel\.status_description|error|http\.error_\w+)$/,
    why: 'The error message is in `otel.status_description`, as OpenTelemetry calls it, and in the row of `exceptions`. Change queries that read the other dimension.',
  },
  {
    columns: /^customDimensions\.level$/,
    why: "The logger's own level name: `http`, `verbose`, `debug` and `silly` all have severity 0.",
  },
  {
    columns: /^customDimensions\.(trace_id|span_id|trace_flags)$/,
    why: 'These properties only repeat `operation_Id` and `operation_ParentId`.',
  },
  {
    columns: /^customDimensions\.http\./,
    why: "Attributes of an instrumentation that azmon does not use. If you run that instrumentation on azmon's tracer, they are dimensions.",
  },
  {
    columns: /total$/,
    why: 'azmon sends the measurements of an event.',
  },
  {
    columns: /^valueStdDev$/,
    why: 'A single value has no standard deviation.',
  },
  {
    columns: /^(kept|itemCount)$/,
    why: '`itemCount` is the number of items that a sampled row represents. Logs and events are sampled with their operation. Errors and metrics are always kept.',
  },
  {
    columns: /Normalized$|Exceps Thrown/,
    why: 'The portal charts them, and 2.9 does not send them. Its `% Processor Time` of the process is already divided by the number of processors.',
  },
  {
    columns: /^(Event Loop|Heap|GC)/,
    why: 'Metrics of Node, for which the other libraries need add-ons. `metrics: false` turns all standard metrics off.',
  },
  {
    columns: /^(_OTELRESOURCE_|http\.(server|client)\.duration)$/,
    why: "These durations are in `requests` and `dependencies`, and every row has its role and instance. For OpenTelemetry's metrics, add its SDK with azmon's exporter.",
  },
  {
    columns: /^(Server response time|Dependency duration|Exceptions|Traces|\w+\/(duration|count))$/,
    why: 'Pre-aggregated metrics. If a library does not send them, the service computes them from its rows when they arrive, by `itemCount`.',
  },
]
