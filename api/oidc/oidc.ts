import * as client from 'openid-client'
import { z } from 'zod'
import { distinct, everyAccount, type Grant } from '../../domain/roles.ts'
import type { Secrets } from '../../store/secrets.ts'
import { grantsFor, type OidcConfig } from './config.ts'

export type Oidc = ReturnType<typeof createOidc>

/** Who the provider says it is. */
export type OidcIdentity = { issuer: string; subject: string; name: string; grants: Grant[] }

export const startPath = '/api/session/oidc/start'
export const callbackPath = '/api/session/oidc/callback'
const timeoutSeconds = 10
const attemptMs = 10 * 60_000
const place = { accountId: everyAccount, column: 'oidc_attempt' }

/** What must come back with the answer; sealed into a cookie, so that any of our processes can take it. */
const Attempt = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  until: z.number(),
})

type Options = { config: OidcConfig; publicUrl: string; secrets: Secrets }

/**
 * Single sign-on with one OpenID provider: authorization code with PKCE, state and nonce. The provider
 * is asked for its addresses when it is first needed, so that we start without it.
 */
export function createOidc({ config, publicUrl, secrets }: Options) {
  let discovered: Promise<client.Configuration> | undefined

  async function provider(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = config
    // The id token's signature counts too, not only the connection that it came over.
    const execute = [client.enableNonRepudiationChecks]
    if (issuer.startsWith('http:')) execute.push(client.allowInsecureRequests)
    const options = { execute, timeout: timeoutSeconds }
    discovered ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, options)
    return discovered.catch((error: unknown) => {
      discovered = undefined
      throw error
    })
  }

  return {
    label: config.label,

    /** Where to send the browser, and what it must keep until it comes back. */
    async start(): Promise<{ url: string; attempt: string }> {
      const verifier = client.randomPKCECodeVerifier()
      const attempt = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier,
        until: Date.now() + attemptMs,
      }
      const url = client.buildAuthorizationUrl(await provider(), {
        redirect_uri: publicUrl + callbackPath,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: attempt.state,
        nonce: attempt.nonce,
      })
      return { url: url.href, attempt: secrets.seal(JSON.stringify(attempt), place) }
    },

    /** Who came back. Throws when the answer is not to that attempt, or not the provider's. */
    async finish(pathAndQuery: string, sealed: string): Promise<OidcIdentity> {
      const { state, nonce, verifier, until } = Attempt.parse(
        JSON.parse(secrets.open(sealed, place)),
      )
      if (until < Date.now()) throw new Error('the sign-in took longer than ten minutes')
      const tokens = await client.authorizationCodeGrant(
        await provider(),
        new URL(publicUrl + pathAndQuery),
        {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        },
      )
      const claims = tokens.claims()
      if (claims === undefined) throw new Error('the provider gave no id token')
      return {
        issuer: claims.iss,
        subject: claims.sub,
        name: nameIn(claims),
        grants: distinct(grantsFor(config, claims[config.claim])),
      }
    },
  }
}

/** What to call the person: the first that the provider says and that is fit to show. */
function nameIn(claims: Record<string, unknown> & { sub: string }): string {
  const said = [claims['name'], claims['preferred_username'], claims['email']]
  const isFit = (name: unknown): name is string => typeof name === 'string' && name.trim() !== ''
  const name = said.find(isFit) ?? claims.sub
  return name
    .replaceAll(/\p{Cc}/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, 90)
}
