import type { FastifyRequest } from 'fastify'
import type { ApiKey, Session, World } from './model.ts'
import { invalid, plain } from './refusal.ts'

export type Caller = { session: Session; key: ApiKey }

/** Whose key it is; 401 for a missing, unknown or revoked one. */
export function authenticate(world: World, request: FastifyRequest): Caller {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw plain(401, 'unauthorized', 'An API key is required.')
  for (const organization of Object.values(world.state().organizations)) {
    const key = organization.keys.find((one) => one.token === token && one.revokedAt === null)
    if (key) return { session: { world, organization, actor: 'api' }, key }
  }
  throw plain(401, 'unauthorized', 'The API key is not valid.')
}

/** Versions 1 to 4 and none are answered alike. */
export function checkVersion(world: World, request: FastifyRequest): void {
  const version = request.headers['x-rillet-api-version']
  if (version === undefined || /^[1-4]$/.test(String(version))) return
  if (world.switches().unsupportedVersion === 'ignored') return
  throw invalid({
    field: 'X-Rillet-API-Version',
    message: `unsupported version: ${String(version)}`,
  })
}

/** A read-only key reads. */
export function checkPermission({ key }: Caller, request: FastifyRequest): void {
  if (!key.readOnly || request.method === 'GET') return
  throw plain(403, 'forbidden', 'This API key is read-only.')
}
