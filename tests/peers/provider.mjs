// A real OpenID Connect provider for tests:
// node provider.mjs PORT REDIRECT_URI AFTER_SIGN_OUT_URI CLIENT_SECRET [ISSUER JWKS]
import Provider from 'oidc-provider';

const [port, redirectUri, afterSignOut, clientSecret, issuer, jwks] = process.argv.slice(2);

const provider = new Provider(issuer ?? `http://localhost:${port}`, {
  ...(jwks ? { jwks: JSON.parse(jwks) } : {}),
  clients: [{
    client_id: 'portal',
    client_secret: clientSecret,
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [afterSignOut],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
  }],
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
  findAccount: async (context, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, email: `${id}@example.org`, name: `Author ${id}` }),
  }),
  cookies: { keys: ['only for tests'] },
});
provider.listen(Number(port), '127.0.0.1', () => console.log('up'));
