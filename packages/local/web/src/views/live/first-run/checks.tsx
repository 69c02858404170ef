import { CopyButton } from '../../../components/copy-button'
import { Glyph, type GlyphName } from '../../../components/glyph'
import { count, shortTime } from '../../../state/format'
import type { ServerStatus } from './use-status'

/** What may be wrong if nothing comes. */
export function Checks({ status, refusal, answers }: ServerStatus) {
  const rejected = status?.rejected ?? 0
  const since = status === undefined ? '' : ` since ${shortTime(Date.parse(status.startedAt), true)}`
  return (
    <aside class="checks" aria-label="If you expected rows by now">
      <h3>If you expected rows by now</h3>
      <ul>
        <Check
          glyph={answers ? 'check' : 'warning'}
          title={answers ? `${location.host} answers${since}` : `${location.host} does not answer`}
          note={answers ? (status?.caPath ? 'By http and https' : 'By http') : 'Is azmon local still running?'}
        />
        <Check
          glyph="check"
          title="The store is ready"
          note={`${status?.data ?? 'In memory'}, up to ${count(status?.maxRows ?? 0)} rows`}
        />
        <Check
          glyph={rejected === 0 ? 'dash' : 'warning'}
          title={rejected === 0 ? 'Nothing was refused' : `${count(rejected)} items were refused`}
          note={
            refusal === undefined ? 'So nothing has arrived' : `The newest: ${refusal.statusCode}, ${refusal.message}`
          }
        />
        {status?.caPath !== undefined && (
          <Check
            glyph="question"
            title="Your SDK insists on https"
            note="As Azure's OpenTelemetry SDKs and applicationinsights 3 do"
            command={`NODE_EXTRA_CA_CERTS=${status.caPath}`}
          />
        )}
        <Check
          glyph="question"
          title="Your program runs in a container"
          note="Start with this, and use the connection string that it prints for containers"
          command="npx azmon --allow-host host.docker.internal"
        />
        <Check
          glyph="question"
          title="Your program has another setting"
          note="Run this where your program runs: it checks each step from there to here"
          command="npx azmon doctor"
        />
      </ul>
    </aside>
  )
}

// --- helpers ---

interface CheckProps {
  readonly glyph: GlyphName
  readonly title: string
  readonly note: string
  readonly command?: string
}

function Check({ glyph, title, note, command }: CheckProps) {
  return (
    <li class={glyph === 'warning' ? 'failed-check' : ''}>
      <Glyph name={glyph} />
      <div>
        <p>{title}</p>
        <p class="text3">{note}</p>
        {command !== undefined && (
          <div class="code-box small">
            <pre>{command}</pre>
            <CopyButton text={() => command} label="" title="Copy" class="button quiet" />
          </div>
        )}
      </div>
    </li>
  )
}
