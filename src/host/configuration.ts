import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { ServiceSettings } from '../core/services.ts';
import { prefix } from './command-names.ts';
import { parseSettings } from './settings.ts';

/**
 * The settings as they are now. In an untrusted workspace the editor itself leaves out the workspace's values of
 * those that package.json restricts.
 * @throws `invalid-setting` that names the one that is not valid.
 */
export function readSettings(): ServiceSettings {
  const configuration = vscode.workspace.getConfiguration(prefix);
  return parseSettings((name) => configuration.get(name), homedir());
}
