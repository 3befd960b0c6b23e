// A real OpenID Connect provider, for one gemeente, on a loopback port. Who exists, and what is said of them, stands in
// a JSON file that is read again at every sign-in: { "1001": { "email": "...", "name": "...", "groups": [...] } }.
// Usage: node provider.mjs PORT PEOPLE.json CALLBACK CLIENT_ID SECRET
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';

const [port, people, callback, clientId, secret] = process.argv.slice(2);
const read = () => JSON.parse(readFileSync(people, 'utf8'));

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: clientId, client_secret: secret, redirect_uris: [callback], grant_types: ['authorization_code'] }],
  cookies: { keys: ['only for this test'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  pkce: { required: () => true },
  // The library's own pages ask who signs in and whether they agree; any password will do.
  features: { devInteractions: { enabled: true } },
  ttl: { Session: 60, Grant: 60, Interaction: 60, AccessToken: 60, IdToken: 60 },
  // The number by which a person is known is also what they type on the sign-in page.
  findAccount: (_ctx, sub) => {
    const person = read()[sub];
    return person && { accountId: sub, claims: () => ({ sub, ...person }) };
  },
});

provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
