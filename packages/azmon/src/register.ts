import { isMainThread } from 'node:worker_threads'
import { start } from './start'

/*
 * Entry point for `node --import azmon/register app.js`, which is configured by environment variables. Node also loads this
 * file in each worker, such as pino's, where it would report the process's counters a second time.
 */
if (isMainThread) start()
