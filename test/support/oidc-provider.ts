import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

// A small OpenID provider as a process of its own: `node oidc-provider.ts <port>`. It signs in whoever was
// given to `/next` as claims; `evil` among them makes the answer wrong in that one thing.
const port = Number(process.argv[2])
const issuer = `http://127.0.0.1:${port}`
const clientId = 'sequence-rillet'
const clientSecret = 'the secret of the client'
const { publicKey, privateKey } = await generateKeyPair('RS256')
const { privateKey: foreignKey } = await generateKeyPair('RS256')
const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
const codes = new Map<string, { query: URLSearchParams; claims: Record<string, unknown> }>()
let next: Record<string, unknown> = {}

const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_post'],
}

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

function authorize(url: URL, response: ServerResponse): void {
  const query = url.searchParams
  const isRight =
    query.get('client_id') === clientId &&
    query.get('response_type') === 'code' &&
    query.get('code_challenge_method') === 'S256' &&
    (query.get('nonce') ?? '') !== ''
  if (!isRight) return void json(response, 400, { error: 'invalid_request' })
  const code = randomUUID()
  codes.set(code, { query, claims: next })
  const back = new URL(query.get('redirect_uri') ?? '')
  back.searchParams.set('code', code)
  back.searchParams.set('state', query.get('state') ?? '')
  response.writeHead(302, { location: back.href }).end()
}

async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await text(request))
  const code = form.get('code') ?? ''
  const asked = codes.get(code)
  codes.delete(code) // once
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  const isRight =
    asked !== undefined &&
    form.get('client_secret') === clientSecret &&
    form.get('redirect_uri') === asked.query.get('redirect_uri') &&
    challenge === asked.query.get('code_challenge')
  if (!isRight) return void json(response, 400, { error: 'invalid_grant' })
  const { evil, ...claims } = asked.claims
  const nonce = evil === 'nonce' ? 'another' : asked.query.get('nonce')
  const idToken = await new SignJWT({ ...claims, nonce })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .setIssuer(evil === 'issuer' ? 'https://another.example' : issuer)
    .setAudience(evil === 'audience' ? 'another-client' : clientId)
    .setIssuedAt()
    .setExpirationTime(evil === 'expired' ? Math.floor(Date.now() / 1000) - 3600 : '5m')
    .sign(evil === 'key' ? foreignKey : privateKey)
  json(response, 200, { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken })
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', issuer)
  switch (url.pathname) {
    case '/.well-known/openid-configuration':
      return void json(response, 200, metadata)
    case '/jwks':
      return void json(response, 200, { keys: [jwk] })
    case '/authorize':
      return authorize(url, response)
    case '/token':
      return token(request, response)
    // The test says who signs in next, with which claims.
    case '/next':
      next = JSON.parse(await text(request))
      return void json(response, 200, {})
    default:
      return void json(response, 404, {})
  }
}

createServer((request, response) => void serve(request, response)).listen(port, '127.0.0.1', () =>
  console.log('listening'),
)
