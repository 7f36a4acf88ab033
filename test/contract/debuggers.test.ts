/** A file of the real PHP under gdb and under Valgrind, on a real engine. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Debugger } from '../../src/core/build/terminal-program.ts';
import type { BuildResult } from '../../src/core/model/build.ts';
import { localMachine } from '../../src/local/machine.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { type Product, testProduct } from '../support/product.ts';
import { watch } from '../support/screen.ts';

const signal = new AbortController().signal;
/** With the sequence before it, which tells it from a help text that shows one. */
const gdbPrompt = '\u001b[?2004h(gdb) ';

describe('a file under a debugger', () => {
  let tree: string;
  let product: Product;
  let built: BuildResult;
  let tools: string;
  const configuration = { preset: 'usual', configureFlags: [], platform: undefined } as const;

  before(async () => {
    tree = await phpCheckout();
    product = await testProduct();
    const source = { kind: 'work-tree' } as const;
    const request = { ...configuration, treeRoot: tree, source, mode: 'incremental' } as const;
    built = await product.services.build(request, product.report, signal);
    tools = await product.services.ensureTools(built, product.report, signal);
  });

  after(() => product.close());

  /** What the terminal shows when this is typed, each line at the program's prompt, and how the program ends. */
  function atTerminal(under: Debugger, text: string, prompt: string, typed: readonly string[]) {
    const program = { kind: 'script', path: '/home/some one/try.php', text, under } as const;
    return product.services.withTerminal(
      { ...configuration, treeRoot: tree, program, tools, built },
      async (container) => {
        const terminal = await container.openTerminal({ columns: 250, rows: 60 }, signal);
        const screen = watch(terminal);
        for (const line of typed) {
          await screen.until(prompt);
          terminal.write(`${line}\n`);
        }
        const { exitCode } = await terminal.exited;
        return { shown: screen.shown(), exitCode };
      },
      signal,
    );
  }

  it('is found with its image the second time', async () => {
    const before = product.events.length;
    assert.equal(await product.services.ensureTools(built, product.report, signal), tools);
    assert.deepEqual(product.events.slice(before), []);
    assert.equal(tools.endsWith(built.toolchainKey), true);
  });

  it("stops at gdb's prompt, breaks in the tree's own source, and knows PHP's commands for gdb", async () => {
    const { shown, exitCode } = await atTerminal('gdb', '<?php echo 6 * 7;', gdbPrompt, [
      ...['set pagination off', 'set confirm off', 'set style enabled off', 'info program'],
      ...['break php_execute_script', 'run'],
      ...['backtrace', 'list', 'help zbacktrace', 'quit'],
    ]);
    assert.match(shown, /The program being debugged is not being run/);
    assert.match(shown, /Breakpoint 1, php_execute_script/);
    assert.match(shown, new RegExp(`#0 +php_execute_script .* at ${tree}/main/main\\.c:\\d+`));
    assert.match(shown, new RegExp(` in main .* at ${tree}/sapi/cli/php_cli\\.c:\\d+`));
    // The lines of the source themselves, from the volume.
    assert.match(shown, /^\d+\s+zend_try \{\r?$/m);
    assert.match(shown, /prints backtrace/);
    assert.doesNotMatch(shown, /Operation not permitted|auto-loading has been declined/);
    assert.equal(exitCode, 0);
  });

  it("is summed up by Valgrind, and PHP's memory goes through malloc", async () => {
    const { shown, exitCode } = await atTerminal(
      'valgrind',
      '<?php echo getenv("USE_ZEND_ALLOC"), " ", 6 * 7, PHP_EOL;',
      '',
      [],
    );
    assert.match(shown, /Memcheck, a memory error detector/);
    assert.match(shown, /^0 42\r?$/m);
    assert.match(shown, /ERROR SUMMARY: 0 errors from 0 contexts/);
    assert.equal(exitCode, 0);
  });

  it('leaves no container', async () => {
    const rows = await product.services.readResources(() => {}, signal);
    assert.deepEqual(
      rows.containers.filter(({ labels }) => labels['php-source-bench.owner'] === localMachine().owner()),
      [],
    );
    const image = rows.images.find(({ references }) => references.includes(tools));
    assert.equal(image?.labels['php-source-bench.kind'], 'tools');
  });
});
