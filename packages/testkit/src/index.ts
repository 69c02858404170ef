export { decodeBody, type WireEnvelope, type WireException } from './decode-body'
export { accept, garbage, hang, held, perItem, type Reply, reset, status } from './replies'
export { type Finished, runProgram } from './run-program'
export { type IngestionRequest, type ScriptedIngestion, startIngestion, TEST_KEY } from './scripted-ingestion'
