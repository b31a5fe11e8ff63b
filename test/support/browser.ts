import type { FastifyInstance } from 'fastify'

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
type Ask = { body?: object; headers?: Record<string, string> }

/** A browser in front of the app: keeps its cookies, and says where its requests come from. */
export function createBrowser(app: FastifyInstance, ip = '127.0.0.1') {
  const jar = new Map<string, string>()

  async function ask(method: Method, url: string, { body, headers = {} }: Ask = {}) {
    const answer = await app.inject({
      method,
      url,
      remoteAddress: ip,
      ...(body === undefined ? {} : { payload: body }),
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(jar.size === 0 ? {} : { cookie: [...jar].map(([n, v]) => `${n}=${v}`).join('; ') }),
        ...headers,
      },
    })
    for (const { name, value, expires, maxAge } of answer.cookies) {
      const isGone = value === '' || maxAge === 0 || (expires && expires.getTime() < Date.now())
      if (isGone) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }

  return {
    ask,
    jar,
    signIn: (link: string) => ask('POST', '/api/session', { body: { link } }),
  }
}
