import { isMainThread } from 'node:worker_threads'
import { start } from './start'

/*
 * For `node --import azmon/register app.js`, which is configured by environment variables. Node also loads it in each worker,
 * such as pino's, where it would report the counters of the process a second time.
 */
if (isMainThread) start()
