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
    why: 'azmon registers a tracer of `@opentelemetry/api`, so spans become rows. 2.9 tracks databases by its own patches.',
  },
  {
    columns: /^row$/,
    kinds: /the error of/,
    why: 'The error of a failed call is a row of its own below the call, with its stack. To leave it out, use a processor.',
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
    why: 'An error is an exception, wherever it is in the call. The text of the call is the dimension `message`.',
  },
  {
    columns: /^row$/,
    kinds: /tracked (availability|dependency|page view)/,
    why: 'OpenTelemetry has no such call. A dependency is a client span there.',
  },
  {
    columns: /^(operation_)?[nN]ame$/,
    kinds: /404/,
    why: 'No route matched. If paths that clients invent were names, there would be as many names as guesses; `url` has the path.',
  },
  {
    columns: /^(operation_)?[nN]ame$/,
    kinds: /^a tracked request$/,
    why: 'azmon keeps the name that you pass.',
  },
  {
    columns: /^operation_(Name|Id)$/,
    kinds: /^a tracked request$/,
    why: 'The distro makes a tracked request a span, which is an operation of its own.',
  },
  {
    columns: /^operation_Name$/,
    peer: 'distro',
    why: 'azmon repeats the name of the request on everything below it, as the other SDKs of Application Insights do.',
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
    why: 'The client did not get its response. That is a failure, with the status that proxies use for it.',
  },
  {
    columns: /^target$/,
    why: 'The default port is left out, and host and database are separated as the SDKs for .NET and Node 2.9 do it.',
  },
  {
    columns: /^id$/,
    why: 'Ids are those of W3C Trace Context. 2.9 writes the older `Request-Id` format. In both, `operation_ParentId` joins with `id`.',
  },
  {
    columns: /^operation_ParentId$/,
    kinds: /continues/,
    why: 'As `id`: the span id of the caller, not its older format.',
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
    why: 'It names the library.',
  },
  {
    columns: /^client_(OS|Browser)$/,
    why: '2.9 writes the system of the server, and no user agent. azmon sends the user agent of the request, from which the service reads browser and system of the client.',
  },
  {
    columns: /^(session_Id|user_Id|user_AuthenticatedId)$/,
    why: "azmon reads the cookies of the service's browser SDK, and repeats user and session on everything below the request.",
  },
  {
    columns: /^client_IP$/,
    kinds: /aborts/,
    why: 'The address of the client is known although it has left.',
  },
  {
    columns: /^severityLevel$/,
    why: 'Without a level, a trace is information and an exception is an error.',
  },
  {
    columns: /^(problemId|method|assembly|details|innermostType|innermostMessage)$/,
    why: 'Stacks are parsed, and causes are exceptions of their own: failures are grouped by the method that threw, and the innermost columns show the first cause.',
  },
  {
    columns: /ProcessedByMetricExtractors$/,
    why: 'It marks rows that the library counts in its pre-aggregated metrics. See the last row.',
  },
  {
    columns: /^customDimensions\.(otel\.status_description|error|http\.error_\w+)$/,
    why: 'The text of the error is in `otel.status_description`, a name of OpenTelemetry, and in the row of `exceptions`. Change queries that read the other dimension.',
  },
  {
    columns: /^customDimensions\.level$/,
    why: "The logger's own name of the level: `http`, `verbose`, `debug` and `silly` all have severity 0.",
  },
  {
    columns: /^customDimensions\.(trace_id|span_id|trace_flags)$/,
    why: 'They repeat `operation_Id` and `operation_ParentId`.',
  },
  {
    columns: /^customDimensions\.http\./,
    why: 'Attributes of an instrumentation that azmon does not use. With that instrumentation on its tracer, they are dimensions.',
  },
  {
    columns: /total$/,
    why: 'An event of azmon has measurements.',
  },
  {
    columns: /^valueStdDev$/,
    why: 'A single value has no deviation.',
  },
  {
    columns: /^(kept|itemCount)$/,
    why: 'A sampled row says how many it counts for, and logs and events follow the sampling of their operation. Errors and metrics are always kept.',
  },
  {
    columns: /Normalized$|Exceps Thrown/,
    why: 'The portal charts them, and 2.9 does not send them. Its `% Processor Time` of the process is already divided by the number of processors.',
  },
  {
    columns: /^(Event Loop|Heap|GC)/,
    why: 'Metrics of Node, which the other libraries leave to add-ons. `metrics: false` turns all standard metrics off.',
  },
  {
    columns: /^(_OTELRESOURCE_|http\.(server|client)\.duration)$/,
    why: '`requests` and `dependencies` have these durations, and every row its role and instance. For metrics of OpenTelemetry, add its SDK with the exporter of azmon.',
  },
  {
    columns: /^(Server response time|Dependency duration|Exceptions|Traces|\w+\/(duration|count))$/,
    why: 'Pre-aggregated metrics. If a library does not send them, the service computes them from its rows when they arrive, by `itemCount`.',
  },
]
