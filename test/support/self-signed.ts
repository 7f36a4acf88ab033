/** A key and a certificate that it signs itself, for an address; made anew for each test, so none is kept anywhere. */
import { generateKeyPairSync, sign } from 'node:crypto';

function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const length = content.length;
  const head = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function objectId(...bytes: readonly number[]): Buffer {
  return der(0x06, Uint8Array.from(bytes));
}

const sequence = 0x30;
const ecdsaWithSha256 = der(sequence, objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

function extension(id: Buffer, value: Buffer): Buffer {
  return der(sequence, id, der(0x04, value));
}

/** PEM texts. The certificate is its own authority, and serves for servers at `address` and for clients. */
export function makeSelfSigned(address = '127.0.0.1'): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const commonName = der(0x0c, Buffer.from('psb-test'));
  const name = der(sequence, der(0x31, der(sequence, objectId(0x55, 0x04, 0x03), commonName)));
  const alternative = der(sequence, der(0x87, Uint8Array.from(address.split('.').map(Number))));
  const authority = der(sequence, der(0x01, Uint8Array.of(0xff)));
  const body = der(
    sequence,
    der(0xa0, der(0x02, Uint8Array.of(2))),
    der(0x02, Uint8Array.of(1)),
    ecdsaWithSha256,
    name,
    der(sequence, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      der(
        sequence,
        extension(objectId(0x55, 0x1d, 0x11), alternative),
        extension(objectId(0x55, 0x1d, 0x13), authority),
      ),
    ),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = der(sequence, body, ecdsaWithSha256, der(0x03, Uint8Array.of(0), signature));
  const base64 = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}
