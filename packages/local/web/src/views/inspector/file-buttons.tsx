import { Glyph } from '../../components/glyph'
import { chooseFile, exportHref, FILE_NAME } from '../../shell/telemetry-file'
import { scope } from '../../state/scope'
import { otherSource } from '../../state/source'

/** Exports the telemetry that is stored here to a file, and imports one. */
export function FileButtons() {
  if (otherSource.value !== undefined) return null
  return (
    <p class="file-buttons">
      <a class="button" href={exportHref(scope.value.selected)} download={FILE_NAME}>
        <Glyph name="download" />
        Export this time
      </a>
      <a class="button" href={exportHref()} download={FILE_NAME}>
        <Glyph name="download" />
        Export everything
      </a>
      <button type="button" class="button" onClick={chooseFile}>
        <Glyph name="upload" />
        Import
      </button>
    </p>
  )
}
