/** package.json says what the code does, and every text of it exists. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { errorReasons } from '../../../src/core/errors.ts';
import { parseRules, ruleFields } from '../../../src/core/prune/rule.ts';
import { commandId, commandNames } from '../../../src/host/command-names.ts';
import { actionFor } from '../../../src/host/failure-actions.ts';
import { parseSettings, settingId, settingNames } from '../../../src/host/settings.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const json = read('package.json');

const text = v.string();
const property = v.looseObject({
  type: text,
  default: v.unknown(),
  markdownDescription: text,
  scope: text,
  minimum: v.optional(v.number()),
  maximum: v.optional(v.number()),
});
const manifest = v.parse(
  v.looseObject({
    main: text,
    icon: text,
    l10n: text,
    activationEvents: v.array(text),
    capabilities: v.looseObject({
      untrustedWorkspaces: v.looseObject({ supported: text, restrictedConfigurations: v.array(text) }),
    }),
    contributes: v.looseObject({
      commands: v.array(
        v.looseObject({ command: text, title: text, category: text, enablement: v.optional(text) }),
      ),
      configuration: v.looseObject({ properties: v.record(text, property) }),
      menus: v.record(text, v.array(v.looseObject({ command: text, when: text }))),
      keybindings: v.array(v.looseObject({ command: text, key: text, when: text, args: v.optional(text) })),
      walkthroughs: v.array(
        v.looseObject({ steps: v.array(v.looseObject({ media: v.object({ markdown: text }) })) }),
      ),
    }),
  }),
  JSON.parse(json),
);
const { contributes } = manifest;
const rulesSetting = v.looseObject({
  additionalProperties: v.looseObject({
    properties: v.record(
      text,
      v.looseObject({
        minimum: v.optional(v.number()),
        maximum: v.optional(v.number()),
        items: v.optional(v.looseObject({ enum: v.optional(v.array(text)) })),
      }),
    ),
  }),
});
const texts = v.parse(v.record(text, text), JSON.parse(read('package.nls.json')));

describe('the manifest', () => {
  it('contributes the commands of the table, all in one category', () => {
    assert.deepEqual(
      contributes.commands.map(({ command }) => command),
      commandNames.map(commandId),
    );
    assert.deepEqual(new Set(contributes.commands.map(({ category }) => category)).size, 1);
  });

  it('disables what runs the folder until the workspace is trusted', () => {
    const needTrust = contributes.commands
      .filter(({ enablement }) => enablement === 'isWorkspaceTrusted')
      .map(({ command }) => command);
    assert.deepEqual(
      needTrust,
      [
        ...['build', 'cleanBuild', 'selectConfiguration', 'runBenchmark', 'compareBenchmark'],
        ...['openSuites', 'backfillHistory', 'pauseBackfill', 'bisectPerformance', 'nightlyBenchmark'],
        ...['showRecipe', 'exportRecipe'],
        ...['showRunCommit', 'showRunChanges', 'compareRuns', 'bisectRun', 'measureRun'],
        ...['openShell', 'openContainerShell', 'runFile', 'runFileUnderGdb', 'runFileUnderValgrind'],
        'copyInterpreter',
      ].map((name) => `phpSourceBench.${name}`),
    );
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  });

  it('contributes the settings that are read, with defaults that are valid', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(Object.keys(properties), settingNames.map(settingId));
    const settings = parseSettings((name) => properties[settingId(name)]?.default, '/home/me');
    assert.equal(settings.benchmarkIterations, 10);
    assert.match(settings.baseImage, /^debian:bookworm-slim@sha256:[0-9a-f]{64}$/);
  });

  it('has the limits that are checked', () => {
    const { properties } = contributes.configuration;
    for (const name of settingNames) {
      const { minimum, maximum } = properties[settingId(name)] ?? {};
      const parseWith = (changed: unknown) =>
        parseSettings(
          (other) => (other === name ? changed : properties[settingId(other)]?.default),
          '/home/me',
        );
      if (minimum !== undefined && maximum !== undefined) {
        parseWith(minimum);
        parseWith(maximum);
        assert.throws(() => parseWith(minimum - 1), { reason: 'invalid-setting' });
        assert.throws(() => parseWith(maximum + 1), { reason: 'invalid-setting' });
      }
    }
  });

  it('describes the rules of a prune as they are checked', () => {
    const setting = v.parse(rulesSetting, contributes.configuration.properties[settingId('prune.rules')]);
    const { properties } = setting.additionalProperties;
    assert.deepEqual(Object.keys(properties), Object.keys(ruleFields));
    for (const [name, { minimum, maximum, items }] of Object.entries(properties)) {
      const accepts = (value: unknown) => typeof parseRules({ rule: { [name]: value } }) === 'object';
      if (minimum !== undefined && maximum !== undefined) {
        assert.deepEqual([minimum - 1, minimum, maximum, maximum + 1].map(accepts), [
          false,
          true,
          true,
          false,
        ]);
      }
      if (items?.enum !== undefined) {
        assert.ok(accepts(items.enum) && !accepts([...items.enum.slice(1), 'x']), name);
      }
    }
  });

  it('takes nothing that reaches a path, a command line or a network from an untrusted workspace', () => {
    const numbers = Object.entries(contributes.configuration.properties)
      .filter(([, { type }]) => type === 'integer')
      .map(([name]) => name);
    const others = settingNames.map(settingId).filter((name) => !numbers.includes(name));
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, others);
  });

  it('has a text for every key, and uses each', () => {
    const used = [...json.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
    for (const [key, value] of Object.entries(texts)) {
      assert.notEqual(value.trim(), '', key);
    }
  });

  it('refers to commands and files that exist', () => {
    const known = new Set<string>(commandNames.map(commandId));
    const referred = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...Object.values(texts).flatMap((value) =>
        [...value.matchAll(/\(command:(phpSourceBench\.\w+)/g)].map((match) => match[1] ?? ''),
      ),
    ];
    assert.ok(referred.length > 10);
    assert.deepEqual(
      referred.filter((command) => !known.has(command)),
      [],
    );
    const files = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown));
    for (const file of [manifest.icon, ...files]) {
      assert.ok(existsSync(join(root, file)), file);
    }
  });

  it('is active for php-src trees and for what it left open, not always', () => {
    assert.deepEqual(manifest.activationEvents, [
      'workspaceContains:main/php_version.h',
      'onWebviewPanel:phpSourceBench.history',
      'onFileSystem:php-source-bench-file',
      'onFileSystem:php-source-bench-report',
    ]);
  });

  it('has keys for the rows of its own list only, each once, about what is selected', () => {
    const { keybindings } = contributes;
    assert.equal(new Set(keybindings.map(({ key }) => key)).size, keybindings.length);
    for (const { command, when, args } of keybindings) {
      assert.equal(when, 'focusedView == phpSourceBench.resources && listFocus && !inputFocus');
      assert.equal(args, 'selection');
      assert.ok(contributes.commands.some((known) => known.command === command));
    }
  });

  it('has each setting that a failure sends people to', () => {
    for (const reason of errorReasons) {
      const action = actionFor(reason);
      if (action.kind === 'open-setting' && action.setting !== undefined) {
        assert.ok(settingNames.includes(action.setting), reason);
      }
    }
  });
});
