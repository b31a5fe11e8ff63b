import { everyAccount, type Grant, roles } from '../../domain/roles.ts'

/** What single sign-on is set up with. */
export type OidcConfig = {
  issuer: string
  clientId: string
  clientSecret: string
  /** For the button. */
  label: string
  /** The claim that says a person's groups. */
  claim: string
  /** Which value of the claim gives what. */
  mapping: { value: string; grant: Grant }[]
}

/** `group=role` or `group=role@account`, separated by commas; undefined for anything else. */
export function parseRoles(text: string): OidcConfig['mapping'] | undefined {
  const parsed = text.split(',').map((part) => {
    const [, value, name, accountId = everyAccount] =
      /^\s*(.+?)=(\w+)(?:@([\w-]{1,64}|\*))?\s*$/.exec(part) ?? []
    const role = roles.find((one) => one === name)
    return value === undefined || role === undefined ? null : { value, grant: { accountId, role } }
  })
  const mapping = parsed.filter((one) => one !== null)
  return mapping.length === parsed.length ? mapping : undefined
}

/** What the values of the claim give; a claim that is one text counts as a list of one. */
export function grantsFor({ mapping }: OidcConfig, claim: unknown): Grant[] {
  const values = new Set([claim].flat().filter((value) => typeof value === 'string'))
  return mapping.filter(({ value }) => values.has(value)).map(({ grant }) => grant)
}
