import { previews } from './activities.ts'
import type { PreviewInput, PreviewResult } from './messages.ts'

/** What would be sent to Rillet now, and every blocker: read only, kept in Postgres for who asked. */
export const preview = (input: PreviewInput): Promise<PreviewResult> => previews.buildPreview(input)
