import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, as text that fits into an address or a header. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token: with 256 random bits a plain hash is enough. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
