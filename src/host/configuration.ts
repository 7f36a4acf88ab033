import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { BuildConfiguration } from '../core/model/build.ts';
import type { ServiceSettings } from '../core/services.ts';
import { prefix } from './command-names.ts';
import { parseSettings } from './settings.ts';
import type { OpenTree } from './trees.ts';

/**
 * The settings as they are now. In an untrusted workspace the editor itself leaves out the workspace's values of
 * those that package.json restricts.
 * @param folder path of the workspace's folder whose own values count; `undefined` for those of the whole workspace
 * @throws `invalid-setting` that names the one that is not valid.
 */
export function readSettings(folder?: string): ServiceSettings {
  const scope = folder === undefined ? undefined : vscode.Uri.file(folder);
  const configuration = vscode.workspace.getConfiguration(prefix, scope);
  return parseSettings((name) => configuration.get(name), homedir());
}

/** What the settings say that a tree is built with. @throws `invalid-setting` */
export function configurationOf(tree: OpenTree): BuildConfiguration {
  const { preset, configureFlags } = readSettings(tree.root);
  return { preset, configureFlags, platform: undefined };
}
