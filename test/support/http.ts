/** JSON as it comes: tests say what they expect of it. */
export type Json = any

export type Answer = { status: number; body: Json; headers: Headers }

/** Calls one server. `ask` answers whatever comes; the others throw on anything but success. */
export function createHttp(base: string, headers: Record<string, string> = {}) {
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(base + path, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parse(text) }
  }
  const expectSuccess = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await ask(method, path, body)
    if (answer.status < 300) return answer.body
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  return {
    headers,
    ask,
    get: (path: string) => expectSuccess('GET', path),
    post: (path: string, body: unknown = {}) => expectSuccess('POST', path, body),
    put: (path: string, body?: unknown) => expectSuccess('PUT', path, body),
    patch: (path: string, body: unknown) => expectSuccess('PATCH', path, body),
    delete: (path: string) => expectSuccess('DELETE', path),
  }
}

function parse(text: string): Json {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
