/** A tree that the product takes for PHP's and that builds in no time, to check rows with. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { commitAll, smallTree, writeFiles } from '../../support/git-tree.ts';

const configure = `#!/bin/sh
cat >Makefile <<'END'
OBJECTS = Zend/zend_operators.o sapi/cli/php_cli.o
sapi/cli/php: $(OBJECTS)
	cc -o sapi/cli/php $(OBJECTS)
$(OBJECTS): Zend/zend.h
.c.o:
	cc -O2 -c -o $@ $<
END
: >config.status
`;

/** It has no opcache, and prints what `Zend/bench.php` prints, whatever file it is asked to run. */
const interpreter = `#include <stdio.h>
#include <string.h>
#include "../../Zend/zend.h"
int main(int count, char **words)
{
	for (int index = 1; index < count; index++) {
		if (strcmp(words[index], "-r") == 0) {
			puts("opcache=off\\njit=off");
			return 0;
		}
	}
	for (volatile int round = 0; round < zend_rounds(); round++) {}
	puts("simple             0.010\\n------------------------\\nTotal              0.010");
	return 0;
}
`;

const files: Readonly<Record<string, string>> = {
  ...smallTree,
  '.gitignore': '*.o\nMakefile\nconfig.status\nsapi/cli/php\n',
  configure,
  'Zend/zend.h': 'int zend_rounds(void);\n',
  'Zend/zend_operators.c': '#include "zend.h"\nint zend_rounds(void) { return 1000; }\n',
  'Zend/zend_language_parser.c': '',
  'sapi/cli/php_cli.c': interpreter,
};

/** Writes the tree to `root` (absolute), as the only commit of a repository. */
export async function writeTinyTree(root: string): Promise<void> {
  await writeFiles(root, files);
  await chmod(join(root, 'configure'), 0o755);
  await commitAll(root, 'A tree to build in no time');
}
