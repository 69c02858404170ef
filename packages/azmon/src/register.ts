import { isMainThread } from 'node:worker_threads'
import { start } from './start'

/*
 * For `node --import azmon/register app.js`: everything is configured by the environment. Node loads it in each worker, too,
 * such as that of a logger, where nobody wants the counters of the process a second time.
 */
if (isMainThread) start()
