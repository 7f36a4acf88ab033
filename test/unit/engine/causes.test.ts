/** What the texts of real engines mean; collected from engines that were put into trouble, and from public reports. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ErrorReason } from '../../../src/core/errors.ts';
import type { EngineHome } from '../../../src/core/machine/engine-home.ts';
import type { Platform } from '../../../src/core/model/platform.ts';
import { meaningOf, saysDiskFull } from '../../../src/engine/causes.ts';

const registry = 'Get "https://registry-1.docker.io/v2/"';
const layer = '/var/lib/docker/overlay2/ea64c7b8ec8ea39764172a790efc7fb761e59b15915a45354fa692cec07519fb';
const oci =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process';

const texts: Readonly<Partial<Record<ErrorReason, readonly string[]>>> = {
  'engine-disk-full': [
    'write /var/lib/docker/tmp/GetImageBlob245505453: no space left on device',
    'failed to register layer: Error processing tar file(exit status 1): write /u01/x.jar: no space left on device',
    `mkdir ${layer}-init: no space left on device`,
    'Error processing tar file(exit status 1): mkdir /tmp/a: disk quota exceeded',
    'failed to copy: failed to send write: write /var/lib/containerd/io.containerd.content.v1.content/ingest/a/data: no space left on device: unknown',
    'failed to solve: failed to read dockerfile: failed to create temp dir: mkdir /var/lib/docker/tmp/x: no space left on device',
  ],
  'engine-name-resolution': [
    `${registry}: dial tcp: lookup registry-1.docker.io on 192.168.65.1:53: server misbehaving`,
    `${registry}: dial tcp: lookup registry-1.docker.io on 10.37.161.54:53: no such host`,
    `${registry}: dial tcp: lookup registry-1.docker.io on 10.0.2.3:53: read udp 10.0.2.15:54567->10.0.2.3:53: i/o timeout`,
    `${registry}: dial tcp: lookup registry-1.docker.io on [::1]:53: read udp [::1]:59801->[::1]:53: read: connection refused`,
    `${registry}: dial tcp: lookup registry-1.docker.io: Temporary failure in name resolution`,
    'failed to resolve reference "docker.io/library/debian:bookworm": failed to do request: Head "https://registry-1.docker.io/v2/library/debian/manifests/bookworm": dial tcp: lookup registry-1.docker.io: no such host',
    'debian:bookworm: failed to resolve source metadata for docker.io/library/debian:bookworm: failed to do request: Head "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 127.0.0.53:53: server misbehaving',
  ],
  'engine-proxy': [
    `${registry}: proxyconnect tcp: dial tcp :0: connect: connection refused`,
    `${registry}: proxyconnect tcp: dial tcp: lookup proxy.example on 127.0.0.53:53: no such host`,
    `${registry}: proxyconnect tcp: tls: first record does not look like a TLS handshake`,
    `${registry}: Proxy Authentication Required`,
    'failed to do request: Head "https://registry-1.docker.io/v2/library/debian/manifests/1": invalid proxy URL port ":port"',
  ],
  'engine-certificate': [
    `${registry}: x509: certificate signed by unknown authority`,
    `${registry}: tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    `${registry}: x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-01-01T00:00:00Z`,
  ],
  'image-platform-missing': [
    'no matching manifest for linux/ppc64le in the manifest list entries',
    'no matching manifest for linux/ppc64le in the manifest list entries: no match for platform in manifest: not found',
    'image with reference debian:bookworm was found but its platform (linux/amd64) does not match the specified platform (linux/ppc64le)',
    'image with reference debian:bookworm was found but does not provide the specified platform (linux/ppc64le)',
  ],
  'platform-unavailable': [`${oci}: exec: "/bin/true": exec format error`, 'exec /bin/sh: exec format error'],
  'engine-firewall': [
    'driver failed programming external connectivity on endpoint jaeger (49fbf4300f7a): (iptables failed: iptables --wait -t filter -A DOCKER ! -i docker0 -o docker0 -p tcp -d 172.17.0.2 --dport 16686 -j ACCEPT: iptables: No chain/target/match by that name. (exit status 1))',
    "failed to set up container networking: driver failed programming external connectivity on endpoint a (b): Unable to enable DNAT rule: (iptables failed: iptables v1.8.2 (nf_tables): Chain 'DOCKER' does not exist (exit status 1))",
    'Failed to Setup IP tables: Unable to enable SKIP DNAT rule: (iptables failed: iptables --wait -t nat -I DOCKER -i br-1 -j RETURN: iptables: No chain/target/match by that name. (exit status 1))',
  ],
  'engine-addresses-used-up': [
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
    'all predefined address pools have been fully subnetted',
  ],
  'engine-too-old': [
    'client version 1.51 is too new. Maximum supported API version is 1.40',
    'client is newer than server (client API version: 1.41, server API version: 1.40)',
  ],
  'engine-tls': ['Client sent an HTTP request to an HTTPS server.'],
  'engine-storage': [
    `error creating overlay mount to ${layer}-init/merged: no such file or directory`,
    `error creating overlay mount to ${layer}/merged: invalid argument`,
    `error creating overlay mount to ${layer}/merged: device or resource busy`,
    'failed to mount /tmp/containerd-mount1: mount source: "overlay", target: "/tmp/containerd-mount1", fstype: overlay, flags: 0, data: "": err: invalid argument',
    'readlink /var/lib/docker/overlay2/l/4GWADAHD5OC5SYHTIOEPIBN64E: no such file or directory',
    `stat ${layer}: no such file or directory`,
    'failed to register layer: Untar re-exec error: exit status 1: output: read-only file system',
    'failed to register layer: Error processing tar file(exit status 1): invalid argument',
    'mkdir /var/lib/docker/tmp/x: read-only file system',
    `open ${layer}/link: structure needs cleaning`,
    `container a: driver "overlay2" failed to remove root filesystem: unlinkat ${layer}/merged: device or resource busy`,
    'layer does not exist',
    'failed to prepare extraction snapshot "extract-1 sha256:a": parent snapshot sha256:b does not exist: not found',
    'content digest sha256:0c: not found',
    'read /var/lib/docker/image/overlay2/imagedb/content/sha256/a: input/output error',
  ],
};

const unexplained = [
  // The kernel's store of keys is full, not a disk.
  `${oci}: error during container init: unable to join session keyring: unable to create session key: disk quota exceeded`,
  'oci runtime error: could not synchronise with container process: could not create session key: disk quota exceeded',
  'mkdir /sys/fs/cgroup/memory/docker/a: no space left on device',
  'driver failed programming external connectivity on endpoint web (b): Bind for 0.0.0.0:80 failed: port is already allocated',
  'toomanyrequests: You have reached your unauthenticated pull rate limit.',
  'pull access denied for nobody, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  'linux spec user: lookup user: unknown user',
  // What a command of a Dockerfile says is no trouble of the engine's.
  'process "/bin/sh -c iptables -L" did not complete successfully: exit code: 1',
  'client version 1.24 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version',
];

const cause = new Error('as it came');

function explain(
  text: string,
  home: EngineHome = 'system',
  platform: Platform | undefined = 'linux/ppc64le',
) {
  const endpoint = 'unix:///var/run/docker.sock (default socket)';
  return meaningOf(text, { endpoint, home, object: 'the image debian:bookworm', platform }, cause);
}

describe("an engine's words", () => {
  for (const [reason, said] of Object.entries(texts)) {
    for (const text of said) {
      it(`${text.slice(0, 90)}: ${reason}`, () => {
        const error = explain(text);
        assert.equal(error?.reason, reason);
        assert.equal(error?.cause, cause);
        assert.match(error?.message ?? '', /^[A-Z].*\.$/s);
      });
    }
  }

  for (const text of unexplained) {
    it(`${text.slice(0, 90)}: left as it is`, () => {
      assert.equal(explain(text), undefined);
      assert.equal(saysDiskFull(text), false);
    });
  }

  it('name what could not be resolved, and what there is no image for', () => {
    const [name = ''] = texts['engine-name-resolution'] ?? [];
    assert.match(explain(name)?.message ?? '', /cannot resolve the name registry-1\.docker\.io\. Check/);
    for (const text of texts['image-platform-missing'] ?? []) {
      assert.equal(
        explain(text)?.message,
        'There is no debian:bookworm for linux/ppc64le. Choose another image or another platform.',
      );
    }
    assert.match(explain('exec format error')?.message ?? '', /^This engine cannot run linux\/ppc64le\./);
    const [tooNew = ''] = texts['engine-too-old'] ?? [];
    assert.match(explain(tooNew)?.message ?? '', /speaks API 1\.40; API 1\.41 or newer/);
  });

  it('come with what restarts an engine of this kind, and with nothing where that is not known', () => {
    const text = 'layer does not exist';
    assert.equal(explain(text, 'system')?.command, 'sudo systemctl restart docker');
    assert.equal(explain(text, 'colima')?.command, 'colima restart');
    assert.equal(explain(text, 'elsewhere')?.command, undefined);
    assert.match(explain(text, 'elsewhere')?.message ?? '', /Restart Docker; if it stays/);
  });

  it('tell the disk of a virtual machine from that of the machine itself', () => {
    const text = 'write /x: no space left on device';
    assert.match(explain(text, 'system')?.message ?? '', /^The disk that holds the Docker engine's data/);
    const desktop = explain(text, 'docker-desktop')?.message ?? '';
    assert.match(desktop, /^The disk of the virtual machine .* or raise the disk limit in Docker Desktop/);
  });

  it('lose the password of a proxy', () => {
    const said = `${registry}: proxyconnect tcp: http://me:secret@proxy.example:3128: connection refused`;
    const message = explain(said)?.message ?? '';
    assert.match(message, /http:\/\/proxy\.example:3128/);
    assert.doesNotMatch(message, /secret/);
  });
});
