import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

export type EncryptionKey = { id: string; key: Buffer }

/** Where a secret lives: it opens only there. */
export type SecretPlace = { accountId: string; column: string }

/** The only part of a secret that is ever shown: its last four characters. */
export const endOf = (secret: string): string => secret.slice(-4)

export type Secrets = ReturnType<typeof createSecrets>

/**
 * Seals secrets for storage with AES-256-GCM; account and column are associated data, so that a
 * row's ciphertext does not open in another row or column. The first key seals, all open.
 */
export function createSecrets(keys: EncryptionKey[]) {
  const [current] = keys
  if (current === undefined) throw new Error('ENCRYPTION_KEY must hold at least one key')

  return {
    /** A signature of what is given out and comes back; 43 characters of base64url. */
    sign: (text: string): string => base64url(signatureOf(current, text)),

    /** Whether one of our keys made that signature of the text. */
    isSigned(text: string, signature: string): boolean {
      const given = Buffer.from(signature, 'base64url')
      return keys.some((one) => {
        const right = signatureOf(one, text)
        return given.length === right.length && timingSafeEqual(given, right)
      })
    },

    /** Returns `keyId.nonce.tag.ciphertext`, base64url parts. */
    seal(secret: string, place: SecretPlace): string {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce)
      cipher.setAAD(associated(place))
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return [current.id, ...[nonce, cipher.getAuthTag(), sealed].map(base64url)].join('.')
    },

    /** Throws when the key is unknown, or the text was altered or belongs elsewhere. */
    open(sealed: string, place: SecretPlace): string {
      const [id, ...parts] = sealed.split('.')
      const key = keys.find((one) => one.id === id)?.key
      if (key === undefined) throw new Error(`ENCRYPTION_KEY lacks the key ${id}`)
      const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'))
      if (nonce === undefined || tag === undefined || text === undefined) {
        throw new Error(`a sealed secret in ${place.column} is not of our form`)
      }
      const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      decipher.setAAD(associated(place))
      decipher.setAuthTag(tag)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    },
  }
}

/** With a key of its own, derived from the one that seals. */
function signatureOf({ key }: EncryptionKey, text: string): Buffer {
  const signing = createHmac('sha256', key).update('signing').digest()
  return createHmac('sha256', signing).update(text).digest()
}

const associated = ({ accountId, column }: SecretPlace) => Buffer.from(`${accountId}/${column}`)
const base64url = (bytes: Buffer) => bytes.toString('base64url')
