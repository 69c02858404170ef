// One style sheet for all views: scripts of views are loaded when needed, styles are not.
import './style/tokens.css'
import './style/base.css'
import './style/shell.css'
import './style/components.css'
import './views/live/first-run/first-run.css'
import './views/compare/compare.css'
import './views/live/live.css'
import './views/inspector/inspector.css'
import './views/map/map.css'
import './views/metrics/metrics.css'
import './views/operations/operations.css'
import './views/query/query.css'
import './views/transaction/transaction.css'
import { render } from 'preact'
import { App } from './shell/app'
import { listenForKeys } from './shell/keys'
import { followHistory } from './state/address'
import { correctLanguage } from './state/language'
import { followStream } from './state/live-stream'
import { loadRoles } from './state/roles'
import { loadSource } from './state/source'

correctLanguage()
followHistory()
listenForKeys()
followStream()
loadRoles().catch(() => undefined)
loadSource().catch(() => undefined)
render(<App />, document.getElementById('app')!)
