import { start } from './start'

/** For `node --import azmon/register app.js`: everything is configured by the environment. */
start()
