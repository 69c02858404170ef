import { useEffect, useState } from 'preact/hooks'
import { CopyButton } from '../../../components/copy-button'
import { Tabs } from '../../../components/tabs'
import { useKeys } from '../../../shell/keys'
import { showToast } from '../../../shell/toast'
import { ViewFrame } from '../../../shell/view-frame'
import { copyText } from '../../../state/text'
import { Checks } from './checks'
import { Code } from './code'
import { sendTestRow } from './send-test-row'
import { type SnippetId, settings, snippets } from './snippets'
import { useStatus } from './use-status'

/** How to send something, until the first row arrives and Live replaces it. */
export function FirstRun() {
  const [connectionString, setConnectionString] = useState('')
  const server = useStatus()
  const forward = server.status?.forward
  const [selected, setSelected] = useState<SnippetId>('pino')
  useEffect(() => {
    const abort = new AbortController()
    fetch('/connection-string', { signal: abort.signal })
      .then((response) => response.text())
      .then((text) => setConnectionString(text.trim()))
      .catch(() => undefined)
    return () => abort.abort()
  }, [])
  const copy = async () => {
    if (await copyText(connectionString)) showToast('The connection string is copied.')
    else showToast('The browser does not allow copying.', { isError: true })
  }
  useKeys([{ keys: 'c', label: 'Copy the connection string', group: 'First run', run: copy }])
  const all = snippets(connectionString)
  const snippet = all.find(({ id }) => id === selected) ?? all[0]!
  return (
    <ViewFrame
      class="first-run-frame"
      footer={<span>{forward === undefined ? 'Nothing leaves this machine' : `Also sent to ${forward.endpoint}`}</span>}
      keys={[
        { name: 'c', label: 'copy connection string' },
        { name: '?', label: 'all keys' },
      ]}
    >
      <div class="first-run">
        <div class="first-run-steps">
          <h1>Waiting for the first row</h1>
          <p class="first-run-lead">Listening on {location.host}. This page fills by itself when something arrives.</p>
          <section>
            <h2>
              <span class="step">1</span> Give your program this connection string
            </h2>
            <div class="code-box">
              <pre>{connectionString.replaceAll(';', ';\n')}</pre>
              <CopyButton text={() => connectionString} class="button primary">
                <kbd>C</kbd>
              </CopyButton>
            </div>
            <p class="text3">
              As <code>APPLICATIONINSIGHTS_CONNECTION_STRING</code>:
              {settings(connectionString).map(({ label, text }) => (
                <CopyButton key={label} text={() => text} label={label} class="button quiet small" title={text} />
              ))}
            </p>
          </section>
          <section>
            <h2>
              <span class="step">2</span> Log something
            </h2>
            <Tabs label="Libraries" tabs={all} selected={selected} onSelect={setSelected} />
            <div class="code-box" role="tabpanel" id={`panel-${selected}`} aria-labelledby={`tab-${selected}`}>
              <Code text={snippet.code} />
              <CopyButton text={() => snippet.code} label="" title="Copy" class="button quiet" />
            </div>
          </section>
          <section class="look-around">
            <h2>Or try without a program</h2>
            <button type="button" class="button" onClick={() => sendTestRow(connectionString)}>
              Send a test row
            </button>
          </section>
        </div>
        <Checks {...server} />
      </div>
    </ViewFrame>
  )
}
