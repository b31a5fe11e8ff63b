import type { FastifyInstance } from 'fastify'
import type { World } from '../world.ts'

export async function pageRoutes(_app: FastifyInstance, _o: { world: World }): Promise<void> {}
