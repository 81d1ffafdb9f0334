import { Injectable } from '@nestjs/common';
import type { ImageLink } from '../gallery/gallery-mapping.js';
import { LinkSigner } from '../secrets/link-signer.js';
import { NoSecretKeyError } from '../secrets/secret-box.js';

/** Addresses of images that open in a browser or a chat, without a key, for a while. */
@Injectable()
export class JobLinks {
  constructor(private readonly signer: LinkSigner) {}

  /** `baseUrl`: where the client found us; without it addresses stay paths. */
  imageLink(baseUrl: string | undefined): ImageLink | undefined {
    return baseUrl === undefined ? undefined : (path) => `${baseUrl}${this.signed(path)}`;
  }

  private signed(path: string): string {
    try {
      return this.signer.sign(path);
    } catch (error) {
      // Without the secret key there are no signatures; who has a key of the API still gets in.
      if (error instanceof NoSecretKeyError) return path;
      throw error;
    }
  }
}
