/** The smallest programs of several processors: whether they run tells which platforms an engine's kernel runs. */
import type { ContextFile } from '../model/engine.ts';
import type { Platform } from '../model/platform.ts';

/** What each of them ends with; nothing that cannot run it does. */
export const programExitCode = 42;

interface Processor {
  readonly platform: Platform;
  /** As ELF numbers them. @see https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
  readonly machine: number;
  readonly bits: 32 | 64;
  readonly bigEndian?: boolean;
  readonly flags?: number;
  /** Machine code of `exit(42)`. */
  readonly code: readonly number[];
}

const processors: readonly Processor[] = [
  // mov edi, 42; mov eax, 60; syscall
  {
    ...{ platform: 'linux/amd64', machine: 62, bits: 64 },
    code: [0xbf, 42, 0, 0, 0, 0xb8, 60, 0, 0, 0, 0x0f, 0x05],
  },
  // mov ebx, 42; mov eax, 1; int 0x80
  {
    ...{ platform: 'linux/386', machine: 3, bits: 32 },
    code: [0xbb, 42, 0, 0, 0, 0xb8, 1, 0, 0, 0, 0xcd, 0x80],
  },
  // mov x0, 42; mov x8, 93; svc 0
  {
    ...{ platform: 'linux/arm64', machine: 183, bits: 64 },
    code: [0x40, 0x05, 0x80, 0xd2, 0xa8, 0x0b, 0x80, 0xd2, 0x01, 0, 0, 0xd4],
  },
  // mov r0, 42; mov r7, 1; svc 0 (EABI 5)
  {
    ...{ platform: 'linux/arm/v7', machine: 40, bits: 32, flags: 0x05000000 },
    code: [42, 0, 0xa0, 0xe3, 1, 0x70, 0xa0, 0xe3, 0, 0, 0, 0xef],
  },
  // li r3, 42; li r0, 1; sc (ELF version 2)
  {
    ...{ platform: 'linux/ppc64le', machine: 21, bits: 64, flags: 2 },
    code: [42, 0, 0x60, 0x38, 1, 0, 0, 0x38, 2, 0, 0, 0x44],
  },
  // li a0, 42; li a7, 93; ecall
  {
    ...{ platform: 'linux/riscv64', machine: 243, bits: 64 },
    code: [0x13, 0x05, 0xa0, 0x02, 0x93, 0x08, 0xd0, 0x05, 0x73, 0, 0, 0],
  },
  // lghi %r2, 42; svc 1
  {
    ...{ platform: 'linux/s390x', machine: 22, bits: 64, bigEndian: true },
    code: [0xa7, 0x29, 0, 42, 0x0a, 1],
  },
];

const loadAddress = 0x400000;
/** The largest page of these processors' kernels. */
const alignment = 0x10000;

/** Writes fields one after the other; `word` is as wide as the processor's addresses. */
class Fields {
  readonly #view: DataView;
  readonly #little: boolean;
  readonly #bits: 32 | 64;
  #offset = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>, { bits, bigEndian = false }: Processor) {
    this.#view = new DataView(bytes.buffer);
    this.#little = !bigEndian;
    this.#bits = bits;
  }

  bytes(...values: readonly number[]): this {
    for (const value of values) {
      this.#view.setUint8(this.#offset, value);
      this.#offset += 1;
    }
    return this;
  }

  halves(...values: readonly number[]): this {
    for (const value of values) {
      this.#view.setUint16(this.#offset, value, this.#little);
      this.#offset += 2;
    }
    return this;
  }

  ints(...values: readonly number[]): this {
    for (const value of values) {
      this.#view.setUint32(this.#offset, value, this.#little);
      this.#offset += 4;
    }
    return this;
  }

  words(...values: readonly number[]): this {
    if (this.#bits === 32) {
      return this.ints(...values);
    }
    for (const value of values) {
      this.#view.setBigUint64(this.#offset, BigInt(value), this.#little);
      this.#offset += 8;
    }
    return this;
  }
}

/** A static executable: header, one segment with all of the file, the code. */
function executable(processor: Processor): Uint8Array {
  const { bits, machine, bigEndian = false, flags = 0, code } = processor;
  const [headerSize, segmentSize] = bits === 64 ? [64, 56] : [52, 32];
  const size = headerSize + segmentSize + code.length;
  const bytes = new Uint8Array(size);
  const fields = new Fields(bytes, processor);
  const readAndExecute = 5;
  fields
    .bytes(0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, bigEndian ? 2 : 1, 1, ...Array(9).fill(0))
    .halves(2, machine)
    .ints(1)
    .words(loadAddress + headerSize + segmentSize, headerSize, 0)
    .ints(flags)
    .halves(headerSize, segmentSize, 1, 0, 0, 0)
    .ints(1);
  if (bits === 64) {
    fields.ints(readAndExecute).words(0, loadAddress, loadAddress, size, size, alignment);
  } else {
    fields.ints(0, loadAddress, loadAddress, size, size, readAndExecute, alignment);
  }
  fields.bytes(...code);
  return bytes;
}

/** The name of a platform's program. */
function programName(platform: Platform): string {
  return `psb-${platform.slice('linux/'.length).replaceAll('/', '-')}`;
}

/** A program for each platform, and for each the name that it is found by. */
export function foreignPrograms(): {
  readonly files: readonly ContextFile[];
  readonly platforms: ReadonlyMap<string, Platform>;
} {
  const files = processors.map((processor) => ({
    path: programName(processor.platform),
    content: executable(processor),
    executable: true,
  }));
  return { files, platforms: new Map(processors.map(({ platform }) => [programName(platform), platform])) };
}
