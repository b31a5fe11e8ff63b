/** A body as text and, if it is that, as JSON (else `undefined`). Null when it is not UTF-8. */
export function parseBody(body: Buffer): { raw: string; json: unknown } | null {
  const raw = decode(body)
  if (raw === null) return null
  try {
    return { raw, json: JSON.parse(raw) }
  } catch {
    return { raw, json: undefined }
  }
}

function decode(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return null
  }
}
