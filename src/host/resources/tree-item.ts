import * as vscode from 'vscode';
import { commandId } from '../command-names.ts';
import type { Facts } from './details-text.ts';
import type { Row } from './row.ts';

/** The editor's item of a row. Names of objects come from outside: they are plain text everywhere. */
export function treeItem(row: Row): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, collapsibleState(row));
  item.id = itemId(row);
  item.description = row.description;
  item.iconPath = icon(row);
  item.contextValue = row.own ? `${row.kind} own` : row.kind;
  item.accessibilityInformation = { label: row.spoken };
  if (row.facts.length === 0) {
    item.tooltip = row.label;
  }
  if (row.kind === 'failure') {
    item.command = { command: commandId('showLog'), title: vscode.l10n.t('Show Log') };
  }
  return item;
}

/** Another one without children: the editor keeps a row closed that had nothing to open when it first came. */
function itemId({ id, object, children }: Row): string {
  return object === undefined && children === undefined ? `${id}:empty` : id;
}

function collapsibleState({ children, expanded }: Row): vscode.TreeItemCollapsibleState {
  if (children === undefined) {
    return vscode.TreeItemCollapsibleState.None;
  }
  return expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function icon(row: Row): vscode.ThemeIcon {
  if (row.kind === 'failure') {
    return new vscode.ThemeIcon(row.icon, new vscode.ThemeColor('list.warningForeground'));
  }
  return row.own
    ? new vscode.ThemeIcon(row.icon, new vscode.ThemeColor('charts.blue'))
    : new vscode.ThemeIcon(row.icon);
}

/** Not trusted, without HTML and icons, every value escaped: a name can neither link nor run anything. */
export function tooltipOf(label: string, facts: Facts): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(label).appendMarkdown('**');
  for (const [name, value] of facts) {
    text.appendMarkdown('\n\n').appendText(`${name}: ${value}`);
  }
  return text;
}
