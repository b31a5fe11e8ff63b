import { hash, verify } from '@node-rs/argon2'

/** Argon2id, with the library's cost: 19 MiB, two passes. */
export const hashPassword = (password: string): Promise<string> => hash(password)

let nobodys: Promise<string> | undefined

/**
 * Whether a password belongs to a hash. Without one as much work is done, so that the time does not
 * tell whether somebody of that name is here.
 */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  nobodys ??= hash('nobody’s')
  const isRight = await verify(stored ?? (await nobodys), password)
  return isRight && stored !== null
}
