// The key of this installation and what is made with it: sealed texts for the database (`secret-box.ts`) and keyed
// hashes for what must be recognised but never read back (`secret-hasher.ts`).
import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { SecretBox } from './secret-box.js';
import { SecretHasher } from './secret-hasher.js';
import { LinkSigner } from './link-signer.js';
import { loadSecretKey, type SecretKey } from './secret-key.js';

const SECRET_KEY = Symbol('secret key');

@Global()
@Module({
  providers: [
    {
      provide: SECRET_KEY,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => loadSecretKey(settings),
    },
    { provide: SecretBox, inject: [SECRET_KEY], useFactory: (key: SecretKey) => new SecretBox(key) },
    { provide: SecretHasher, inject: [SECRET_KEY], useFactory: (key: SecretKey) => new SecretHasher(key) },
    LinkSigner,
  ],
  exports: [SecretBox, SecretHasher, LinkSigner],
})
export class SecretsModule {}
