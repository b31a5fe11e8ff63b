import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

export type SessionCookie = ReturnType<typeof sessionCookie>

type Options = { suffix?: string; sameSite?: 'strict' | 'lax' }

/**
 * The cookie that holds a session's id. Over https its name makes browsers insist on Secure, our host
 * alone and the whole path; on plain http, as `npm start` serves, it cannot be Secure.
 */
export function sessionCookie(
  publicUrl: string,
  { suffix = '', sameSite = 'strict' }: Options = {},
) {
  const secure = publicUrl.startsWith('https:')
  const name = `${secure ? '__Host-' : ''}sequence-rillet${suffix}`
  const options: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite, secure }
  return {
    read: ({ cookies }: FastifyRequest): string | undefined => cookies[name],
    write: (reply: FastifyReply, token: string) => reply.setCookie(name, token, options),
    clear: (reply: FastifyReply) => reply.clearCookie(name, options),
  }
}
